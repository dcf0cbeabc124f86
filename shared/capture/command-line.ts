import type { Json } from "../evidence/evidence-object.ts";

/**
 * The AWS CLI's name of an operation, as botocore derives it: `GetSAMLProvider` becomes
 * `get-saml-provider`.
 *
 * @see https://github.com/boto/botocore/blob/develop/botocore/__init__.py (`xform_name`)
 */
export function cliOperation(operation: string): string {
  return operation
    .replace(/(.)([A-Z][a-z]+)/g, "$1-$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();
}

/**
 * The `aws` command line (version 2) that repeats a call. Inputs are given as JSON, so that what is
 * printed is exactly what was asked; a single quote in a value is closed for a POSIX shell.
 */
export function commandLine(call: {
  cli: string;
  operation: string;
  region: string;
  input: Readonly<Record<string, Json>>;
}): string {
  const words = ["aws", call.cli, cliOperation(call.operation), "--region", call.region];
  if (Object.keys(call.input).length > 0) {
    words.push("--cli-input-json", `'${JSON.stringify(call.input).replaceAll("'", `'\\''`)}'`);
  }
  words.push("--no-paginate", "--output", "json");
  return words.join(" ");
}
