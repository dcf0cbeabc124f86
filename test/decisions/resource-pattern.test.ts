import { describe, expect, it } from "vitest";
import { isDistinctive, namesResource } from "../../shared/decisions/resource-pattern.ts";

describe("a pattern that tells resources apart", () => {
  it.each([
    ["*", false],
    ["**?*", false],
    ["*logs*", false],
    ["arn:*", false],
    ["ar*logs", false],
    ["arn:aws:s3*", false],
    ["arn:aws:s3:::*", false],
    ["arn:aws:s3:::???*", false],
    ["arn:aws:ecs:*:*:service/*", false],
    ["arn:aws:ecs:*:*:task-definition/*:*", false],
    ["arn:aws:ec2:eu-west-1:123456789012:security-group/*", false],
    ["ab*", false],
    ["abc*", true],
    ["arn:aws:s3:::lo*", false],
    ["arn:aws:s3:::log*", true],
    ["arn:aws:s3:::larkspur-logs", true],
    ["arn:aws:ecs:*:*:service/web/superset*", true],
    ["sg-0123*", true],
  ])("%s: %s", (pattern, expected) => {
    expect(isDistinctive(pattern)).toBe(expected);
  });
});

describe("which resource a pattern names", () => {
  const bucket = { arn: "arn:aws:s3:::larkspur-logs", id: "larkspur-logs" };

  it.each([
    ["its ARN", "arn:aws:s3:::larkspur-*", bucket, true],
    ["not its name where it has an ARN", "larkspur-*", bucket, false],
    ["its id where it has no ARN", "root*", { arn: null, id: "root" }, true],
    ["case counts", "arn:aws:s3:::Larkspur-*", bucket, false],
    ["nothing beyond the pattern's end", "arn:aws:s3:::larkspur", bucket, false],
  ])("%s", (_what, pattern, resource, expected) => {
    expect(namesResource(pattern, resource)).toBe(expected);
  });
});
