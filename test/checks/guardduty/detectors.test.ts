import { describe, expect, it } from "vitest";
import { detectorFeatures } from "../../../shared/checks/guardduty/detector-features.ts";
import { detectorOn } from "../../../shared/checks/guardduty/detector-on.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { detectorSettings } from "../../../shared/sources/guardduty/detector-settings.ts";
import { detectors } from "../../../shared/sources/guardduty/detectors.ts";
import { useEvidence } from "../account/use-evidence.ts";
import {
  ACCOUNT,
  citations,
  judged,
  outcomes,
  REGION,
  type RecordedCall,
  recorded,
} from "../judging.ts";

const list = (...DetectorIds: string[]) =>
  ({
    operation: "ListDetectors",
    input: { MaxResults: 50 },
    response: { DetectorIds },
  }) as const;
type Answer = Pick<RecordedCall<typeof detectorSettings>, "outcome" | "response">;
/** The evidence of one detector, or of none. */
const answering = (answer: Answer) => [
  recorded(detectors, [list("d1")]),
  recorded(detectorSettings, [
    list("d1"),
    { operation: "GetDetector", input: { DetectorId: "d1" }, ...answer },
  ]),
];
const detector = (response: { readonly [member: string]: Json }) => answering({ response });
const none = (region: string = REGION) => [
  recorded(detectors, [list()], region),
  recorded(detectorSettings, [list()], region),
];
const NONE = none();
const DENIED = [detectors, detectorSettings].map((source) =>
  recorded(source, [
    { operation: "ListDetectors", outcome: "denied", code: "AccessDeniedException" },
  ]),
);
const ONE_DENIED = answering({ outcome: "denied" });
const HELD = useEvidence({ groups: 1 });
const UNHELD = useEvidence({});

describe("guardduty.detector-on", () => {
  it.each([
    [
      "passes when it is on",
      [...detector({ Status: "ENABLED" }), ...HELD],
      `pass ${ACCOUNT}: GuardDuty is on in eu-west-1.`,
    ],
    [
      "fails when it is suspended",
      [...detector({ Status: "DISABLED" }), ...HELD],
      `fail ${ACCOUNT}: GuardDuty's detector d1 in eu-west-1 is suspended.`,
    ],
    [
      "fails when it was never switched on",
      [...NONE, ...HELD],
      `fail ${ACCOUNT}: Account ${ACCOUNT} has no GuardDuty detector in eu-west-1.`,
    ],
    [
      "tells a denied list apart from an empty one",
      [...DENIED, ...HELD],
      `indeterminate ${ACCOUNT}: Not all of the account in every region, by its threat detectors in eu-west-1 could be read: AccessDeniedException on guardduty:ListDetectors.`,
    ],
    [
      "is indeterminate when the detector is denied",
      [...ONE_DENIED, ...HELD],
      `indeterminate ${ACCOUNT}: Account ${ACCOUNT} could not be judged: AccessDenied on guardduty:GetDetector.`,
    ],
    [
      "is indeterminate when the state is left out",
      [...detector({}), ...HELD],
      `indeterminate ${ACCOUNT}: GuardDuty does not say whether it is on in eu-west-1.`,
    ],
    [
      "is indeterminate when the list is left out",
      [
        recorded(detectors, [{ operation: "ListDetectors", response: {} }]),
        recorded(detectorSettings, [{ operation: "ListDetectors", response: {} }]),
        ...HELD,
      ],
      `indeterminate ${ACCOUNT}: GuardDuty does not say which detectors account ${ACCOUNT} has.`,
    ],
    [
      "says that a region without it holds nothing",
      [...NONE, ...UNHELD],
      `fail ${ACCOUNT}: Account ${ACCOUNT} has no GuardDuty detector in eu-west-1. The region holds no network interface, log group or bucket.`,
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(detectorOn, evidence)).toEqual([expected]);
  });

  it("is high where something runs, or may run, and low where nothing does", () => {
    const severity = (evidence: Parameters<typeof judged>[1]) =>
      judged(detectorOn, evidence).findings[0]?.severity;
    expect(severity([...NONE, ...HELD])).toBe("high");
    expect(severity([...NONE, ...UNHELD])).toBe("low");
    expect(severity(NONE)).toBe("high");
  });

  it("does not need to know what a region holds to pass", () => {
    expect(outcomes(detectorOn, [...detector({ Status: "ENABLED" })])).toEqual([
      `pass ${ACCOUNT}: GuardDuty is on in eu-west-1.`,
    ]);
  });

  it("is one finding for each region, with its own list cited", () => {
    const there = none("us-east-1");
    expect(citations(detectorOn, [...detector({ Status: "ENABLED" }), ...there])).toEqual([
      "guardduty.detector-settings.eu-west-1.json#/calls/1/response/Status",
      "guardduty.detectors.us-east-1.json#/calls/0/response/DetectorIds",
    ]);
  });
});

