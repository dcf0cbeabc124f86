import { DETECTED, NAMED } from "./redaction.ts";
import { REDACTION_RULES, type RedactionRule } from "./redaction-rules.ts";
import { SECRET_DETECTORS } from "./secret-detectors.ts";

/** The page `docs/redaction.md`: what is cut out of AWS's answers, from the rules themselves. */
export function redactionTable(): string {
  return `# What is cut out of the evidence

A locked bucket makes a leak permanent, so secrets are cut in memory, before anything is written:
values, never names. In place of each stands

\`\`\`json
{ "redacted": "lambda-environment", "length": "32-63", "detected": ["aws-secret-key"] }
\`\`\`

- \`redacted\`: the rule, from the tables below.
- \`length\`: \`0\`, \`1-7\`, \`8-15\`, \`16-31\`, \`32-63\` or \`64+\` characters. Never the exact length, and
  never a hash: that of a short secret can be guessed.
- \`detected\`: what the detectors below found in the value, in plain or decoded from base64 or URL
  escapes; besides, \`high-entropy\` (it looks like a random key) and \`secret-name\` (the variable's
  name says that it is a secret). Checks judge by this, so that they come to the same result again.

Each evidence object lists the JSON Pointers of what was cut in \`redactions\`. Error messages and
commands stay texts, with \`[redacted: kind]\` in them. A value of another shape than AWS documents is
cut all the same. If cutting fails, nothing of that source is written, and it counts as incomplete.

## By place

Everything there is cut, harmless or not. Member names are AWS's, letter case aside: \`[]\` is each item
of a list, \`*\` each member of a map, \`(A|B)\` either name, \`<json>\` what the JSON text there holds, a
leading \`**.\` any depth. Of a list of names and values the names stay.

| rule | service | what can be there | where |
| --- | --- | --- | --- |
${REDACTION_RULES.map(row).join("\n")}

## By name

\`${NAMED}\` cuts any text whose member, tag or variable is named as a secret (\`…password\`, \`…secret\`,
\`…token\`, \`…api-key\` and their like). Paging tokens, ARNs, references and switches (\`true\`, \`required\`)
are none.

## By content

\`${DETECTED}\` cuts any text of a call in which one of these is found, as it stands or decoded.

| kind | finds |
| --- | --- |
${SECRET_DETECTORS.map(({ kind, finds }) => `| \`${kind}\` | ${cell(finds)} |`).join("\n")}

## What stays

- Access key ids in the answers of IAM, STS, CloudTrail, Config, GuardDuty, Security Hub and Access
  Analyzer, and in any member named \`AccessKeyId\`: there they are the names of keys, which checks count
  and cite. Beside a secret key they are cut with it.
- \`Content\` of \`iam:GetCredentialReport\`: the report is kept byte for byte, and holds names, dates and
  states of keys only.
`;
}

function row({ name, services, holds, paths, keeps }: RedactionRule): string {
  const whose = services === "any" ? "any" : services.map((service) => `\`${service}\``).join(", ");
  const what = keeps === undefined ? holds : `${holds} (${keeps.what} stay)`;
  const where = paths.map((path) => `\`${path}\``).join("<br>");
  return `| \`${name}\` | ${whose} | ${cell(what)} | ${cell(where)} |`;
}

/** A pipe would end the cell, in code too. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
