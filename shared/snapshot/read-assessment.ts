import type { Criterion } from "../criteria/criteria.ts";
import type { EvidenceReader } from "../store/store.ts";
import { type Assessment, assessmentSchema, findingsSchema } from "./assessment.ts";

/** The names under which findings continue. */
const PART_NAME = /^findings\.part-\d{4}\.json$/;

/**
 * A criterion's assessment as it was written, with the findings of its parts.
 *
 * @param paths what stands in the criterion's folder and counts
 * @returns undefined where there is none, or what stands there is none
 */
export async function readAssessment(
  store: EvidenceReader,
  criterion: Criterion,
  snapshot: string,
  paths: ReadonlySet<string>,
): Promise<Assessment | undefined> {
  const folder = `${criterion.folder}/${snapshot}`;
  const read = async (name: string): Promise<unknown> => {
    const path = `${folder}/${name}`;
    const bytes = paths.has(path) ? await store.read(path) : undefined;
    return bytes === undefined ? undefined : parseOrNothing(bytes);
  };
  const parsed = assessmentSchema.safeParse(await read("assessment.json"));
  if (!parsed.success) return undefined;
  const { continuedIn = [], ...assessment } = parsed.data;
  if (assessment.criterion !== criterion.id || assessment.snapshot !== snapshot) return undefined;
  for (const name of continuedIn) {
    const part = findingsSchema.safeParse(PART_NAME.test(name) ? await read(name) : undefined);
    if (!part.success || part.data.snapshot !== snapshot) return undefined;
    for (const finding of part.data.findings) assessment.findings.push(finding);
  }
  return assessment;
}

function parseOrNothing(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
