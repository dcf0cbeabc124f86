import type { AnyCheck } from "../checks/check.ts";
import type { KnownRule } from "../external/rule-lookup.ts";
import { criteriaInWords } from "./explain-elsewhere.ts";
import type { Explanation } from "./explanation.ts";
import { NO_SEVERITY } from "./words.ts";

/** Another tool's rule, as `<catalogue>:<rule>`, with what the mapping says of it. */
export interface NamedRule {
  readonly name: string;
  /** Undefined where nobody mapped it. */
  readonly known: KnownRule | undefined;
  /** How others state the same, as `<catalogue>:<rule>`. */
  readonly names: readonly string[];
}

/** Explains another tool's rule: what it comes to here, and which of our own checks judge it. */
export function explainRule(
  { name, known, names }: NamedRule,
  checks: readonly AnyCheck[],
): Explanation {
  if (known === undefined) {
    return {
      kind: "rule",
      id: name,
      title: "Nobody mapped this rule to SOC 2 yet.",
      sections: [
        {
          heading: "What now",
          lines: [
            "It may be spelled otherwise: rules look like fsbp:S3.5, cis-5.0:2.1.1 or prowler:s3_bucket_secure_transport_policy. docs/mapping.md lists all that are mapped.",
            "Where it is spelled so, nothing is known of it here: its findings are listed and wait for a person, who reads what the tool says and decides.",
          ],
        },
      ],
    };
  }
  const others = names.filter((one) => one.toLowerCase() !== name.toLowerCase());
  return {
    kind: "rule",
    id: name,
    title: known.title,
    sections: [
      {
        heading: "What",
        lines: [
          `Here it is the rule ${known.rule}, ${known.severity === null ? NO_SEVERITY : `severity ${known.severity}`}.`,
          ...(others.length === 0 ? [] : [`Others state it as ${others.join(", ")}.`]),
        ],
      },
      { heading: "Criteria", lines: criteriaInWords(known) },
      { heading: "Our own checks", lines: checksInWords(known, checks) },
    ],
  };
}

function checksInWords(known: KnownRule, checks: readonly AnyCheck[]): string[] {
  const own = checks.filter(({ id }) => known.checks.includes(id));
  const [first] = own;
  if (first === undefined) return ["None judges it: all that is known comes from other tools."];
  return [
    ...own.map(({ id, title }) => `${id}: ${title}`),
    own.length === 1
      ? `How to fix it: soc2-evidence explain ${first.id}`
      : "How to fix each of them: soc2-evidence explain CHECK",
  ];
}
