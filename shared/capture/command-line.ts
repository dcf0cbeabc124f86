import type { Json } from "../evidence/evidence-object.ts";

/**
 * The AWS CLI's name of an operation, as botocore derives it: `GetSAMLProvider` becomes
 * `get-saml-provider`.
 *
 * @see https://github.com/boto/botocore/blob/develop/botocore/__init__.py (`xform_name`)
 */
export function cliOperation(operation: string): string {
  return operation
    .replace(/([A-Z]{2,})s$/, (plural) => `-${plural.toLowerCase()}`)
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
    words.push(INPUT_OPTION, quoted(call.input));
  }
  words.push(...TAIL);
  return words.join(" ");
}

/**
 * The command with another input, for one that must not be repeated as it was. It then no longer
 * runs as it stands: the place of what was cut says so.
 */
export function commandWithInput(command: string, input: Readonly<Record<string, Json>>): string {
  const head = command.split(` ${INPUT_OPTION} `, 1)[0] ?? "";
  return [head, INPUT_OPTION, quoted(input), ...TAIL].join(" ");
}

const INPUT_OPTION = "--cli-input-json";
const TAIL = ["--no-paginate", "--output", "json"];

function quoted(input: Readonly<Record<string, Json>>): string {
  return `'${JSON.stringify(input).replaceAll("'", `'\\''`)}'`;
}
