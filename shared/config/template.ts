import { CONTROL_FAMILIES } from "../controls/control.ts";
import { CRITERION_CATEGORIES, type CriterionCategory } from "../criteria/criteria.ts";
import {
  POLICY_NUMBER_NAMES,
  POLICY_NUMBERS,
  type PolicyNumberName,
  type PolicyValue,
  type PolicyValueOf,
} from "./policy-numbers.ts";

/** What `init` asked. Everything is written as it stands; loading the result judges it. */
export interface TemplateAnswers {
  readonly company: string;
  readonly system: string;
  /** Categories beside Security, which is always written. */
  readonly categories: readonly CriterionCategory[];
  /** 12 digits, or null to run against any account. */
  readonly account: string | null;
  /** The person who answers for all families until others are named; null leaves every owner open. */
  readonly owner: { readonly name: string; readonly email: string | null } | null;
  /** The numbers that the company's policies state; the others stand as commented examples. */
  readonly policy: {
    readonly [Name in PolicyNumberName]?: {
      readonly value: PolicyValueOf<Name>;
      readonly document: string;
    };
  };
}

/** A soc2.yaml with comments, which loads without an error when the answers are valid. */
export function renderTemplate(answers: TemplateAnswers): string {
  return [
    HEAD,
    `version: 1

company: { name: ${quote(answers.company)} }
system: { name: ${quote(answers.system)} }
`,
    renderScope(answers.categories),
    renderAccount(answers.account),
    renderPolicy(answers.policy),
    renderOwners(answers.owner),
    MORE,
  ].join("\n");
}

const HEAD = `# What soc2-evidence must know and AWS cannot say: scope, the numbers of your own policies, and
# who answers for which control. A mistake is reported with its line; nothing is guessed.
`;

function renderScope(categories: readonly CriterionCategory[]): string {
  const chosen = CRITERION_CATEGORIES.filter(
    (category) => category === "Security" || categories.includes(category),
  );
  const others = CRITERION_CATEGORIES.filter((category) => category !== "Security");
  return `# Security is always in scope. Others: ${others.join(", ")}.
scope:
  categories: [${chosen.join(", ")}]
  # criteria:
  #   exclude:
  #     - criterion: A1.1
  #       reason: (why)
  #       approver: First and last name
`;
}

function renderAccount(account: string | null): string {
  const line = account === null ? '# account: "123456789012"' : `account: ${quote(account)}`;
  return `# With an account id, the tool refuses to run against any other account.
${line}

# Every region that the account has enabled. Leaving regions out needs a reason.
regions: all-enabled
# regions:
#   only: [eu-central-1, us-east-1]
#   reason: (why)
`;
}

function renderPolicy(policy: TemplateAnswers["policy"]): string {
  const isStated = POLICY_NUMBER_NAMES.some((name) => policy[name] !== undefined);
  const rows = POLICY_NUMBER_NAMES.map((name) => {
    const stated = policy[name];
    const { sentence, example } = POLICY_NUMBERS[name];
    const mark = stated === undefined ? "# " : "";
    const { value, document } = stated ?? example;
    return `  # ${sentence}
  ${mark}${name}: { value: ${renderValue(value)}, document: ${quote(document)} }
`;
  });
  return `# The numbers that your own policies state, each with the policy and section that states it. SOC 2
# has none of its own. Where your policy gives no number, leave it out: the check then says that it
# cannot judge. The values behind # are examples, not advice.
${isStated ? "" : "# "}policy:
${rows.join("")}`;
}

function renderValue(value: PolicyValue): string {
  return typeof value === "object" && value !== null ? `[${value.join(", ")}]` : String(value);
}

function renderOwners(owner: TemplateAnswers["owner"]): string {
  const mark = owner === null ? "# " : "";
  const name = quote(owner?.name ?? "First and last name");
  const email = owner === null || owner.email === null ? "" : `, email: ${quote(owner.email)}`;
  const rows = CONTROL_FAMILIES.map((family) => `${mark}    ${family}: { name: ${name}${email} }`);
  return `# Who answers for the controls, by family: a person, never a team or a role. A control without an
# owner is a gap.
${mark}owners:
${mark}  families:
${rows.join("\n")}
  # controls:
  #   AC-01: { name: First and last name }
`;
}

const MORE = `# What belongs to the system, by tag or by CloudFormation stack (* and ? are wildcards). What no rule
# names counts as in.
# boundary:
#   in:
#     - { tag: environment, values: [production] }
#     - { stack: "shop-*" }
#   out:
#     - tag: environment
#       values: [sandbox]
#       reason: (why)
#       approver: First and last name

# Your own words for single controls, and controls that you do not have.
# controls:
#   AC-01:
#     companyId: SEC-7
#     inPlaceSince: 2026-01-15
#   VN-05:
#     notApplicable:
#       reason: (why)
#       approver: First and last name

# Organisations that perform controls for you, and your yearly review of their reports.
# subserviceOrganizations:
#   - name: Amazon Web Services
#     carvedOut: [VN-04]
#     report: { name: SOC 2 Type 2 report, periodEnds: 2026-03-31 }
#     reviewedOn: 2026-06-15
#     reviewedBy: First and last name

# When snapshots are taken once this runs in the account.
# schedule: { at: "06:00", timeZone: Europe/Berlin }
# notify: { email: security@example.com }

# How it is set up there. Evidence is locked for retentionDays. Governance lets an administrator with
# a permission of its own unlock it; compliance lets nobody, so that nothing can be removed any
# earlier, this product included. Where a policy of yours says when keys rotate, write keyRotationDays;
# where your account has three dashboards already, a fourth costs 3 USD unless you write dashboard: false.
# deployment: { retentionDays: 400, retentionMode: governance, homeRegion: eu-central-1 }
`;

/**
 * A double-quoted YAML scalar: JSON's escapes are YAML's. YAML forbids the C1 controls and line
 * separators that JSON leaves as they are, so those are escaped too.
 */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