describe.each(detectorFeatures.map((check) => [check.id, check] as const))("%s", (_id, check) => {
  const [, feature = ""] = /Name=(\w+),/.exec(check.fix.cli ?? "") ?? [];
  const name = check.title.replace("GuardDuty's ", "").replace(" is on", "");
  const withFeature = (Status: string, detectorStatus: string | null = "ENABLED") =>
    detector({
      ...(detectorStatus === null ? {} : { Status: detectorStatus }),
      Features: [
        { Name: "DNS_LOGS", Status: "ENABLED" },
        { Name: feature, Status },
      ],
    });
  it.each([
    [
      "passes when on",
      [...withFeature("ENABLED"), ...HELD],
      `pass d1: ${name} is on in eu-west-1.`,
    ],
    [
      "fails when off",
      [...withFeature("DISABLED"), ...HELD],
      `fail d1: ${name} of the detector d1 in eu-west-1 is off.`,
    ],
    [
      "fails when on in a detector that is suspended, since that watches nothing",
      [...withFeature("ENABLED", "DISABLED"), ...HELD],
      `fail d1: ${name} does nothing in eu-west-1, because the detector d1 is suspended.`,
    ],
    [
      "does not pass where GuardDuty leaves out whether the detector is on",
      [...withFeature("ENABLED", null), ...HELD],
      "indeterminate d1: GuardDuty does not say whether the detector d1 in eu-west-1 is on.",
    ],
    [
      "is indeterminate where it is not listed",
      [
        ...detector({ Status: "ENABLED", Features: [{ Name: "DNS_LOGS", Status: "ENABLED" }] }),
        ...HELD,
      ],
      `indeterminate d1: GuardDuty does not list ${name} (${feature}) among the features of the detector d1 in eu-west-1, as where a region does not offer it. Look at the detector in GuardDuty's console there: switch ${name} on if it is offered, and if it is not, keep a note of that with AWS's page on features by region.`,
    ],
    [
      "is indeterminate where it is listed without a status",
      [...detector({ Status: "ENABLED", Features: [{ Name: feature }] }), ...HELD],
      `indeterminate d1: GuardDuty does not say whether ${name} is on in eu-west-1.`,
    ],
    [
      "is indeterminate where no features are listed",
      [...detector({ Status: "ENABLED" }), ...HELD],
      "indeterminate d1: GuardDuty gave no features of the detector d1 in eu-west-1.",
    ],
    [
      "leaves it to the other check that there is no detector",
      [...NONE, ...HELD],
      `not-applicable ${ACCOUNT}: Account ${ACCOUNT} has none of every GuardDuty detector.`,
    ],
    [
      "is indeterminate when the detector is denied",
      [...ONE_DENIED, ...HELD],
      "indeterminate d1: d1 could not be judged: AccessDenied on guardduty:GetDetector.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(check, evidence)).toEqual([expected]);
  });

  it("names the detector by its ARN", () => {
    expect(judged(check, [...withFeature("ENABLED")]).findings[0]?.resource.arn).toBe(
      `arn:aws:guardduty:${REGION}:${ACCOUNT}:detector/d1`,
    );
  });
});
