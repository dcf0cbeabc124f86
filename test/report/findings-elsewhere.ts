import { ExternalAssessor } from "../../shared/external/assess-external.ts";
import type { ExternalAssessment } from "../../shared/external/external-assessment.ts";
import type { ExternalFinding } from "../../shared/external/external-finding.ts";
import { GapPlaces } from "../../shared/external/gap-places.ts";
import { ruleOf } from "../../shared/snapshot/rule-lookup.ts";
import { ACCOUNT, SNAPSHOT } from "./records.ts";

let number = 0;
/** A finding of Security Hub's; S3.9 speaks to criteria, S3.11 is no concern, X.1 nobody mapped. */
export function found(ruleId: string, more: Partial<ExternalFinding> = {}): ExternalFinding {
  number += 1;
  return {
    ...{
      id: number.toString(16).padStart(16, "0"),
      tool: "Security Hub",
      catalogue: "fsbp",
      ruleId,
    },
    ...{ rule: null, title: `About ${ruleId}`, severity: "medium", status: "open" },
    ...{ account: ACCOUNT, region: "eu-west-1", firstSeen: null, lastSeen: null, updatedAt: null },
    resource: { id: `bucket-${number}`, arn: null, type: "AwsS3Bucket" },
    ...{ workflow: null, seenIn: [], copies: 0, contradictions: 0, cites: [] },
    ...more,
  };
}

/** What such findings come to, without any of our own. */
export function assessed(findings: readonly ExternalFinding[]): ExternalAssessment {
  const places = new GapPlaces([], ruleOf);
  const assessor = new ExternalAssessor(ACCOUNT, places);
  for (const one of findings) {
    assessor.add(one, one.status === "open" ? places.of(one) : undefined);
  }
  const counts = { records: findings.length, ids: findings.length };
  return assessor.finish({ snapshot: SNAPSHOT, sources: [], findings: [], ...counts });
}
