import { readFileSync } from "node:fs";
import { join } from "node:path";
import { redactionTable } from "../../shared/capture/redaction-table.ts";
import { checksPage } from "./checks-page.ts";
import { commandHelp } from "./command-help.ts";
import { costPage, costSection } from "./cost.ts";
import { errorsPage } from "./errors-page.ts";
import type { Generated } from "./generated.ts";
import { fenced, withSection } from "./generated-section.ts";
import { jsonSchemas } from "./json-schemas.ts";
import { mappingPage } from "./mapping-page.ts";
import { sampleExample } from "./sample-example.ts";

/** Every generated file but the catalogue of checks; the same from the same code, to the byte. */
export async function pages(root: string): Promise<Generated[]> {
  const page = (path: string, name: string, content: string): Generated => ({
    path,
    content: withSection(readFileSync(join(root, path), "utf8"), name, content),
  });
  const example = await sampleExample();
  const { controls, checks, findings } = example.of;
  return [
    errorsPage(),
    checksPage(),
    mappingPage(),
    { path: "docs/redaction.md", content: redactionTable() },
    ...jsonSchemas(),
    page(
      "docs/formats/evidence.md",
      "example",
      `\n\`${example.evidencePath}\` of the sample account:\n${fenced("json", example.evidence)}`,
    ),
    page(
      "docs/formats/assessment.md",
      "example",
      `\n\`${example.assessmentPath}\` of the sample account, with one of its ${controls} controls, one of its\n${checks} checks and one of its ${findings} findings:\n${fenced("json", example.assessment)}`,
    ),
    page(
      "docs/formats/findings.md",
      "example",
      `\n\`${example.findingsPath}\` of the sample account, with one finding:\n${fenced("json", example.findings)}`,
    ),
    costPage(),
    {
      path: "README.md",
      content: withSection(
        withSection(readFileSync(join(root, "README.md"), "utf8"), "cost", costSection()),
        "help",
        commandHelp(),
      ),
    },
  ];
}
