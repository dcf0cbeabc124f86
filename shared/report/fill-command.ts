import type { Resource } from "../checks/check.ts";
import { isPlainlyVisible } from "./visible-text.ts";

/** Which placeholder of a check's command a resource's id stands for, by the resource's type. */
const PLACEHOLDERS: Readonly<Record<string, readonly string[]>> = {
  "AWS::CloudTrail::Trail": ["TRAIL", "TRAIL_NAME"],
  "AWS::EC2::NetworkAcl": ["NETWORK_ACL_ID", "ACL_ID"],
  "AWS::EC2::SecurityGroup": ["GROUP_ID", "SECURITY_GROUP_ID"],
  "AWS::EC2::VPC": ["VPC_ID"],
  "AWS::IAM::User": ["USER", "USER_NAME"],
  "AWS::S3::Bucket": ["BUCKET", "BUCKET_NAME"],
};

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
export function fillCommand(command: string, { id, type, region }: Resource): string {
  const values = new Map((PLACEHOLDERS[type] ?? []).map((placeholder) => [placeholder, id]));
  if (region !== null) values.set("REGION", region);
  return command.replace(PLACEHOLDER, (placeholder) => {
    const value = values.get(placeholder);
    return (value === undefined ? undefined : shellWord(value, command)) ?? placeholder;
  });
}

function shellWord(value: string, command: string): string | undefined {
  if (SHELL_WORD.test(value)) return value;
  // Within the command's own quotes, quotes around the name would end them.
  const cannotQuote = /['"`\\]/.test(command);
  if (cannotQuote || value === "" || value.startsWith("-") || !isPlainlyVisible(value)) {
    return undefined;
  }
  return `'${value.replaceAll("'", "'\\''")}'`;
}
