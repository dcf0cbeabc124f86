import type { ExternalAssessment } from "../external/external-assessment.ts";
import { type ExternalFinding, externalFindingSchema } from "../external/external-finding.ts";
import { externalFolder } from "../external/external-path.ts";
import type { EvidenceReader } from "../store/store.ts";

/** The names of the list, so that a changed assessment cannot lead anywhere else. */
const LIST_NAME = /^findings(?:\.part-\d{4})?\.ndjson$/;
const LINE_FEED = 0x0a;

/**
 * The findings of other tools in a snapshot's list, in its order, one part of it in memory at a time.
 * What is no finding is passed over: that is for `verify` to tell. The seal is not checked here.
 */
export async function* findingsElsewhere(
  reader: Pick<EvidenceReader, "read">,
  { snapshot, findings }: Pick<ExternalAssessment, "snapshot" | "findings">,
): AsyncGenerator<ExternalFinding> {
  const folder = externalFolder(snapshot);
  const utf8 = new TextDecoder();
  for (const path of findings) {
    if (!path.startsWith(folder) || !LIST_NAME.test(path.slice(folder.length))) continue;
    const bytes = (await reader.read(path)) ?? new Uint8Array();
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
      const finding = findingIn(utf8.decode(bytes.subarray(start, end)));
      if (finding !== undefined) yield finding;
      start = end + 1;
    }
  }
}

function findingIn(line: string): ExternalFinding | undefined {
  try {
    return externalFindingSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
