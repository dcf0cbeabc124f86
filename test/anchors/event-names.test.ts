import { describe, expect, it } from "vitest";
import { EVENT_SOURCES, isEventOf } from "../../shared/anchors/event-names.ts";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { sourcesFor } from "../../shared/snapshot/plan.ts";

type Row = readonly [service: string, operation: string, eventSource: string, eventName: string];

describe("an event is that of a call", () => {
  it.each<Row>([
    ["iam", "GetAccountSummary", "iam.amazonaws.com", "GetAccountSummary"],
    [
      "elbv2",
      "DescribeLoadBalancers",
      "elasticloadbalancing.amazonaws.com",
      "DescribeLoadBalancers",
    ],
    ["cloudwatch", "DescribeAlarms", "monitoring.amazonaws.com", "DescribeAlarms"],
    ["lambda", "ListFunctions", "lambda.amazonaws.com", "ListFunctions20150331"],
    ["lambda", "GetPolicy", "lambda.amazonaws.com", "GetPolicy20150331v2"],
    ["cloudfront", "ListDistributions", "cloudfront.amazonaws.com", "ListDistributions2020_05_31"],
    ["s3", "GetPublicAccessBlock", "s3.amazonaws.com", "GetBucketPublicAccessBlock"],
    ["s3", "GetBucketLifecycleConfiguration", "s3.amazonaws.com", "GetBucketLifecycle"],
    ["s3-control", "GetPublicAccessBlock", "s3.amazonaws.com", "GetAccountPublicAccessBlock"],
    ["s3", "GetObjectLockConfiguration", "s3.amazonaws.com", "GetObjectLockConfiguration"],
    // Nobody has written down what this one is called.
    ["a-new-service", "ListThings", "things.amazonaws.com", "ListThings"],
  ])("%s %s: %s %s", (service, operation, eventSource, eventName) => {
    expect(isEventOf({ eventSource, eventName }, { service, operation })).toBe(true);
  });

  it.each<Row>([
    ["iam", "GetAccountSummary", "iam.amazonaws.com", "ListUsers"],
    ["iam", "GetAccountSummary", "sts.amazonaws.com", "GetAccountSummary"],
    ["s3", "GetPublicAccessBlock", "s3.amazonaws.com", "GetAccountPublicAccessBlock"],
    ["lambda", "ListFunctions", "lambda.amazonaws.com", "ListFunctionsX20150331"],
    ["a-new-service", "ListThings", "things.amazonaws.com", "DeleteThings"],
  ])("but not %s %s: %s %s", (service, operation, eventSource, eventName) => {
    expect(isEventOf({ eventSource, eventName }, { service, operation })).toBe(false);
  });
});

it("every service that a source reads has its event source written down", () => {
  const services = new Set(
    sourcesFor(CHECKS).flatMap(({ operations }) => operations.map(({ service }) => service.name)),
  );
  expect(services.size).toBeGreaterThan(20);
  expect([...services].filter((service) => EVENT_SOURCES[service] === undefined)).toEqual([]);
});
