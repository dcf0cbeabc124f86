import type { Cited } from "../../evidence/cited.ts";
import { vpcs } from "../../sources/ec2/vpcs.ts";
import { check, covers, type Population, pass } from "../check.ts";
import { accountInRegion } from "./account-in-region.ts";
import { regionUse, SIGNS_OF_USE } from "./region-use.ts";

/** The account in every region that answers, by what it holds there. */
const regionsThatAnswer: Population<Cited<unknown>> = {
  definition: "every region in use",
  needs: [vpcs],
  placedBy: SIGNS_OF_USE,
  *members(context) {
    const seen = new Set<string | null>();
    for (const page of context.evidence.answers(vpcs, "DescribeVpcs")) {
      const { region } = page.file;
      if (seen.has(region)) continue;
      seen.add(region);
      yield accountInRegion<Cited<unknown>>(page.at("Vpcs"), page.at("Vpcs"), context);
    }
  },
};

/**
 * Which regions answer, and what they hold. A region that a service control policy closes is one
 * finding of this check, made by the engine in place of what every other check would say of it: it
 * stays indeterminate until a decision names the policy.
 */
export const regionClosedByPolicy = check({
  id: "account.region-closed-by-policy",
  title: "Every region can be read, or a decision says which policy closes it",
  severity: "low",
  controls: [covers("DT-01", "regions, with those closed by policy")],
  why: "A region that nobody can read may hold what was there before it was closed. That a policy closes it is a good answer once it is written down.",
  fix: {
    downtime: "none",
    steps:
      "Record a decision that names the policy and who looks after it. To read the region all the same, exempt the collector's role from the policy's condition, or leave the region out of `regions` in soc2.yaml with the reason.",
    cli: "aws organizations list-policies-for-target --target-id ACCOUNT_ID --filter SERVICE_CONTROL_POLICY",
  },
  references: {
    docs: [
      "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
      "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html",
    ],
  },
  population: regionsThatAnswer,
  judge(page, { evidence }, { region }) {
    const use = regionUse(evidence, region);
    const holds =
      use.isUsed === null
        ? "not all lists that show what it holds were read"
        : `it holds ${use.isUsed ? use.what : "no network interface, log group or bucket"}`;
    return pass(`${region} answers; ${holds}.`, page, ...use.cites);
  },
});
