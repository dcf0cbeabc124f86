import { describe, expect, it } from "vitest";
import { regionClosedByPolicy } from "../../shared/checks/account/region-closed-by-policy.ts";
import { PolicyView } from "../../shared/checks/policy-view.ts";
import { defaultConfig } from "../../shared/config/default-config.ts";
import { effectiveConfig } from "../../shared/config/effective-config.ts";
import { CRITERIA } from "../../shared/criteria/criteria.ts";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import { EvidenceView } from "../../shared/evidence/evidence-view.ts";
import { instantOfSnapshot } from "../../shared/evidence/instant.ts";
import { assess } from "../../shared/snapshot/assess.ts";
import { incompleteOf } from "../../shared/snapshot/incomplete.ts";
import { mergeFindings } from "../../shared/snapshot/merge-findings.ts";
import { sourcesFor } from "../../shared/snapshot/plan.ts";
import { vpcs } from "../../shared/sources/ec2/vpcs.ts";
import { ACCOUNT, judged, outcomes, recorded, SNAPSHOT } from "../checks/judging.ts";
import { gateIsLocked, gateIsOpen, gates, locks } from "./gates-and-doors.ts";

const REFUSED =
  "User: arn:aws:sts::123456789012:assumed-role/a/b is not authorized to perform: ec2:DescribeVpcs with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-1/service_control_policy/p-1";
const WITHOUT_GRANT =
  "User: arn:aws:sts::123456789012:assumed-role/a/b is not authorized to perform: ec2:DescribeVpcs because no identity-based policy allows the ec2:DescribeVpcs action";

const open = (region: string, ...states: string[]) =>
  recorded(
    gates,
    [
      {
        operation: "DescribeVpcs",
        response: { Vpcs: states.map((State, index) => ({ VpcId: `vpc-${index}`, State })) },
      },
    ],
    region,
  );
/** A read that was denied, in AWS's words. */
function said(message: string, stored: StoredEvidence): StoredEvidence {
  const calls = stored.object.calls.map((call) => ({
    ...call,
    error: { code: "UnauthorizedOperation", message },
  }));
  return { ...stored, object: { ...stored.object, calls } };
}
const refused = (region: string, message = REFUSED) =>
  said(message, recorded(gates, [{ operation: "DescribeVpcs", outcome: "denied" }], region));
const lockRefused = (region: string) =>
  said(
    REFUSED,
    recorded(
      locks,
      [
        {
          operation: "DescribeVpcAttribute",
          input: { VpcId: "vpc-0", Attribute: "enableDnsSupport" },
          outcome: "denied",
        },
      ],
      region,
    ),
  );
const CLOSED = (region: string) =>
  `indeterminate ${region}: A service control policy closes ${region} to whoever takes the snapshot, so nothing there was judged.`;
const closedOf = (...stored: StoredEvidence[]) =>
  judged(gateIsOpen, stored).closedRegions.map(
    ({ check, status, resource, reason }) => `${check} ${status} ${resource.region}: ${reason}`,
  );

describe("a region that a service control policy closes", () => {
  it("is said by a finding of its own, and by no finding of the check", () => {
    const stored = [open("eu-west-1", "available"), refused("eu-north-1"), refused("us-west-2")];
    expect(outcomes(gateIsOpen, stored)).toEqual(["pass vpc-0: vpc-0 is open."]);
    expect(closedOf(...stored)).toEqual([
      `account.region-closed-by-policy ${CLOSED("eu-north-1")}`,
      `account.region-closed-by-policy ${CLOSED("us-west-2")}`,
    ]);
  });

  it("is left out of what is said of the account where nothing was found", () => {
    expect(outcomes(gateIsOpen, [open("eu-west-1"), refused("eu-north-1")])).toEqual([
      `not-applicable ${ACCOUNT}: Account ${ACCOUNT} has none of every gate outside eu-north-1, which a service control policy closes.`,
    ]);
  });

  it("cites what AWS said", () => {
    const [finding] = judged(gateIsOpen, [refused("eu-north-1")]).closedRegions;
    expect(finding?.cites.map(({ object, pointer }) => `${object}#${pointer}`)).toEqual([
      `CC6.1-access-controls/${SNAPSHOT}/test.gates.eu-north-1.json#/calls/0/error/message`,
    ]);
    expect(refused("eu-north-1").object.calls[0]?.error?.message).toContain("p-1");
  });

  it("is told apart from one where the role may not read", () => {
    const stored = [refused("eu-north-1", WITHOUT_GRANT)];
    expect(closedOf(...stored)).toEqual([]);
    expect(outcomes(gateIsOpen, stored)).toEqual([
      `indeterminate ${ACCOUNT}: Not all of every gate in eu-north-1 could be read: AccessDenied on ec2:DescribeVpcs.`,
    ]);
  });

  it("is told apart from one where a policy closes a single service", () => {
    const stored = [open("eu-west-1", "available"), lockRefused("eu-west-1")];
    const { findings, closedRegions } = judged(gateIsLocked, stored);
    expect(closedRegions).toEqual([]);
    expect(findings).toMatchObject([{ status: "indeterminate" }]);
  });

  it("is closed by EC2's refusals, though an exempt service answers", () => {
    const exempt = {
      ...open("eu-north-1"),
      object: { ...open("eu-north-1").object, source: "config.recorders" },
    };
    const ofEc2 = {
      ...refused("eu-north-1"),
      object: { ...refused("eu-north-1").object, source: "ec2.vpcs" },
    };
    const expected = [{ source: "ec2.vpcs", region: "eu-north-1" }];
    expect(incompleteOf(expected, [exempt, ofEc2])).toMatchObject([{ closedByPolicy: true }]);
    expect(
      incompleteOf(expected, [
        ofEc2,
        { ...exempt, object: { ...exempt.object, source: "ec2.subnets" } },
      ])[0],
    ).not.toHaveProperty("closedByPolicy");
  });

  it("lets another reason stand beside it", () => {
    const stored = [refused("eu-north-1"), refused("us-east-1", WITHOUT_GRANT)];
    expect(closedOf(...stored)).toHaveLength(1);
    expect(outcomes(gateIsOpen, stored)).toEqual([
      `indeterminate ${ACCOUNT}: Not all of every gate in us-east-1 could be read: AccessDenied on ec2:DescribeVpcs.`,
    ]);
  });
});

