import { readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { isCriterionFolder } from "../shared/integrity/bundle-layout.ts";

/** What an evidence folder holds beside the criteria's folders. */
const BUNDLE_ENTRIES = new Set(["snapshots", "chain", "external", "inbox", "shares", ".staging"]);

/** What file managers leave in any folder that they show. */
const LEFT_BY_FILE_MANAGERS = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

/**
 * Refuses to write evidence among other things: they would stand there as files that nothing lists.
 *
 * @param folder absolute; need not exist
 * @param shown the folder as the user named it
 * @throws EvidenceError USAGE when it holds anything that is not a bundle's, or lies within a bundle
 */
export async function assertEvidenceFolder(folder: string, shown: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new EvidenceError(
      "USAGE",
      `Evidence cannot be kept in ${shown}: it is no folder that can be read. Name another with --out.`,
      { folder: shown },
      { cause: error },
    );
  });
  const strange = names.filter(
    (name) =>
      !BUNDLE_ENTRIES.has(name) && !LEFT_BY_FILE_MANAGERS.has(name) && !isCriterionFolder(name),
  );
  const [first] = strange.sort();
  if (first === undefined) return refuseNesting(folder, shown);
  const others = strange.length === 1 ? "" : ` and ${strange.length - 1} more`;
  throw new EvidenceError(
    "USAGE",
    `${shown} already holds other things (${first}${others}). Evidence needs a folder of its own: name one with --out, such as --out evidence.`,
    { folder: shown },
  );
}

/** Evidence inside other evidence would be tampering there. */
async function refuseNesting(folder: string, shown: string): Promise<void> {
  for (let above = dirname(folder); ; above = dirname(above)) {
    const claim = await stat(join(above, "chain", "1.json")).catch(() => undefined);
    if (claim !== undefined) {
      throw new EvidenceError(
        "USAGE",
        `${shown} lies inside the evidence folder ${above}, which would no longer verify. Name another with --out.`,
        { folder: shown },
      );
    }
    if (above === dirname(above)) return;
  }
}
