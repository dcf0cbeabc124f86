import { describe, expect, it } from "vitest";
import { cliOperation, commandLine, commandWithInput } from "../../shared/capture/command-line.ts";

describe("the CLI's name of an operation", () => {
  // As `xform_name` of botocore 1.43 gives them.
  it.each([
    ["GetAccountSummary", "get-account-summary"],
    ["ListSAMLProviders", "list-saml-providers"],
    ["ListOpenIDConnectProviders", "list-open-id-connect-providers"],
    ["ListMFADevices", "list-mfa-devices"],
    ["DescribeDBInstances", "describe-db-instances"],
    ["ListWebACLs", "list-web-acls"],
    ["DescribeACLs", "describe-acls"],
    ["DescribeNetworkAcls", "describe-network-acls"],
    ["ListObjectsV2", "list-objects-v2"],
    ["GetBucketPolicyStatus", "get-bucket-policy-status"],
  ])("%s is %s", (operation, name) => {
    expect(cliOperation(operation)).toBe(name);
  });
});

const asked = { cli: "s3api", operation: "GetBucketPolicy", region: "eu-west-1" };

it.each([
  [{}, "aws s3api get-bucket-policy --region eu-west-1 --no-paginate --output json"],
  [
    { Bucket: "a b", Max: 5 },
    `aws s3api get-bucket-policy --region eu-west-1 --cli-input-json '{"Bucket":"a b","Max":5}' --no-paginate --output json`,
  ],
  [
    { Bucket: "it's; $(rm) `x`" },
    `aws s3api get-bucket-policy --region eu-west-1 --cli-input-json '{"Bucket":"it'\\''s; $(rm) \`x\`"}' --no-paginate --output json`,
  ],
])("%j", (input, command) => {
  expect(commandLine({ ...asked, input })).toBe(command);
});

it("takes another input, whatever the old one reads like", () => {
  const command = commandLine({
    ...asked,
    input: { Bucket: " --cli-input-json 'x' --output json" },
  });
  expect(commandWithInput(command, { Bucket: "b" })).toBe(
    commandLine({ ...asked, input: { Bucket: "b" } }),
  );
});
