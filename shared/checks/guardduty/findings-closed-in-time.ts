import type { PolicyNumberName } from "../../config/policy-numbers.ts";
import type { Cited, Recorded } from "../../evidence/cited.ts";
import { daysBetween } from "../../evidence/instant.ts";
import { openFindings as source } from "../../sources/guardduty/open-findings.ts";
import type { SourceOutput } from "../../sources/source.ts";
import {
  check,
  covers,
  fail,
  indeterminate,
  type Population,
  pass,
  type Severity,
} from "../check.ts";

type Answer = Recorded<SourceOutput<typeof source, "GetFindings">>;
type GuardDutyFinding = NonNullable<Answer["Findings"]>[number];

/** What GuardDuty reports and nobody has archived. Its samples are told by their titles. */
const openFindings: Population<Cited<GuardDutyFinding>> = {
  definition: "every GuardDuty finding that is not archived",
  needs: [source],
  *members({ evidence }) {
    for (const found of evidence.items(source, "GetFindings", "Findings")) {
      const { Id: id, Arn: arn = null, Title: title } = found.value;
      const { region } = found.file;
      const resource = {
        id: id ?? found.citation.pointer,
        arn,
        type: "AWS::GuardDuty::Finding",
        region,
      };
      const member = { of: found, resource, at: found };
      const excluded = `${resource.id} is one of GuardDuty's samples, made to try alerts out.`;
      yield title?.startsWith("[SAMPLE]") ? { ...member, excluded } : member;
    }
  },
};

/**
 * GuardDuty's bands of severity, from the highest.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
 */
const BANDS: readonly {
  readonly from: number;
  readonly severity: Severity;
  readonly number: PolicyNumberName & `${string}FindingMaxDays`;
}[] = [
  { from: 9, severity: "critical", number: "criticalFindingMaxDays" },
  { from: 7, severity: "high", number: "highFindingMaxDays" },
  { from: 4, severity: "medium", number: "mediumFindingMaxDays" },
  { from: 1, severity: "low", number: "lowFindingMaxDays" },
];

/** A finding is archived, once judged, within the days that policy gives to its severity. */
export const findingsClosedInTime = check({
  id: "guardduty.findings-closed-in-time",
  title: "GuardDuty's findings are closed within the time that policy sets",
  severity: "high",
  controls: [covers("DT-03", "findings with age and state")],
  why: "An open finding of high severity that is weeks old says that nobody reads them, and the next one will not be read either.",
  fix: {
    downtime: "none",
    steps:
      "Look into the finding, write down what it was and what was done, then archive it. What is expected and harmless belongs into a suppression rule with a reason.",
    cli: "aws guardduty archive-findings --region REGION --detector-id DETECTOR_ID --finding-ids FINDING_ID",
    cdk: 'new guardduty.CfnFilter(this, "Expected", { detectorId, action: "ARCHIVE", findingCriteria: { criterion: { type: { equals: [TYPE] } } }, name: "expected", description: REASON, rank: 1 });',
  },
  references: {
    docs: [
      "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html",
      "https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html",
    ],
  },
  population: openFindings,
  policy: BANDS.map(({ number }) => number),
  judge(found, { policy, now }, { id }) {
    const severity = found.at("Severity");
    const created = found.at("CreatedAt");
    const type = found.value.Type ?? "Finding";
    const band = BANDS.find(({ from }) => (severity.value ?? 0) >= from);
    if (band === undefined || created.value === undefined) {
      const reason = `GuardDuty does not say how severe and how old ${type} (${id}) is.`;
      return indeterminate(reason, found);
    }
    const ageDays = daysBetween(created.value, now);
    if (Number.isNaN(ageDays)) {
      return indeterminate(`GuardDuty gives no time at which ${type} (${id}) began.`, created);
    }
    const stated = policy.stated(band.number);
    const open = `${type} (${id}), ${band.severity}, is open for ${ageDays} day${ageDays === 1 ? "" : "s"}`;
    if (ageDays <= stated.value) return pass(`${open}.`, created, severity, stated.at);
    const reason = `${open}, but ${stated.document} allows ${stated.value}.`;
    return { ...fail(reason, created, severity, stated.at), severity: band.severity };
  },
});
