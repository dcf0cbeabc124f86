import { EvidenceError } from "../errors/evidence-error.ts";
import type { Source } from "./source.ts";

/** An IAM policy document that allows reading and nothing else. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: "Allow";
    readonly Action: readonly string[];
    readonly Resource: "*";
  }[];
}

/**
 * The most characters, white space not counted, that a managed policy may have.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MAX_POLICY_CHARACTERS = 6_144;

/**
 * The least-privilege policy for reading `sources`: exactly the actions that they declare, sorted,
 * in as many documents as the size limit needs. Describe and list actions of these services take
 * no resource, so the resource is `*`; not one of the actions returns customers' data or a secret.
 */
export function policiesFor(
  sources: Iterable<Source>,
  maxCharacters: number = MAX_POLICY_CHARACTERS,
): PolicyDocument[] {
  const actions = new Set<string>();
  for (const { operations } of sources) {
    for (const operation of operations) for (const action of operation.actions) actions.add(action);
  }
  const documents: PolicyDocument[] = [];
  let current: string[] = [];
  for (const action of [...actions].sort()) {
    const grown = [...current, action];
    if (sizeOf(documentOf(grown, documents.length)) > maxCharacters) {
      if (current.length === 0) {
        throw new EvidenceError("USAGE", `${action} alone is longer than ${maxCharacters}.`);
      }
      documents.push(documentOf(current, documents.length));
      current = [action];
    } else {
      current = grown;
    }
  }
  if (current.length > 0) documents.push(documentOf(current, documents.length));
  return documents;
}

function documentOf(actions: readonly string[], index: number): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: `ReadEvidence${index + 1}`, Effect: "Allow", Action: actions, Resource: "*" },
    ],
  };
}

function sizeOf(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}
