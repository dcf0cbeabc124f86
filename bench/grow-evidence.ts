import type { Call, EvidenceObject, Json } from "../shared/evidence/evidence-object.ts";

/** Gives a text of the account's evidence with every resource under another name. */
type Rename = (text: string) => string;

/** EC2's ids: a short word, a hyphen and hexadecimal digits. */
const EC2_ID = "[a-z]{1,12}(?:-[a-z]{2,8})?-[0-9a-f]{8,17}";

/** Members of answers that name a resource, by the service that gives them. */
const NAMING_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  iam: ["UserName", "RoleName", "GroupName", "PolicyName", "UserId", "RoleId", "AccessKeyId"],
  s3: ["Name"],
  cloudtrail: ["Name"],
};

/**
 * The evidence of an account `times` as large: every resource that an answer lists, and every call
 * about one resource, is there that many times, under names of its own. What is not a resource
 * (regions, settings of the account) stays as it is.
 */
export function growEvidence(evidence: readonly EvidenceObject[], times: number): EvidenceObject[] {
  const pattern = namePattern(evidence);
  const renames = Array.from(
    { length: times - 1 },
    (_, index): Rename =>
      (text) =>
        text.replace(pattern, (name) => `${name}${suffix(index)}`),
  );
  return evidence.map((object) => ({
    ...object,
    calls: object.calls.flatMap((call) => growCall(call, renames)),
  }));
}

/** Letters and digits only, so that names stay names: `a0000`. */
function suffix(index: number): string {
  return `a${String(index).padStart(4, "0")}`;
}

function growCall(call: Call, renames: readonly Rename[]): Call[] {
  const renamed = renames.map((rename) => renameIn(call, rename));
  const isOfOneResource = renamed.some(
    ({ input }) => JSON.stringify(input) !== JSON.stringify(call.input),
  );
  if (isOfOneResource) return [call, ...renamed];
  const { response } = call;
  if (typeof response !== "object" || response === null) return [call];
  const grown = Object.entries(response).map(([key, value]): [string, Json] => [
    key,
    call.operation === "GetCredentialReport" && key === "Content" && typeof value === "string"
      ? growReport(value, renames)
      : growList(value, renames),
  ]);
  return [{ ...call, response: Object.fromEntries(grown) }];
}

function growList(value: Json, renames: readonly Rename[]): Json {
  if (!Array.isArray(value)) return value;
  return value.flatMap((item: Json) => {
    const copies = renames.map((rename) => renameIn(item, rename));
    const isNamed = JSON.stringify(copies[0]) !== JSON.stringify(item);
    return isNamed ? [item, ...copies] : [item];
  });
}

/** Base64 of a CSV whose first two lines are the header and the root user. */
function growReport(content: string, renames: readonly Rename[]): string {
  const [header = "", root = "", ...users] = Buffer.from(content, "base64")
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
  const copies = renames.flatMap((rename) => users.map(rename));
  return Buffer.from([header, root, ...users, ...copies].join("\n")).toString("base64");
}

function renameIn<T>(value: T, rename: Rename): T {
  return JSON.parse(rename(JSON.stringify(value))) as T;
}

function namePattern(evidence: readonly EvidenceObject[]): RegExp {
  const names = new Set<string>();
  for (const { calls } of evidence) {
    for (const { service, response } of calls) {
      collect(response ?? null, NAMING_MEMBERS[service] ?? [], names);
    }
  }
  const longestFirst = [...names].toSorted((a, b) => b.length - a.length);
  const alternatives = [...longestFirst.map((name) => RegExp.escape(name)), EC2_ID];
  return new RegExp(`(?<![\\w-])(?:${alternatives.join("|")})(?![\\w-])`, "g");
}

function collect(value: Json, members: readonly string[], names: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (members.includes(key) && typeof member === "string") names.add(member);
    else collect(member, members, names);
  }
}
