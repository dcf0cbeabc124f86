import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { sampleFindings } from "./sample-findings.ts";
import { securityHubExport } from "./security-hub-export.ts";

// `npm run export-sample -- FILE [--after]`: a Security Hub export of the sample account, to try
// `soc2-evidence import` with; as first seen, or four weeks later.
const { values, positionals } = parseArgs({
  options: { after: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [file, ...others] = positionals;
if (file === undefined || others.length > 0) {
  process.stderr.write("Name one file to write: npm run export-sample -- FILE [--after]\n");
  process.exitCode = 3;
} else {
  const sample = { before: await sampleFindings("before"), after: await sampleFindings("after") };
  const findings = securityHubExport(sample, values.after ? "after" : "before");
  await writeFile(file, `${JSON.stringify({ Findings: findings }, null, 2)}\n`);
  const open = findings.filter(({ Workflow }) => JSON.stringify(Workflow).includes("NEW")).length;
  process.stdout.write(`Wrote ${findings.length} findings, ${open} of them open, to ${file}.\n`);
}
