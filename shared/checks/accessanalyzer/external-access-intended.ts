import { check, covers, fail, indeterminate, type Judgement, pass } from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import { type SharedResource, sharedResources } from "./shared-resources.ts";

/** Archiving a finding is how a company says in Access Analyzer that the access is intended. */
export const externalAccessIntended = check({
  id: "accessanalyzer.external-access-intended",
  title: "What outsiders can reach was taken as intended in IAM Access Analyzer",
  severity: "high",
  controls: [covers("AC-12", "Access Analyzer findings")],
  why: "Each of these is a policy that lets someone past the account's own users and roles. The auditor asks of each whether anybody meant it.",
  fix: {
    downtime: "none",
    steps:
      "Take the outsider out of the resource's policy, and the finding resolves itself within half an hour. Where the access is meant, archive the finding, best by an archive rule that names resource and account, and write down why.",
    cli: "aws accessanalyzer update-findings --analyzer-arn ANALYZER_ARN --ids FINDING_ID --status ARCHIVED --region REGION",
    cdk: 'new accessanalyzer.CfnAnalyzer(this, "Analyzer", { type: "ACCOUNT", archiveRules: [{ ruleName: "vendor", filter: [{ property: "resource", eq: ["ROLE_ARN"] }, { property: "principal.AWS", eq: ["ACCOUNT_ID"] }] }] });',
  },
  references: {
    prowler: ["accessanalyzer_enabled_without_findings"],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings.html",
      "https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingSummary.html",
    ],
  },
  population: sharedResources,
  judge(member, _context, { id }): Judgement {
    if (member.kind === "not-watched") {
      return indeterminate(
        `Nobody looked for access from outside in ${listInWords(member.regions)}, where no analyzer works.`,
        member.at,
      );
    }
    const active = member.findings.filter(({ value }) => value.status !== "ARCHIVED");
    const [first, ...others] = active;
    if (first === undefined) {
      const [archived, ...rest] = member.findings;
      if (archived === undefined) throw new Error("a shared resource without a finding");
      return pass(`That outsiders can reach ${id} was archived as intended.`, archived, ...rest);
    }
    const isPublic = active.some(({ value }) => value.isPublic === true);
    const unclear = active.every(({ value }) => value.error !== undefined);
    if (unclear) {
      return indeterminate(
        `IAM Access Analyzer could not find out who can reach ${id}: ${first.value.error}.`,
        first,
        ...others,
      );
    }
    const reason = `${isPublic ? "Everyone" : outsidersOf(active)} can reach ${id}, and nobody archived that finding as intended.`;
    const judgement = fail(reason, first, ...others);
    return isPublic ? { ...judgement, severity: "critical" } : judgement;
  },
});

type Findings = Extract<SharedResource, { kind: "shared" }>["findings"];

/** `210987654321 and arn:aws:iam::…`; `Someone from outside` where the finding does not say who. */
function outsidersOf(findings: Findings): string {
  const names = findings.flatMap(({ value }) => Object.values(value.principal ?? {}));
  return names.length === 0 ? "Someone from outside" : listInWords([...new Set(names)]);
}
