import type { Resource } from "../checks/check.ts";
import { isPlainlyVisible } from "./visible-text.ts";

interface OwnPlaceholders {
  readonly id?: readonly string[];
  readonly arn?: readonly string[];
  readonly region?: readonly string[];
}

/** Which placeholders of a check's command mean a resource itself, by the resource's type. */
const PLACEHOLDERS: ReadonlyMap<string, OwnPlaceholders> = new Map([
  ["AWS::CloudTrail::Trail", { arn: ["TRAIL_ARN"], region: ["HOME_REGION"] }],
  ["AWS::EC2::NetworkAcl", { id: ["NETWORK_ACL_ID"] }],
  ["AWS::EC2::SecurityGroup", { id: ["GROUP_ID"] }],
  ["AWS::EC2::VPC", { id: ["VPC_ID"] }],
  ["AWS::IAM::User", { id: ["USER_NAME"] }],
  ["AWS::S3::Bucket", { id: ["BUCKET", "BUCKET_NAME"] }],
]);

/** Characters that a POSIX shell takes as they are; a leading hyphen would be an option. */
const SHELL_WORD = /^[A-Za-z0-9_@%+:,./][A-Za-z0-9_@%+=:,./-]*$/;

/** A word in capitals by itself; as part of a longer word it would mean something else. */
const PLACEHOLDER = /(?<=[ =])[A-Z][A-Z_]+(?=$|[\s;])/g;

/**
 * A check's command with the resource's own name and region in place of their placeholders, where
 * the placeholder's meaning is certain. A name is hostile input and the command is meant to be
 * pasted: names that a shell could read in any other way are quoted, and those that cannot be read
 * by eye or could be taken for an option are not filled in.
 */
export function fillCommand(command: string, { id, arn, type, region }: Resource): string {
  const own = PLACEHOLDERS.get(type);
  const values = new Map([
    ...(own?.id ?? []).map((placeholder) => [placeholder, id] as const),
    ...(own?.arn ?? []).map((placeholder) => [placeholder, arn] as const),
    ...["REGION", ...(own?.region ?? [])].map((placeholder) => [placeholder, region] as const),
  ]);
  return command.replace(PLACEHOLDER, (placeholder) => {
    const value = values.get(placeholder) ?? null;
    return (value === null ? undefined : shellWord(value, command)) ?? placeholder;
  });
}

function shellWord(value: string, command: string): string | undefined {
  // The AWS CLI reads a file where a value begins with a URL's scheme.
  if (value.includes("://")) return undefined;
  if (SHELL_WORD.test(value)) return value;
  // Within the command's own quotes, quotes around the name would end them.
  const cannotQuote = /['"`\\]/.test(command);
  if (cannotQuote || value === "" || value.startsWith("-") || !isPlainlyVisible(value)) {
    return undefined;
  }
  return `'${value.replaceAll("'", "'\\''")}'`;
}
