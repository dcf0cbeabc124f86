import { EVIDENCE_FOLDER } from "../usual-names.ts";
import { verb } from "./verb.ts";

/** What `import` is told by options. */
export interface ImportOptions {
  readonly out: string;
  readonly json?: boolean;
}

/** `import`: takes in another tool's findings, for the snapshots that follow. */
export const importVerb = verb({
  name: "import",
  summary: "take in findings of Prowler (OCSF, ASFF) or any ASFF, for the snapshots that follow",
  declare: (command) =>
    command
      .argument("<file>", 'JSON: a list, {"Findings": [...]} or one finding a line')
      .option("--out <folder>", "the evidence folder", EVIDENCE_FOLDER)
      .option("--json", "for machines")
      .addHelpText(
        "after",
        `
The next snapshot files them under external/ and seals them, with the file's
SHA-256; so does each later one, until newer findings of the same tool are
imported. Secrets are cut out of them first. Prowler writes such a file with
--output-formats json-ocsf.

Example:
  soc2-evidence import output/prowler.ocsf.json`,
      ),
  load: async () => (await import("../verbs/import.ts")).runImport,
});
