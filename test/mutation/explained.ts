/** A mutant that no test can see, and why it does not matter. */
export interface Explained {
  /** Under `shared/integrity/`. */
  readonly file: string;
  /** The code as it stands, on one line, white space folded. */
  readonly original: string;
  /** The line on which it begins, where that code alone could be meant in several places. */
  readonly on?: string;
  /** What the mutant puts in its place. */
  readonly replacement: string;
  /** Why both do the same, or why the difference cannot be reached. */
  readonly why: string;
}

/** Every mutant of `shared/integrity` that survives. */
export const EXPLAINED: readonly Explained[] = [
  {
    file: "bundle-layout.ts",
    original: "lastAsked.snapshot !== snapshot",
    replacement: "true",
    why: "What was asked last is kept to save time only.",
  },
  {
    file: "bundle-layout.ts",
    original: '{ snapshot: "", time: undefined, }',
    replacement: "{}",
    why: "Before anything was asked, every name is another one.",
  },
  {
    file: "bundle-layout.ts",
    original: '""',
    on: 'snapshot: "",',
    replacement: '"Stryker was here!"',
    why: "Before anything was asked, this is no snapshot's name either.",
  },
  {
    file: "bundle-layout.ts",
    original: '""',
    on: 'const [top = "", second = "", ...rest] = path.split("/");',
    replacement: '"Stryker was here!"',
    why: "A path has a first segment always.",
  },
  {
    file: "bundle-layout.ts",
    original: '""',
    on: 'const ending = /\\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";',
    replacement: '"Stryker was here!"',
    why: "No ending of a name either.",
  },
  {
    file: "bundle-layout.ts",
    original: 'top === "shares"',
    replacement: "true",
    why: "Spares a regular expression, which itself asks for the folder.",
  },
  {
    file: "bundle-layout.ts",
    original: "created !== undefined",
    replacement: "true",
    why: "Asked for the compiler: undefined is no snapshot's name either.",
  },
  {
    file: "bundle-layout.ts",
    original: "default: return place satisfies never;",
    replacement: "default:",
    why: "Never reached: the compiler sees to it that every kind has its case.",
  },
  {
    file: "bundle-layout.ts",
    original: "/\\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase",
    replacement: "/\\.([a-z0-9]+)$/i.exec(path)?.[1].toLowerCase",
    why: "Where the expression matches, so does its one group.",
  },
  {
    file: "bytes.ts",
    original: "{ return undefined; }",
    replacement: "{}",
    why: "A function that ends without a value returns undefined as well.",
  },
  {
    file: "bytes.ts",
    original: "index < bytes.length",
    replacement: "index <= bytes.length",
    why: "What is written past the end of a typed array is dropped.",
  },
  {
    file: "merkle.ts",
    original: "position !== 0",
    replacement: "true",
    why: "RFC 9162 says it; here the last leaf would be the first as well, and the path would have ended.",
  },
  {
    file: "merkle.ts",
    original: "only !== undefined",
    replacement: "true",
    why: "Asked for the compiler: a list of one has a first.",
  },
  {
    file: "spki.ts",
    original: "body === undefined",
    replacement: "false",
    why: "Asked for the compiler: where the expression matches, so does its one group.",
  },
  {
    file: "ecdsa-der.ts",
    original: "afterR !== undefined",
    replacement: "true",
    why: "Asked for the compiler: there is no byte at no place either.",
  },
  {
    file: "ecdsa-der.ts",
    original: "length === undefined",
    replacement: "false",
    why: "Asked for the compiler: where the length is past the end, so is the number's first byte.",
  },
  {
    file: "ecdsa-der.ts",
    original: "first === undefined",
    replacement: "false",
    why: "Asked for the compiler: a number that goes past the end does not end there either.",
  },
  {
    file: "ecdsa-der.ts",
    original: "second === undefined",
    replacement: "false",
    why: "Asked for the compiler: a number that goes past the end does not end there either.",
  },
  {
    file: "safe-path.ts",
    original: "text.length * 3 > bytes",
    replacement: "true",
    why: "Spares the encoding of short names; what counts is their length in bytes.",
  },
  {
    file: "safe-path.ts",
    original: "text.length * 3 > bytes",
    replacement: "text.length * 3 >= bytes",
    why: "Spares the encoding of short names; what counts is their length in bytes.",
  },
  {
    file: "strict-json.ts",
    original: 'key === "__proto__"',
    replacement: "true",
    why: "A member defined so is as one that is assigned; assigning is faster.",
  },
  {
    file: "strict-json.ts",
    original: "false",
    on: "let escaped = false;",
    replacement: "true",
    why: "Strings without escapes are cut out to save time; JSON.parse reads them as well.",
  },
  {
    file: "strict-json.ts",
    original: "!escaped",
    replacement: "false",
    why: "Strings without escapes are cut out to save time; JSON.parse reads them as well.",
  },
  {
    file: "strict-json.ts",
    original: '{ throw this.#fault("an escape that JSON does not have"); }',
    replacement: "{}",
    why: "What could not be read is no string, which the next line refuses in other words.",
  },
  {
    file: "strict-json.ts",
    original: 'typeof value !== "string"',
    replacement: "false",
    why: "Asked for the compiler: what stands in quotes is a string.",
  },
  {
    file: "strict-json.ts",
    original: "digits === undefined",
    replacement: "false",
    why: "What is no number is not finite either, which the next line refuses in other words.",
  },
  {
    file: "canonical-json.ts",
    original: "text === undefined",
    replacement: "false",
    why: "Asked for the compiler: what has no text was refused before.",
  },
  {
    file: "canonical-json.ts",
    original: '""',
    on: 'if (text === undefined) throw refusal("", "nothing that JSON can hold");',
    replacement: '"Stryker was here!"',
    why: "Never reached: what has no text was refused before.",
  },
  {
    file: "statement.ts",
    original: '"payload type"',
    replacement: '""',
    why: "A word of a sentence for a person.",
  },
  {
    file: "statement.ts",
    original: '"statement type"',
    replacement: '""',
    why: "A word of a sentence for a person.",
  },
  {
    file: "statement.ts",
    original: '"predicate type"',
    replacement: '""',
    why: "A word of a sentence for a person.",
  },
  {
    file: "report-index.ts",
    original: '""',
    on: 'let before = "";',
    replacement: '"Stryker was here!"',
    why: "A report's path begins with snapshots/, which comes after either.",
  },
  {
    file: "inventory.ts",
    original: "default: return place satisfies never;",
    replacement: "default:",
    why: "Never reached: the compiler sees to it that every kind has its case.",
  },
  {
    file: "inventory.ts",
    original: "versions !== undefined",
    replacement: "true",
    why: "Asked for the compiler: undefined is not more than one either.",
  },
  {
    file: "manifest.ts",
    original: '"custom"',
    replacement: '""',
    why: "What an issue holds is only put into the words of the error.",
  },
  {
    file: "manifest.ts",
    original: "[path]",
    replacement: "[]",
    why: "What an issue holds is only put into the words of the error.",
  },
  {
    file: "manifest.ts",
    original: '""',
    on: 'const named = Date.parse(snapshotTime(snapshot) ?? "");',
    replacement: '"Stryker was here!"',
    why: "No time either; a name that states none breaks a rule of its own.",
  },
  {
    file: "manifest.ts",
    original: "/^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,3})?Z$/",
    replacement: "/\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,3})?Z$/",
    why: "With anything before it, the first 19 characters are not those of the time that was read.",
  },
  {
    file: "manifest.ts",
    original: "/^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,3})?Z$/",
    replacement: "/^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,3})?Z/",
    why: "With anything after it, Node reads no time at all; other engines may.",
  },
  {
    file: "manifest.ts",
    original: "snapshotTime(name) !== undefined",
    replacement: "true",
    why: "A name that states no time does not agree with scheduledFor either.",
  },
  {
    file: "verify-trust.ts",
    original: "place?.sequence",
    on: 'log.warn("TRUSTED_THROUGH_LINK", record.path, message, place?.sequence);',
    replacement: "place.sequence",
    why: "What is pinned is a link, and has a place.",
  },
  {
    file: "verify-trust.ts",
    original: "sha256 !== undefined",
    replacement: "true",
    why: "Asked for the reader: no stored manifest has undefined for its hash.",
  },
  {
    file: "verify-chain.ts",
    original: "[]",
    on: "const same = bySequence.get(place.sequence) ?? [];",
    replacement: '["Stryker was here"]',
    why: "Asked for the compiler: every sequence was grouped.",
  },
  {
    file: "verify-chain.ts",
    original: "first === undefined",
    replacement: "false",
    why: "Asked for the compiler: without a first there is none to compare.",
  },
  {
    file: "verify-chain.ts",
    original: `\`account \${place.account}\``,
    replacement: "``",
    why: "A word of a sentence for a person.",
  },
  {
    file: "verify-chain.ts",
    original: `\`chain \${place.chain}\``,
    replacement: "``",
    why: "A word of a sentence for a person.",
  },
  {
    file: "verify-chain.ts",
    original: `\`partition \${record.facts.partition}\``,
    replacement: "``",
    why: "A word of a sentence for a person.",
  },
  {
    file: "verify-chain.ts",
    original: '"a replay among live snapshots"',
    replacement: '""',
    why: "A word of a sentence for a person.",
  },
  {
    file: "verify-chain.ts",
    original: '"a live snapshot among replays"',
    replacement: '""',
    why: "A word of a sentence for a person.",
  },
  {
    file: "lock-state.ts",
    original: "pinned",
    on: "for (const { path, pinned } of noted) if (pinned) this.#pinned.add(path);",
    replacement: "true",
    why: "Only of pinned paths is it asked whether they were counted; the others would take memory.",
  },
  {
    file: "verify-reports.ts",
    original: "[]",
    on: "const sealers = seal.envelope?.validKeyIds ?? [];",
    replacement: '["Stryker was here"]',
    why: "What is no key's id is no sealer either.",
  },
  {
    file: "verify-reports.ts",
    original: "[]",
    on: "...(index?.files ?? []).map(({ path }) => path),",
    replacement: '["Stryker was here"]',
    why: "What has no path lists none.",
  },
  {
    file: "verify-reports.ts",
    original: "present.size === 0",
    replacement: "false",
    why: "Spares two reads where there can be nothing.",
  },
  {
    file: "verify-reports.ts",
    original: "!(error instanceof EvidenceError)",
    replacement: "false",
    why: "What else is thrown is a mistake in this code, which no bundle brings about.",
  },
  {
    file: "verify-envelope.ts",
    original: "!(error instanceof EvidenceError)",
    replacement: "false",
    why: "What else is thrown is a mistake in this code, which no bundle brings about.",
  },
  {
    file: "verify-chain.ts",
    original: "!(error instanceof EvidenceError)",
    replacement: "false",
    why: "What else is thrown is a mistake in this code, which no bundle brings about.",
  },
];
