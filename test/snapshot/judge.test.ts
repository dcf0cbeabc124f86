import { describe, expect, it } from "vitest";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import { regions } from "../../shared/sources/ec2/regions.ts";
import { ACCOUNT, citations, judged, outcomes, recorded } from "../checks/judging.ts";
import { gateIsLocked, gateIsOpen, gates, locks } from "./gates-and-doors.ts";

const list = (region: string, ...states: string[]) =>
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
const denied = (region: string) =>
  recorded(
    gates,
    [{ operation: "DescribeVpcs", outcome: "denied", code: "UnauthorizedOperation" }],
    region,
  );
const attribute = (VpcId: string) => ({ VpcId, Attribute: "enableDnsSupport" as const });
const lock = (region: string, calls: Parameters<typeof recorded<typeof locks>>[1]) =>
  recorded(locks, calls, region);
const cut = (evidence: StoredEvidence): StoredEvidence => ({
  ...evidence,
  object: {
    ...evidence.object,
    complete: false,
    incompleteReason: "DescribeVpcs gave a paging token that it had given before",
  },
});

describe("nothing passes on missing data", () => {
  it.each([
    [
      "a complete list is judged",
      [list("eu-west-1", "available", "pending")],
      ["pass vpc-0: vpc-0 is open.", "fail vpc-1: vpc-1 is shut."],
    ],
    [
      "a denied list is one finding for its region, never absent",
      [denied("eu-west-1")],
      [
        `indeterminate ${ACCOUNT}: Not all of every gate in eu-west-1 could be read: UnauthorizedOperation on ec2:DescribeVpcs.`,
      ],
    ],
    [
      "a list that was cut short lets a fail stand and no pass",
      [cut(list("eu-west-1", "available", "pending"))],
      [
        `indeterminate ${ACCOUNT}: Not all of every gate in eu-west-1 could be read: DescribeVpcs gave a paging token that it had given before.`,
        "indeterminate vpc-0: vpc-0 cannot be judged on what was read: DescribeVpcs gave a paging token that it had given before.",
        "fail vpc-1: vpc-1 is shut.",
      ],
    ],
    [
      "another region's denial leaves this one alone",
      [list("eu-west-1", "available"), denied("us-east-1")],
      [
        "pass vpc-0: vpc-0 is open.",
        `indeterminate ${ACCOUNT}: Not all of every gate in us-east-1 could be read: UnauthorizedOperation on ec2:DescribeVpcs.`,
      ],
    ],
    [
      "an empty account is said, and is no pass",
      [list("eu-west-1")],
      [`not-applicable ${ACCOUNT}: Account ${ACCOUNT} has none of every gate.`],
    ],
    [
      "an empty list beside a denied region is not an empty account",
      [list("eu-west-1"), denied("us-east-1")],
      [
        `indeterminate ${ACCOUNT}: Not all of every gate in us-east-1 could be read: UnauthorizedOperation on ec2:DescribeVpcs.`,
      ],
    ],
    [
      "evidence that was never written is not a pass",
      [],
      [
        `indeterminate ${ACCOUNT}: Not all of every gate in eu-west-1 could be read: No evidence of test.gates was written.`,
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(gateIsOpen, evidence)).toEqual(expected);
  });

  it.each([
    [
      "a member whose own call was denied",
      [
        {
          operation: "DescribeVpcAttribute" as const,
          input: attribute("vpc-0"),
          outcome: "denied" as const,
        },
      ],
      ["indeterminate vpc-0: vpc-0 could not be judged: AccessDenied on ec2:DescribeVpcAttribute."],
      { listed: 1, read: 0, gone: 0, unread: 1 },
    ],
    [
      "a member that was never asked for",
      [],
      ["indeterminate vpc-0: vpc-0 could not be judged: DescribeVpcAttribute was not asked."],
      { listed: 1, read: 0, gone: 0, unread: 1 },
    ],
    [
      "a member that was deleted between list and read",
      [
        {
          operation: "DescribeVpcAttribute" as const,
          input: attribute("vpc-0"),
          outcome: "gone" as const,
        },
      ],
      [`not-applicable ${ACCOUNT}: Account ${ACCOUNT} has none of every gate left to judge.`],
      { listed: 1, read: 0, gone: 1, unread: 0 },
    ],
    [
      "a member that was read",
      [
        {
          operation: "DescribeVpcAttribute" as const,
          input: attribute("vpc-0"),
          response: { EnableDnsSupport: { Value: true } },
        },
      ],
      ["pass vpc-0: vpc-0 is locked."],
      { listed: 1, read: 1, gone: 0, unread: 0 },
    ],
  ])("counts %s", (_sentence, calls, expected, population) => {
    const evidence = [list("eu-west-1", "available"), lock("eu-west-1", calls)];
    expect(outcomes(gateIsLocked, evidence)).toEqual(expected);
    expect(judged(gateIsLocked, evidence).population).toMatchObject(population);
  });

  it("turns an answer of an unknown shape into no judgement, never into a crash", () => {
    const odd = recorded(gates, [{ operation: "DescribeVpcs", response: { Vpcs: [null] } }]);
    expect(outcomes(gateIsOpen, [odd])).toEqual([
      `indeterminate ${ACCOUNT}: Not all of every gate in account ${ACCOUNT} could be read: the evidence is not of the expected shape (TypeError).`,
    ]);
  });

  it("does not let one unread member's neighbours pass", () => {
    const evidence = [
      list("eu-west-1", "available", "available"),
      lock("eu-west-1", [
        {
          operation: "DescribeVpcAttribute",
          input: attribute("vpc-0"),
          response: { EnableDnsSupport: { Value: true } },
        },
        { operation: "DescribeVpcAttribute", input: attribute("vpc-1"), outcome: "throttled" },
      ]),
    ];
    expect(judged(gateIsLocked, evidence).findings.map(({ status }) => status)).toEqual([
      "indeterminate",
      "indeterminate",
    ]);
  });

  it("does not let a regional check pass when the list of regions was denied", () => {
    const evidence = [
      list("eu-west-1", "available"),
      recorded(regions, [{ operation: "DescribeRegions", outcome: "denied" }]),
    ];
    const expected = [{ source: regions.name, region: null }];
    expect(outcomes(gateIsOpen, evidence, { alsoExpected: expected })).toEqual([
      `indeterminate ${ACCOUNT}: Not all of every gate in account ${ACCOUNT} could be read: AccessDenied on ec2:DescribeRegions.`,
      `indeterminate vpc-0: vpc-0 cannot be judged on what was read: AccessDenied on ec2:DescribeRegions.`,
    ]);
  });
});

describe("populations", () => {
  it("judge a resource once that two pages list, at its worst", () => {
    const page = (State: string) => ({
      operation: "DescribeVpcs" as const,
      response: { Vpcs: [{ VpcId: "vpc-a", State }] },
    });
    const evidence = [recorded(gates, [page("available"), page("shut")])];
    const { findings, population } = judged(gateIsOpen, evidence);
    expect(findings.map(({ status, resource }) => `${status} ${resource.id}`)).toEqual([
      "fail vpc-a",
    ]);
    expect(findings[0]?.cites).toHaveLength(2);
    expect(population).toMatchObject({ listed: 1, read: 1, inBoundary: 1, fail: 1, pass: 0 });
  });

  it("excludes with a reason and still counts what was listed", () => {
    const evidence = [
      recorded(gates, [
        {
          operation: "DescribeVpcs",
          response: {
            Vpcs: [
              { VpcId: "vpc-staff", State: "pending" },
              { VpcId: "vpc-a", State: "available" },
            ],
          },
        },
      ]),
    ];
    expect(judged(gateIsOpen, evidence).population).toEqual({
      definition: "every gate",
      listed: 2,
      read: 2,
      gone: 0,
      unread: 0,
      excluded: [{ resource: "vpc-staff", reason: "the staff's own gate" }],
      outOfBoundary: 0,
      inBoundary: 1,
      pass: 1,
      fail: 0,
      notApplicable: 0,
      indeterminate: 0,
    });
  });

  it("cites the empty list itself", () => {
    expect(citations(gateIsOpen, [list("eu-west-1")])).toEqual([
      "test.gates.eu-west-1.json#/calls/0/response/Vpcs",
    ]);
  });

  it("cites the call that was not answered", () => {
    expect(citations(gateIsOpen, [denied("eu-west-1")])).toEqual([
      "test.gates.eu-west-1.json#/calls/0/outcome",
    ]);
  });
});
