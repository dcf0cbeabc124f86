import { describe, expect, it } from "vitest";
import { standardsOn } from "../../../shared/checks/securityhub/standards-on.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { hub } from "../../../shared/sources/securityhub/hub.ts";
import { standards as source } from "../../../shared/sources/securityhub/standards.ts";
import { useEvidence } from "../account/use-evidence.ts";
import { ACCOUNT, citations, judged, outcomes, type RecordedCall, recorded } from "../judging.ts";

const ON = {
  operation: "DescribeHub",
  response: { HubArn: `arn:aws:securityhub:eu-west-1:${ACCOUNT}:hub/default` },
} as const;
const FSBP =
  "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0";
const CIS = "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0";
const standard = (StandardsArn: string, StandardsStatus: string) => ({
  StandardsArn,
  StandardsStatus,
});
type Answer = Pick<RecordedCall<typeof source>, "outcome" | "response" | "code">;
const answering = (answer: Answer) => [
  recorded(hub, [ON]),
  recorded(source, [
    ON,
    { operation: "GetEnabledStandards", input: { MaxResults: 100 }, ...answer },
  ]),
];
const standards = (...StandardsSubscriptions: readonly ReturnType<typeof standard>[]) =>
  answering({ response: { StandardsSubscriptions } });
/** As it is refused, with Security Hub's own words. */
const refused = (message: string): StoredEvidence[] =>
  [
    recorded(hub, [{ operation: "DescribeHub", outcome: "not-enabled", code: CODE }]),
    recorded(source, [{ operation: "DescribeHub", outcome: "not-enabled", code: CODE }]),
  ].map((stored) => {
    const calls = stored.object.calls.map((call) => ({ ...call, error: { code: CODE, message } }));
    return { ...stored, object: { ...stored.object, calls } };
  });
const CODE = "InvalidAccessException";
const OFF = refused(`Account ${ACCOUNT} is not subscribed to AWS Security Hub`);
const HELD = useEvidence({ interfaces: 1 });
const REGIONS = "the account in every region, by Security Hub";

describe("securityhub.standards-on", () => {
  it.each([
    [
      "passes with a standard that is ready",
      standards(standard(FSBP, "READY"), standard(CIS, "PENDING")),
      `pass ${ACCOUNT}: Security Hub checks eu-west-1 against aws-foundational-security-best-practices/v/1.0.0.`,
    ],
    [
      "names them all",
      standards(standard(FSBP, "READY"), standard(CIS, "READY")),
      `pass ${ACCOUNT}: Security Hub checks eu-west-1 against aws-foundational-security-best-practices/v/1.0.0 and cis-aws-foundations-benchmark/v/1.2.0.`,
    ],
    [
      "fails without a standard",
      standards(),
      `fail ${ACCOUNT}: Security Hub is on in eu-west-1 but checks nothing: no standard is switched on.`,
    ],
    [
      "fails when none is ready",
      standards(standard(CIS, "INCOMPLETE")),
      `fail ${ACCOUNT}: Security Hub is on in eu-west-1 but checks nothing: cis-aws-foundations-benchmark/v/1.2.0 is INCOMPLETE.`,
    ],
    [
      "fails when it is off",
      OFF,
      `fail ${ACCOUNT}: Security Hub is off in eu-west-1 of account ${ACCOUNT}.`,
    ],
    [
      "tells another refusal with the same code apart",
      refused("Account is not authorized for this operation"),
      `indeterminate ${ACCOUNT}: Security Hub refuses to say whether it is on in eu-west-1.`,
    ],
    [
      "tells a denial apart",
      [
        recorded(hub, [{ operation: "DescribeHub", outcome: "denied" }]),
        recorded(source, [{ operation: "DescribeHub", outcome: "denied" }]),
      ],
      `indeterminate ${ACCOUNT}: Not all of ${REGIONS} in eu-west-1 could be read: AccessDenied on securityhub:DescribeHub.`,
    ],
    [
      "is indeterminate when standards are denied",
      answering({ outcome: "denied" }),
      `indeterminate ${ACCOUNT}: Account ${ACCOUNT} could not be judged: AccessDenied on securityhub:GetEnabledStandards.`,
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(standardsOn, [...evidence, ...HELD])).toEqual([expected]);
  });

  it("does not fail when the list of standards was cut short", () => {
    const cut = answering({ response: { StandardsSubscriptions: [], NextToken: "more" } });
    expect(outcomes(standardsOn, cut)).toEqual([
      `indeterminate ${ACCOUNT}: Account ${ACCOUNT} could not be judged: GetEnabledStandards was not read to its last page.`,
    ]);
  });

  it("is low in a region that holds nothing, and cites what Security Hub said", () => {
    const evidence = [...OFF, ...useEvidence({})];
    expect(judged(standardsOn, evidence).findings[0]?.severity).toBe("low");
    expect(judged(standardsOn, [...OFF, ...HELD]).findings[0]?.severity).toBe("medium");
    expect(citations(standardsOn, evidence)).toEqual([
      "securityhub.hub.eu-west-1.json#/calls/0/error",
    ]);
  });
});
