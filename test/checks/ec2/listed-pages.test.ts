import { describe, expect, it } from "vitest";
import { pagesIn } from "../../../shared/checks/ec2/listed-pages.ts";
import { Cited } from "../../../shared/evidence/cited.ts";

const page = (value: { NextToken?: string }, region = "eu-west-1") =>
  Cited.file(value, { path: `list.${region}.json`, region });

describe("pagesIn", () => {
  it.each([
    ["one page without a token", [page({})], true],
    ["one page with an empty token, as EC2 writes the last one", [page({ NextToken: "" })], true],
    ["pages up to the last", [page({ NextToken: "two" }), page({})], true],
    ["a page that another follows", [page({ NextToken: "two" })], false],
    ["no page", [], false],
    ["another region's page", [page({}, "us-east-1")], false],
    ["another region's last page", [page({ NextToken: "two" }), page({}, "us-east-1")], false],
  ])("%s", (_sentence, answers, whole) => {
    expect(pagesIn(answers, "eu-west-1")).toEqual({
      pages: answers.filter(({ file }) => file.region === "eu-west-1"),
      whole,
    });
  });
});
