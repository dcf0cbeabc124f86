import { partNumber } from "../evidence/evidence-path.ts";
import { storedJson } from "../evidence/serialize.ts";
import type { Store } from "../store/store.ts";
import type { Assessment, Finding } from "./assessment.ts";
import type { CriterionPlan } from "./plan.ts";

/** Beyond this many findings a file continues in parts. */
export const FINDINGS_PER_FILE = 10_000;

/** Writes a criterion's assessment; findings beyond 10,000 continue in parts beside it. */
export async function writeAssessment(
  store: Pick<Store, "put">,
  plan: CriterionPlan,
  assessment: Assessment,
  account: string,
): Promise<void> {
  const folder = `${plan.criterion.folder}/${assessment.snapshot}`;
  const { findings, ...frame } = assessment;
  const [first, rest] = firstAndRest(findings);
  const continuedIn = await writeParts(store, folder, assessment.snapshot, account, rest);
  await store.put(
    `${folder}/assessment.json`,
    storedJson({ ...frame, findings: first, ...(rest.length > 0 ? { continuedIn } : {}) }),
  );
}

/** Writes all findings of a snapshot, in parts beyond 10,000. */
export async function writeFindings(
  store: Pick<Store, "put">,
  snapshot: string,
  findings: readonly Finding[],
  account: string,
): Promise<void> {
  const folder = `snapshots/${snapshot}`;
  const [first, rest] = firstAndRest(findings);
  const continuedIn = await writeParts(store, folder, snapshot, account, rest);
  await store.put(
    `${folder}/findings.json`,
    storedJson({
      schema: "findings/1",
      snapshot,
      account,
      findings: first,
      ...(rest.length > 0 ? { continuedIn } : {}),
    }),
  );
}

function firstAndRest(findings: readonly Finding[]): [readonly Finding[], readonly Finding[]] {
  return [findings.slice(0, FINDINGS_PER_FILE), findings.slice(FINDINGS_PER_FILE)];
}

/** @returns the names of the parts, in order */
async function writeParts(
  store: Pick<Store, "put">,
  folder: string,
  snapshot: string,
  account: string,
  findings: readonly Finding[],
): Promise<string[]> {
  const names: string[] = [];
  for (let start = 0; start < findings.length; start += FINDINGS_PER_FILE) {
    const name = `findings.part-${partNumber(names.length + 1)}.json`;
    const part = findings.slice(start, start + FINDINGS_PER_FILE);
    await store.put(
      `${folder}/${name}`,
      storedJson({ schema: "findings/1", snapshot, account, findings: part }),
    );
    names.push(name);
  }
  return names;
}
