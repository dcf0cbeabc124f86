import { expect, it } from "vitest";
import { environmentOf } from "../../functions/environment.ts";
import { ownAccount } from "../../functions/own-account.ts";

const COMMON = { VAULT_BUCKET: "vault", CODE_SHA256: "0".repeat(64), AWS_REGION: "eu-west-1" };
const COLLECT = {
  ...COMMON,
  CRITERION: "CC6.1",
  QUOTA_SHARE: "0.25",
  AWS_ACCESS_KEY_ID: "id",
  AWS_SECRET_ACCESS_KEY: "very-secret",
};

it("is read as numbers where it holds numbers", () => {
  expect(environmentOf("collect", COLLECT)).toMatchObject({ QUOTA_SHARE: 0.25 });
  const manifest = {
    ...COMMON,
    SIGNING_KEY_ID: "arn",
    WITNESS_KEY_ID: "arn",
    SCHEDULE_INTERVAL_HOURS: "24",
  };
  expect(environmentOf("manifest", manifest)).toMatchObject({ SCHEDULE_INTERVAL_HOURS: 24 });
});

it.each([
  ["more than all of a quota", { QUOTA_SHARE: "1.5" }, "QUOTA_SHARE"],
  ["nothing of a quota", { QUOTA_SHARE: "0" }, "QUOTA_SHARE"],
  ["no number", { QUOTA_SHARE: "a quarter" }, "QUOTA_SHARE"],
  ["a hash that is none", { CODE_SHA256: "abc" }, "CODE_SHA256"],
  ["no criterion", { CRITERION: undefined }, "CRITERION"],
])("with %s is refused by name, and no value is told", (_says, change, name) => {
  const read = () => environmentOf("collect", { ...COLLECT, ...change });
  expect(read).toThrow(
    expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining(name) }),
  );
  expect(read).toThrow(expect.objectContaining({ message: expect.not.stringContaining("secret") }));
});

it.each([
  [
    "arn:aws:lambda:eu-west-1:123456789012:function:Soc2Evidence-Plan:7",
    { account: "123456789012", partition: "aws" },
  ],
  [
    "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:a",
    { account: "123456789012", partition: "aws-us-gov" },
  ],
])("%s says whose account it is", (arn, who) => {
  expect(ownAccount(arn)).toEqual(who);
});

it("an ARN of something else is refused", () => {
  expect(() => ownAccount("arn:aws:iam::123456789012:role/a")).toThrow(
    expect.objectContaining({ code: "USAGE" }),
  );
});
