import { EvidenceError } from "../errors/evidence-error.ts";
import { JsonElements } from "../integrity/json-elements.ts";

/** A finding of Security Hub is at most 240 KB; what is larger than this is no list of findings. */
const MAX_FINDING_BYTES = 16 * 1024 * 1024;

/**
 * The findings of a file as they stream by: a list, an answer of `aws securityhub get-findings`, or one
 * finding a line.
 *
 * @param file names the file in errors, which are IMPORT_INVALID
 */
export function findingList(file: string): JsonElements {
  return new JsonElements({
    member: "Findings",
    isStrict: false,
    maxBytes: MAX_FINDING_BYTES,
    refuse: (fault, why) =>
      importInvalid(
        file,
        fault === "cut-short" ? `${why}: it may have been cut short. Export it again` : why,
      ),
  });
}

/**
 * Ends such a file.
 *
 * @throws EvidenceError IMPORT_INVALID where it ends in the middle, or is one page of several
 */
export function endFindingList(list: JsonElements, file: string): void {
  const { NextToken = null } = list.end();
  if (NextToken === null || NextToken === "") return;
  throw importInvalid(
    file,
    "it is one page of several (it has a NextToken). Export all of them, without --max-items, --max-results and --no-paginate",
  );
}

/** A file that cannot be taken in. */
export function importInvalid(file: string, why: string): EvidenceError {
  return new EvidenceError(
    "IMPORT_INVALID",
    `${file} cannot be imported: ${why}. Nothing of it was taken in.`,
    { file },
  );
}