describe("in an assessment", () => {
  const criterion = CRITERIA.find(({ id }) => id === "CC6.6");
  if (criterion === undefined) throw new Error("There is a CC6.6");
  const checks = [gateIsOpen, gateIsLocked];
  const config = effectiveConfig(defaultConfig());
  const assessed = (stored: readonly StoredEvidence[], regionNames: readonly string[]) =>
    assess({
      plan: { criterion, outOfScope: null, checks, sources: sourcesFor(checks) },
      snapshot: SNAPSHOT,
      config: { ...config, regions: { only: [...regionNames], reason: "A test." } },
      catalogue: checks,
      incomplete: incompleteOf(
        regionNames.flatMap((region) =>
          [gates, locks].map(({ name }) => ({ source: name, region })),
        ),
        stored,
      ),
      context: {
        evidence: new EvidenceView(stored),
        policy: new PolicyView(config, "config.json"),
        now: instantOfSnapshot(SNAPSHOT),
        account: ACCOUNT,
        partition: "aws",
      },
    });
  const locked = recorded(locks, [
    {
      operation: "DescribeVpcAttribute",
      input: { VpcId: "vpc-0", Attribute: "enableDnsSupport" },
      response: { EnableDnsSupport: { Value: true } },
    },
  ]);
  const closed = Array.from({ length: 15 }, (_one, index) => `closed-${index}`);

  it("15 closed regions are 15 findings, however many checks would have read them", () => {
    const stored = [
      open("eu-west-1", "available"),
      locked,
      ...closed.flatMap((region) => [refused(region), lockRefused(region)]),
    ];
    const { findings, controls } = assessed(stored, ["eu-west-1", ...closed]);
    const others = findings.filter(({ check }) => check !== regionClosedByPolicy.id);
    expect(others.map(({ check, status }) => `${status} ${check}`)).toEqual([
      "pass test.gate-open",
      "pass test.gate-locked",
    ]);
    const ofRegions = findings.filter(({ check }) => check === regionClosedByPolicy.id);
    expect(ofRegions.map(({ resource }) => resource.region).sort()).toEqual(closed.toSorted());
    expect(ofRegions[0]).toMatchObject({ controls: ["NW-05"], status: "indeterminate" });
    expect(ofRegions[0]?.cites).toHaveLength(2);
    // Nothing passes on it: the control that reads those regions is not met.
    expect(controls.find(({ id }) => id === "NW-05")).toMatchObject({ status: "indeterminate" });
    expect(mergeFindings([{ findings }, { findings }])).toHaveLength(17);
  });

  it("a control that reads no closed region is not touched", () => {
    const { controls } = assessed([open("eu-west-1", "available"), locked], ["eu-west-1"]);
    expect(controls.find(({ id }) => id === "NW-05")?.status).not.toBe("indeterminate");
  });
});

describe("account.region-closed-by-policy", () => {
  const answers = (region: string) =>
    recorded(vpcs, [{ operation: "DescribeVpcs", response: { Vpcs: [] } }], region);
  it("says of each other region that it answers", () => {
    const stored = [answers("eu-west-1"), answers("us-east-1")];
    expect(outcomes(regionClosedByPolicy, stored)).toEqual([
      `pass ${ACCOUNT}: eu-west-1 answers; not all lists that show what it holds were read.`,
      `pass ${ACCOUNT}: us-east-1 answers; not all lists that show what it holds were read.`,
    ]);
  });

  it("has the id that every check's closed regions have", () => {
    const own = said(
      REFUSED,
      recorded(vpcs, [{ operation: "DescribeVpcs", outcome: "denied" }], "eu-north-1"),
    );
    const [mine] = judged(regionClosedByPolicy, [own]).closedRegions;
    const [theirs] = judged(gateIsOpen, [refused("eu-north-1")]).closedRegions;
    expect(mine?.id).toBe(theirs?.id);
    expect(mine?.id).toMatch(/^[0-9a-f]{16}$/);
  });
});
