import type { FileReport } from "../integrity/verify-file.ts";
import { type TerminalOptions, TerminalPage } from "./terminal-page.ts";
import { showFaults, showWarnings } from "./verdict-faults.ts";
import { faultsInWords, warningsInWords } from "./verdict-groups.ts";
import { lockInWords } from "./verdict-words.ts";

const VERDICTS: Readonly<Record<FileReport["exitCode"], string>> = {
  0: "proven: these are the bytes that were sealed",
  1: "not proven: this is not what was sealed",
  2: "proven, but incomplete",
  3: "cannot be proven",
};

/**
 * What the verification of one file comes to, for a person, and what it proves.
 *
 * @param file what was verified, as the person named it
 */
export function renderFileVerdict(
  report: FileReport,
  file: string,
  { width = 80, colour = false }: Partial<TerminalOptions> = {},
): string {
  const page = new TerminalPage({ width, colour });
  page.prose(`${file}: ${VERDICTS[report.exitCode]}.`, { style: "bold" });
  showFaults(page, faultsInWords(report.faults));
  showWarnings(page, warningsInWords(report.warnings));
  const { proof, signedBy, lock } = report;
  if (proof === null) return page.toString();
  page.heading("What was checked");
  const { leafIndex, treeSize, auditPath, snapshot, sequence } = proof;
  const rows: [string, string][] = [
    ["SHA-256", proof.file.sha256],
    ["Place", `file ${leafIndex + 1} of ${treeSize} in ${snapshot}, sequence ${sequence}`],
    ["Path", `${auditPath.length} hashes lead from it to the root (RFC 6962)`],
    ["Root", proof.merkleRoot],
    ["Signed by", signedBy.length === 0 ? "nobody" : signedBy.join(", ")],
    ["", report.trusted ? "a key that you trust stands behind it" : "no key that you trust"],
    ...(lock === null ? [] : [["Object Lock", lockInWords(lock)] satisfies [string, string]]),
  ];
  for (const [name, text] of rows) {
    page.prose(text, { lead: [{ text: name.padEnd(13) }], indent: 2 });
  }
  page.blank();
  page.prose(
    report.exitCode === 0
      ? "This proves that the file is, byte for byte, in what was signed. It does not prove that nothing else is missing, that other files are whole, or that AWS was asked honestly: for the first two, verify the whole."
      : "No other evidence was read.",
  );
  return page.toString();
}
