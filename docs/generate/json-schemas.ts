import * as z from "zod";
import { effectiveConfigSchema } from "../../shared/config/effective-config-schema.ts";
import { configJsonSchema } from "../../shared/config/json-schema.ts";
import { registerJsonSchema } from "../../shared/decisions/json-schema.ts";
import { sealedRegisterSchema } from "../../shared/decisions/sealed-register.ts";
import { evidenceObjectSchema } from "../../shared/evidence/evidence-object.ts";
import { externalAssessmentSchema } from "../../shared/external/external-assessment.ts";
import { externalFindingSchema } from "../../shared/external/external-finding.ts";
import { externalEndSchema, externalHeaderSchema } from "../../shared/external/external-object.ts";
import { claimSchema } from "../../shared/integrity/chain.ts";
import { inclusionProofSchema } from "../../shared/integrity/inclusion-proof.ts";
import { manifestSchema } from "../../shared/integrity/manifest.ts";
import { reportIndexSchema } from "../../shared/integrity/report-index.ts";
import {
  fileReportSchema,
  verifyReportSchema,
} from "../../shared/integrity/verify-report-schema.ts";
import { progressPointSchema } from "../../shared/report/progress-point.ts";
import { shareRecordSchema } from "../../shared/share/share-record.ts";
import { assessmentSchema, findingsSchema } from "../../shared/snapshot/assessment.ts";
import type { Generated } from "./generated.ts";

/** The formats with the schema by which the code itself reads or writes them. */
const FORMATS = [
  ["evidence", "One source's calls, in one region, for one criterion.", evidenceObjectSchema],
  ["assessment", "The findings and statuses for one criterion.", assessmentSchema],
  ["findings", "All findings of a snapshot, one for each finding id.", findingsSchema],
  ["manifest", "The signed index of a snapshot.", manifestSchema],
  ["claim", "A snapshot's place in the chain.", claimSchema],
  ["reports", "The reports that were rendered after the seal.", reportIndexSchema],
  ["progress", "reports/progress.json: what a snapshot comes to, in numbers.", progressPointSchema],
  ["inclusion-proof", "That one file is in the manifest that was signed.", inclusionProofSchema],
  ["verify-report", "What verify --json prints.", verifyReportSchema],
  ["file-report", "What verify --file --json and verify --proof --json print.", fileReportSchema],
  ["share", "Who was given links to a snapshot, to what, and until when.", shareRecordSchema],
  ["sealed-decisions", "decisions.json: the register and what it covered.", sealedRegisterSchema],
  ["external-header", "The first line of a part of external findings.", externalHeaderSchema],
  ["external-end", "The last line of a part of external findings.", externalEndSchema],
  ["external-finding", "One finding of another tool, normalised.", externalFindingSchema],
  ["external-assessment", "What other tools say, by rule.", externalAssessmentSchema],
  ["sealed-config", "config.json: what the engine knew of soc2.yaml.", effectiveConfigSchema],
] as const;

/**
 * `docs/formats/*.schema.json`. They say the shapes; rules between members are in the format pages.
 */
export function jsonSchemas(): Generated[] {
  return [
    // Its dialect is the one that editors read.
    file("config", configJsonSchema()),
    file("decisions", registerJsonSchema()),
    ...FORMATS.map(([name, description, schema]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema);
      return file(name, { $schema, title: name, description, ...rest });
    }),
  ];
}

function file(name: string, schema: object): Generated {
  return {
    path: `docs/formats/${name}.schema.json`,
    content: `${JSON.stringify(schema, null, 2)}\n`,
  };
}
