import type { Manifest } from "../integrity/manifest.ts";
import type { Finding } from "./assessment.ts";
import type { DerivedFiles } from "./derived-files.ts";
import type { EvidenceTimes } from "./evidence-times.ts";
import { EXTERNAL, importsAmong } from "./external-plan.ts";
import { readExternal } from "./read-external.ts";
import { ruleOf } from "./rule-lookup.ts";
import type { SealedFiles } from "./sealed-files.ts";
import type { StatedPlan } from "./stated-plan.ts";
import { writeExternal } from "./write-external.ts";

/**
 * Brings the sealed records of other tools together again, and compares the list of findings, their
 * assessment and what the manifest says was not read whole with what was sealed.
 *
 * @param findings our own, of all criteria, as they were derived
 * @returns when the records were read, by their own word
 * @throws EvidenceError SEAL_BROKEN when other bytes stand there than were sealed
 */
export async function rederiveExternal(
  manifest: Manifest,
  sealed: SealedFiles,
  derived: DerivedFiles,
  stated: StatedPlan,
  findings: readonly Finding[],
): Promise<EvidenceTimes> {
  const { snapshot, account } = manifest;
  const paths = new Set(manifest.files.map(({ path }) => path));
  const imports = new Set(importsAmong(paths, snapshot).map(({ source }) => source));
  // What AWS was to be asked nothing but the manifest says; what was imported its files say.
  const planned = manifest.expected.filter(
    ({ criterion, source }) => criterion === EXTERNAL && !imports.has(source),
  );
  const read = await readExternal({ store: sealed, snapshot, account, planned });
  const external = await writeExternal(
    {
      ...{ store: sealed, snapshot, account, lookup: ruleOf },
      put: async (path, bytes) => void (await derived.put(path, bytes)),
    },
    read,
    findings,
  );
  for (const one of external.incomplete) {
    const said = stated.reasonOf(one);
    // Why nothing was written nobody but the manifest knows.
    const isOpen = one.reason.startsWith("No findings of ");
    if (said !== undefined && (isOpen || said.startsWith(one.reason))) continue;
    const where = one.region === null ? "" : ` in ${one.region}`;
    derived.manifestDiffers(
      `does not say that ${one.source}${where} was not read whole: ${one.reason}.`,
    );
  }
  return external.times;
}
