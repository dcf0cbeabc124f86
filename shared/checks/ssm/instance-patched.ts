import type { Cited, Recorded } from "../../evidence/cited.ts";
import { type EvidenceView, Unread } from "../../evidence/evidence-view.ts";
import { daysBetween } from "../../evidence/instant.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { patchStateInputs, patchStates } from "../../sources/ssm/patch-states.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { nameOfInstance } from "../ec2/instances.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import { oncePerRegion } from "../ec2/once-per-region.ts";
import { countDays } from "../iam/count-days.ts";
import { managedIds, managedInstances } from "./managed-instances.ts";

type Page = Recorded<SourceOutput<typeof patchStates, "DescribeInstancePatchStates">>;
type PatchState = NonNullable<Page["InstancePatchStates"]>[number];

/** The counts of patches that leave a machine without what it should have, as reasons name them. */
const SHORTCOMINGS = [
  ["MissingCount", "missing"],
  ["FailedCount", "failed to install"],
  ["InstalledPendingRebootCount", "waiting for a restart"],
] as const;

/** Missing patches of this kind make a failure high. */
const GRAVE = ["CriticalNonCompliantCount", "SecurityNonCompliantCount"] as const;

/**
 * What the last scan found, and that it is not older than the company's policy allows. Patches count
 * that the baseline approves: newer ones wait as long as the baseline says.
 */
export const instancePatched = check({
  id: "ssm.instance-patched",
  title: "Every managed instance has the patches that its baseline asks for",
  severity: "medium",
  controls: [covers("DT-05", "patch state of instances")],
  why: "Published weaknesses are used within days. A scan that is recent and finds nothing missing shows that patching happens and not only that it is planned.",
  fix: {
    downtime: "rolling restart",
    steps:
      "Scan daily and install weekly in a maintenance window, by a patch policy of Quick Setup. Installing restarts the machine where a patch needs it.",
    cli: "aws ssm send-command --region REGION --document-name AWS-RunPatchBaseline --targets Key=InstanceIds,Values=INSTANCE_ID --parameters Operation=Install",
    cdk: 'new ssm.CfnAssociation(this, "Patching", { name: "AWS-RunPatchBaseline", scheduleExpression: "cron(0 3 ? * SUN *)", targets: [{ key: "InstanceIds", values: ["*"] }], parameters: { Operation: ["Install"] } });',
  },
  references: {
    fsbp: ["SSM.2"],
    prowler: ["ssm_managed_compliant_patching"],
    docs: [
      "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_InstancePatchState.html",
      "https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-states.html",
    ],
  },
  population: managedInstances,
  needs: [patchStates],
  policy: ["patchScanMaxDays"],
  judge({ instance, node }, { evidence, policy, now }, { region }) {
    const name = nameOfInstance(instance.value);
    const state = patchStateOf(instance.value.InstanceId, evidence, region);
    if (state === undefined) return fail(`${name} was never scanned for missing patches.`, node);
    const wanting = SHORTCOMINGS.map(([member, words]) => ({ at: state.at(member), words }));
    const [first, ...others] = wanting.filter(({ at }) => (at.value ?? 0) > 0);
    if (first !== undefined) {
      const grave = GRAVE.map((member) => state.at(member)).filter(({ value }) => (value ?? 0) > 0);
      const found = [first, ...others];
      const counts = listInWords(found.map(({ at, words }) => `${at.value} ${words}`));
      return {
        ...fail(
          `Patches of ${name}: ${counts}.`,
          first.at,
          ...others.map(({ at }) => at),
          ...grave,
        ),
        ...(grave.length > 0 ? { severity: "high" } : {}),
      };
    }
    const scanned = state.at("OperationEndTime");
    const ageDays = daysBetween(scanned.value ?? "", now);
    const [missing, failed] = wanting;
    if (
      missing?.at.value === undefined ||
      failed?.at.value === undefined ||
      Number.isNaN(ageDays)
    ) {
      return indeterminate(
        `Systems Manager does not say which patches ${name} lacks, and since when.`,
        state,
      );
    }
    const stated = policy.stated("patchScanMaxDays");
    const age = `${name} was last scanned for missing patches ${countDays(ageDays)} ago`;
    return ageDays <= stated.value
      ? pass(`${age}, and lacks none.`, missing.at, failed.at, scanned, stated.at)
      : fail(
          `${age}, but ${stated.document} allows ${countDays(stated.value)}.`,
          scanned,
          stated.at,
        );
  },
});

type Input = ReturnType<typeof patchStateInputs>[number];

/** Which call of a region an instance must be answered in. */
const inputsById = oncePerRegion((evidence, region): ReadonlyMap<string, Input> => {
  const ids = managedIds(evidence, region);
  const inputs = patchStateInputs(ids);
  return new Map(inputs.flatMap((input) => input.InstanceIds.map((id) => [id, input])));
});

/**
 * The patch state of an instance; undefined where the answer, read to its last page, has none.
 *
 * @throws Unread where it was not read, or an answer has no list
 */
function patchStateOf(
  instanceId: string | undefined,
  evidence: EvidenceView,
  region: string | null,
): Cited<PatchState> | undefined {
  const input = inputsById(evidence, region).get(instanceId ?? "");
  if (input === undefined) throw new Unread("DescribeInstancePatchStates was not asked");
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const paged = token === undefined ? input : { ...input, NextToken: token };
    const answer = evidence.call(
      patchStates,
      "DescribeInstancePatchStates",
      paged,
      region ?? undefined,
    );
    const states = answer.outcome === "ok" ? answer.response.at("InstancePatchStates") : undefined;
    if (answer.outcome !== "ok" || states?.value === undefined) {
      throw new Unread("DescribeInstancePatchStates gave no list", answer.at);
    }
    const found = states.each().find(({ value }) => value.InstanceId === instanceId);
    if (found !== undefined) return found;
    token = answer.response.value.NextToken;
    if (token !== undefined && seen.has(token)) {
      throw new Unread("a page names one that was read as the next", answer.response);
    }
    seen.add(token ?? "");
  } while (token);
  return undefined;
}
