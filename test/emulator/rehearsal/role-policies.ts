import {
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
}

interface Document {
  readonly Statement: readonly Statement[];
}

/** What a deployed role may do, and the way to take an action from it and give it back. */
export interface RolePolicies {
  /** Allowed on every resource, as what sources declare is; without writing traces. */
  readonly declared: readonly string[];
  /** Takes an action out of every statement that allows it. */
  takeAway(action: string): Promise<void>;
  /** Puts back what the role was deployed with. */
  restore(): Promise<void>;
}

/**
 * Reads a role's policies. Those that lie in managed policies, because they are too long for the
 * role, are moved into it: the emulator does not count.
 */
export async function rolePolicies(iam: IAMClient, RoleName: string): Promise<RolePolicies> {
  const documents = new Map([
    ...(await inlinePolicies(iam, RoleName)),
    ...(await managedPolicies(iam, RoleName)),
  ]);
  const put = (PolicyName: string, document: Document) =>
    iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(document) }),
    );
  for (const [name, document] of documents) await put(name, document);
  const changed = new Set<string>();
  return {
    declared: [...documents.values()]
      .flatMap(({ Statement }) => Statement)
      .filter(({ Effect, Resource }) => Effect === "Allow" && Resource === "*")
      .flatMap((statement) => actionsOf(statement))
      .filter((action) => !action.startsWith("xray:")),
    async takeAway(action) {
      for (const [name, document] of documents) {
        const less = without(document, action);
        if (JSON.stringify(less) === JSON.stringify(document)) continue;
        changed.add(name);
        await put(name, less);
      }
    },
    async restore() {
      for (const name of changed) {
        const document = documents.get(name);
        if (document !== undefined) await put(name, document);
      }
      changed.clear();
    },
  };
}

function actionsOf({ Action }: Statement): string[] {
  return [Action ?? []].flat();
}

function without(document: Document, action: string): Document {
  const statements = document.Statement.map((statement) =>
    statement.Effect === "Allow" && actionsOf(statement).includes(action)
      ? { ...statement, Action: actionsOf(statement).filter((one) => one !== action) }
      : statement,
  );
  return {
    ...document,
    Statement: statements.filter(({ Action }) => Action === undefined || Action.length > 0),
  };
}

async function inlinePolicies(iam: IAMClient, RoleName: string): Promise<[string, Document][]> {
  const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const found: [string, Document][] = [];
  for (const PolicyName of PolicyNames ?? []) {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    found.push([PolicyName, parsed(PolicyDocument)]);
  }
  return found;
}

/** Read, and detached from the role. */
async function managedPolicies(iam: IAMClient, RoleName: string): Promise<[string, Document][]> {
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  const found: [string, Document][] = [];
  for (const { PolicyArn, PolicyName = "" } of AttachedPolicies ?? []) {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
    );
    found.push([PolicyName, parsed(PolicyVersion?.Document)]);
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  return found;
}

/** IAM gives documents URL-encoded. */
function parsed(document = ""): Document {
  return JSON.parse(decodeURIComponent(document));
}
