import type { Answer } from "../../evidence/evidence-view.ts";
import { hub } from "../../sources/securityhub/hub.ts";
import { standards as source } from "../../sources/securityhub/standards.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { accountInRegion } from "../account/account-in-region.ts";
import { inUnusedRegion, regionUse, SIGNS_OF_USE } from "../account/region-use.ts";
import { check, covers, fail, indeterminate, type Population, pass } from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import { wholeList } from "../whole-list.ts";

const hubByRegion: Population<Answer<SourceOutput<typeof hub, "DescribeHub">>> = {
  definition: "the account in every region, by Security Hub",
  needs: [hub],
  placedBy: SIGNS_OF_USE,
  *members(context) {
    for (const answer of context.evidence.everyRegion(hub, "DescribeHub")) {
      yield accountInRegion(answer, answer.at, context);
    }
  },
};

/** Security Hub is on and checks the account against at least one standard that is ready. */
export const standardsOn = check({
  id: "securityhub.standards-on",
  title: "Security Hub checks every region against a standard",
  severity: "medium",
  controls: [covers("DT-04", "drift and status of enabled standards")],
  why: "A standard that is checked day and night finds a weakened setting within hours, not at the next review.",
  fix: {
    downtime: "none",
    steps:
      "Switch Security Hub CSPM on with AWS's Foundational Security Best Practices. It needs AWS Config in the region and costs about 0.001 USD per check after 30 free days.",
    cli: "aws securityhub enable-security-hub --enable-default-standards --region REGION",
    cdk: 'new securityhub.CfnHub(this, "Hub", { enableDefaultStandards: true });',
  },
  references: {
    cis: { "5.0.0": "4.16" },
    prowler: ["securityhub_enabled"],
    docs: [
      "https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html",
      "https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_StandardsSubscription.html",
    ],
  },
  population: hubByRegion,
  needs: [source],
  judge(answer, { evidence }, { id, region }) {
    const use = regionUse(evidence, region);
    if (answer.outcome !== "ok") {
      const error: unknown = answer.at.value;
      if (!isNotSubscribed(error)) {
        return indeterminate(
          `Security Hub refuses to say whether it is on in ${region}.`,
          answer.at,
        );
      }
      const reason = `Security Hub is off in ${region} of account ${id}.`;
      return inUnusedRegion(fail(reason, answer.at, ...use.cites), use);
    }
    const pages = wholeList(evidence, source, "GetEnabledStandards", { MaxResults: 100 }, region);
    const standards = pages.flatMap((page) => page.at("StandardsSubscriptions").each());
    const ready = standards.filter(({ value }) => value.StandardsStatus === "READY");
    const [first, ...others] = ready;
    if (first !== undefined) {
      const names = ready.map(({ value }) => nameOf(value.StandardsArn));
      return pass(`Security Hub checks ${region} against ${listInWords(names)}.`, first, ...others);
    }
    const [list = answer.response] = pages;
    const states = standards.map(
      ({ value }) => `${nameOf(value.StandardsArn)} is ${value.StandardsStatus}`,
    );
    const why = states.length === 0 ? "no standard is switched on" : listInWords(states);
    const reason = `Security Hub is on in ${region} but checks nothing: ${why}.`;
    return inUnusedRegion(fail(reason, list, ...standards), use);
  },
});

/** Security Hub has one code for several refusals; what it says tells them apart. */
function isNotSubscribed(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("message" in error)) return false;
  return /not subscribed|not enabled/i.test(String(error.message));
}

/** `aws-foundational-security-best-practices/v/1.0.0` of the standard's ARN. */
function nameOf(arn: string | undefined): string {
  return arn?.replace(/^.*(?:standards|ruleset)\//, "") ?? "a standard without a name";
}
