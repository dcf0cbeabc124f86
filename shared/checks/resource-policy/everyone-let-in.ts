import { matchesGlob } from "../../config/glob.ts";
import type { Cited } from "../../evidence/cited.ts";
import { fail, indeterminate, type Judgement, pass } from "../check.ts";
import type { PolicyDocument, PolicyStatement } from "../iam/policy-document.ts";
import { isNarrowed, mayExcept } from "./narrowing-conditions.ts";

/**
 * Whether a resource's policy lets everyone in: a statement allows something to any principal and
 * no condition ties it to known accounts, networks or resources. A Deny for everyone takes back
 * what it covers; where a Deny excepts some, this rule does not weigh whom, and says so.
 *
 * @param policy as the sentence names it: `the policy of the queue jobs`
 * @param isJudgedElsewhere statements that another check answers for
 */
export function judgeEveryoneLetIn(
  policy: string,
  document: Cited<PolicyDocument>,
  isJudgedElsewhere: (statement: PolicyStatement) => boolean = () => false,
): Judgement {
  const statements = document.value.Statement;
  const denials = statements.filter(
    (statement) => statement.Effect === "Deny" && isForEveryone(statement),
  );
  let unclear: string | undefined;
  for (const statement of statements) {
    if (statement.Effect !== "Allow" || !isForEveryone(statement)) continue;
    if (isNarrowed(statement) || isJudgedElsewhere(statement)) continue;
    const left = actionsLeft(statement, denials.filter(isUnconditional));
    if (left.length === 0) continue;
    const perhaps = actionsLeft({ ...statement, Action: left }, denials.filter(mayExcept));
    if (perhaps.length > 0) {
      return fail(`${capitalised(policy)} lets everyone ${describe(left, statement)}.`, document);
    }
    unclear ??= describe(left, statement);
  }
  return unclear === undefined
    ? pass(`${capitalised(policy)} lets nobody in without naming who.`, document)
    : indeterminate(
        `${capitalised(policy)} lets everyone ${unclear} but denies it to some, which this rule does not weigh.`,
        document,
      );
}

/** Every principal there is, or all but some. */
function isForEveryone({ Principal, NotPrincipal, Effect }: PolicyStatement): boolean {
  if (NotPrincipal !== undefined) return Effect === "Allow";
  if (typeof Principal !== "object" || Principal === null) return Principal === "*";
  const accounts: unknown = "AWS" in Principal ? Principal.AWS : undefined;
  return accounts === "*" || (Array.isArray(accounts) && accounts.includes("*"));
}

function isUnconditional({ Condition = {} }: PolicyStatement): boolean {
  return Object.keys(Condition).length === 0;
}

/** The actions that the denials leave open; `NotAction` counts as every action. */
function actionsLeft(
  { Action = ["*"], Resource = ["*"] }: PolicyStatement,
  denials: readonly PolicyStatement[],
): string[] {
  return Action.filter(
    (action) =>
      !denials.some(
        (denial) =>
          coversAll(denial.Action, [action.toLowerCase()]) &&
          coversAll(denial.Resource ?? ["*"], Resource),
      ),
  );
}

function coversAll(patterns: readonly string[] | undefined, texts: readonly string[]): boolean {
  return texts.every((text) =>
    (patterns ?? []).some((pattern) => matchesGlob(pattern.toLowerCase(), text.toLowerCase())),
  );
}

function describe(actions: readonly string[], { Sid, NotAction }: PolicyStatement): string {
  const what =
    NotAction === undefined ? `do ${actions.join(", ")}` : `do all but ${NotAction.join(", ")}`;
  return Sid === undefined || Sid === "" ? what : `${what} (statement ${JSON.stringify(Sid)})`;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
