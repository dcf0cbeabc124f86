import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { log } from "../../../functions/middleware/log.ts";
import { typedErrors } from "../../../functions/middleware/typed-errors.ts";
import { EvidenceError } from "../../../shared/errors/evidence-error.ts";

const SECRET = "lantern9";
const logged: unknown[] = [];

beforeEach(() => {
  logged.length = 0;
  vi.spyOn(log, "error").mockImplementation((...told) => void logged.push(told));
});
afterEach(() => void vi.restoreAllMocks());

function parseError(): Error {
  const error = new Error(`Failed to parse schema. Received ${SECRET}`);
  error.name = "ParseError";
  return error;
}

it.each<[string, Error, string, string]>([
  [
    "an error of ours by its code",
    new EvidenceError("CHAIN_ORDER", "It is not later.", { path: "a" }),
    "CHAIN_ORDER",
    "It is not later.",
  ],
  ["a defect", new TypeError("x is not a function"), "DEFECT", "TypeError: x is not a function"],
  [
    "an event that no schema takes, without the event",
    parseError(),
    "EVENT_INVALID",
    "The event is not what this function takes.",
  ],
])("names %s", async (_says, thrown, name, message) => {
  const handler = middy(async () => {
    throw thrown;
  }).use(typedErrors());
  const called = Promise.resolve(handler({}, {} as Context));
  await expect(called).rejects.toMatchObject({ name, message, stack: `${name}: ${message}` });
  expect(logged).toEqual([[message, { code: name }]]);
});

it("hands on no secret that stands in a sentence", async () => {
  const handler = middy(async () => {
    throw new EvidenceError("STORE_UNREADABLE", `AWS refused token=${SECRET}`);
  }).use(typedErrors());
  await expect(Promise.resolve(handler({}, {} as Context))).rejects.toMatchObject({
    message: expect.not.stringContaining(SECRET),
  });
  expect(JSON.stringify(logged)).not.toContain(SECRET);
});
