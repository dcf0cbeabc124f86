import { ofType, type Synthesized } from "./synthesized.ts";

/** A policy statement with everything as lists and CloudFormation's functions as text. */
export interface Statement {
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly principals: readonly string[];
  readonly conditions: unknown;
}

/** Text in which `<Id.Attr>` stands for an attribute and `<Id>` for a reference. */
export function rendered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rendered);
  if (typeof value !== "object" || value === null) return value;
  const [[key, argument] = ["", null], ...rest] = Object.entries(value);
  if (rest.length === 0) {
    if (key === "Ref") return `<${argument}>`;
    if (key === "Fn::GetAtt") return `<${argument.join(".")}>`;
    if (key === "Fn::Join") return argument[1].map(rendered).join(argument[0]);
    if (key === "Fn::Sub") return argument;
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, rendered(one)]));
}

/** The statements of a policy document. */
export function statementsOf(document: unknown): Statement[] {
  const { Statement } = rendered(document) as { Statement: Record<string, unknown>[] };
  return Statement.map((one) => ({
    sid: String(one.Sid ?? ""),
    effect: one.Effect as "Allow" | "Deny",
    actions: listed(one.Action),
    resources: listed(one.Resource),
    notResources: listed(one.NotResource),
    principals:
      typeof one.Principal === "object" && one.Principal !== null
        ? Object.values(one.Principal).flatMap(listed)
        : listed(one.Principal),
    conditions: one.Condition ?? null,
  }));
}

/** What each role may do, by the role's logical id. */
export function permissions(synthesized: Synthesized): Map<string, Statement[]> {
  const byRole = new Map<string, Statement[]>();
  for (const [role, document] of documents(synthesized, POLICY, MANAGED_POLICY)) {
    byRole.set(role, [...(byRole.get(role) ?? []), ...statementsOf(document)]);
  }
  return byRole;
}

/** The length of each role's inline policies as IAM counts it, each ARN at its longest. */
export function inlineCharacters(synthesized: Synthesized): Map<string, number> {
  const byRole = new Map<string, number>();
  for (const [role, document] of documents(synthesized, POLICY)) {
    const text = JSON.stringify(rendered(document)).replaceAll(/<[^>]+>/g, "x".repeat(124));
    byRole.set(role, (byRole.get(role) ?? 0) + text.length);
  }
  return byRole;
}

const POLICY = "AWS::IAM::Policy";
const MANAGED_POLICY = "AWS::IAM::ManagedPolicy";

/** Every policy document, with the role that has it. No role has policies within itself. */
function documents(
  synthesized: Synthesized,
  ...types: string[]
): [role: string, document: unknown][] {
  return types.flatMap((type) =>
    ofType(synthesized, type).flatMap(([, { Properties }]) =>
      listed(rendered(Properties?.Roles)).map((role): [string, unknown] => [
        role.slice(1, -1),
        Properties?.PolicyDocument,
      ]),
    ),
  );
}

function listed(value: unknown): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [String(value)];
}
