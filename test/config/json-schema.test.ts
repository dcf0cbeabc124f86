import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { configJsonSchema } from "../../shared/config/json-schema.ts";

const accepts = new Ajv({
  allErrors: true,
  allowUnionTypes: true,
  // Their patterns stand beside the formats, and are what is tested.
  formats: { date: true, email: true },
  // The branches of oneOf name keys whose types stand beside it.
  strictRequired: false,
}).compile(configJsonSchema());

const SAMPLE = readFileSync(new URL("../../soc2.yaml", import.meta.url), "utf8");

describe("the JSON Schema for editors", () => {
  it("is the one that lies beside the format page", () => {
    const file = new URL("../../docs/formats/config.schema.json", import.meta.url);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(configJsonSchema());
  });

  it("accepts the sample", () => {
    accepts(parse(SAMPLE));
    expect(accepts.errors).toBe(null);
  });

  it("accepts an account id without quotes", () => {
    expect(accepts(parse(SAMPLE.replace('"123456789012"', "123456789012")))).toBe(true);
  });

  it.each([
    ["a typo in a key of the top", "regions:", "regoins:"],
    ["a typo in a policy number", "rootUseMaxDays:", "rootUseDays:"],
    ["a family that does not exist", "network:", "networks:"],
    ["an unknown control", "AC-01:", "ACC-01:"],
    ["a category that does not exist", "Availability,", "Availabilty,"],
    ["a tag left out with any value", "      values: [staging]\n", ""],
    ["a stack with values", '{ stack: "Larkspur*" }', '{ stack: "Larkspur*", values: [a] }'],
    ["a reason without approver", "      approver: Maeve Brennan\n", ""],
    ["a number as text", "value: 90,", 'value: "90",'],
    ["a fraction", "value: 90,", "value: 90.5,"],
    ["a day that the calendar does not have", "2026-03-31", "2026-02-30"],
    ["another version", "version: 1", "version: 2"],
  ])("rejects %s", (_, right, wrong) => {
    expect(SAMPLE).toContain(right);
    expect(accepts(parse(SAMPLE.replace(right, wrong)))).toBe(false);
  });
});
