import { describe, expect, it } from "vitest";
import { instanceManaged } from "../../../shared/checks/ssm/instance-managed.ts";
import { instancePatched } from "../../../shared/checks/ssm/instance-patched.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { managedInstances } from "../../../shared/sources/ssm/managed-instances.ts";
import { patchStateInputs, patchStates } from "../../../shared/sources/ssm/patch-states.ts";
import { instancesOf } from "../ec2/machine-evidence.ts";
import { type Circumstances, citations, judged, outcomes, recorded } from "../judging.ts";

const HOSTILE = "=1+<b>\"x'\u202e";
const instance = (id: string, Name = "running", Tags: Json[] = []): Json => ({
  InstanceId: id,
  State: { Name },
  Tags,
});
const online = (id: string): Json => ({ InstanceId: id, PingStatus: "Online" });

type Answer = readonly Json[] | "denied" | "second page denied" | "without a list";

function answered<Operation extends string>(
  operation: Operation,
  list: string,
  answer: Answer,
  input: Readonly<Record<string, Json>>,
) {
  const denied = { operation, outcome: "denied", code: "AccessDeniedException" } as const;
  if (answer === "denied") return [{ ...denied, input }];
  if (answer === "without a list") return [{ operation, input, response: {} }];
  if (answer === "second page denied") {
    return [
      { operation, input, response: { [list]: [], NextToken: "two" } },
      { ...denied, input: { ...input, NextToken: "two" } },
    ];
  }
  return [{ operation, input, response: { [list]: [...answer] } }];
}

/** What EC2 lists, what Systems Manager lists, and what it knows of patches. */
function machines(running: readonly Json[], nodes?: Answer, states?: Answer): StoredEvidence[] {
  const instances = instancesOf(running);
  const listing = {
    operation: "DescribeInstances" as const,
    input: { MaxResults: 1000 },
    response: { Reservations: [{ Instances: [...running] }] },
  };
  const information =
    nodes === undefined
      ? []
      : answered("DescribeInstanceInformation", "InstanceInformationList", nodes, {
          MaxResults: 50,
        });
  const input = patchStateInputs(["i-1", "i-2"])[0] ?? {};
  const patches =
    states === undefined
      ? []
      : answered("DescribeInstancePatchStates", "InstancePatchStates", states, { ...input });
  return [
    instances,
    recorded(managedInstances, [listing, ...information]),
    recorded(patchStates, [listing, ...information, ...patches]),
  ];
}

describe("ssm.instance-managed", () => {
  it.each<[string, StoredEvidence[], string[]]>([
    [
      "passes an instance whose agent answers",
      machines([instance("i-1")], [online("i-1")]),
      ["pass i-1: Systems Manager manages i-1."],
    ],
    [
      "fails one that Systems Manager does not list",
      machines([instance("i-1", "running", [{ Key: "Name", Value: HOSTILE }])], [online("mi-9")]),
      [
        `fail i-1: Systems Manager does not manage the running instance i-1 ${JSON.stringify(HOSTILE)}.`,
      ],
    ],
    [
      "fails one whose agent has fallen silent",
      machines([instance("i-1")], [{ InstanceId: "i-1", PingStatus: "ConnectionLost" }]),
      ["fail i-1: Systems Manager has lost the connection with the agent of i-1."],
    ],
    [
      "does not pass one of which it does not say whether it answers",
      machines([instance("i-1")], [{ InstanceId: "i-1" }]),
      ["indeterminate i-1: Systems Manager does not say whether the agent of i-1 answers."],
    ],
    [
      "leaves out what does not run",
      machines([instance("i-1", "stopped")]),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the running instances left to judge.",
      ],
    ],
    [
      "says that there are none",
      machines([]),
      ["not-applicable 123456789012: Account 123456789012 has none of the running instances."],
    ],
    ...(["denied", "second page denied"] as const).map(
      (answer): [string, StoredEvidence[], string[]] => [
        `does not say that one is missing when the list is ${answer}`,
        machines([instance("i-1")], answer),
        [
          answer === "denied"
            ? "indeterminate i-1: i-1 could not be judged: AccessDeniedException on ssm:DescribeInstanceInformation."
            : "indeterminate i-1: i-1 could not be judged: DescribeInstanceInformation was not read to its last page.",
        ],
      ],
    ),
    [
      "does not say that one is missing when there is no list",
      machines([instance("i-1")], "without a list"),
      ["indeterminate i-1: i-1 could not be judged: DescribeInstanceInformation gave no list."],
    ],
    [
      "does not pass one that does not say whether it runs, of which nobody was asked",
      machines([{ InstanceId: "i-1" }]),
      ["indeterminate i-1: i-1 could not be judged: DescribeInstanceInformation was not asked."],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(instanceManaged, evidence)).toEqual(expected);
  });

  it("is indeterminate when the instances are denied", () => {
    expect(outcomes(instanceManaged, [instancesOf("denied"), ...machines([]).slice(1)])).toEqual([
      "indeterminate 123456789012: Not all of the running instances in eu-west-1 could be read: UnauthorizedOperation on ec2:DescribeInstances.",
    ]);
  });

  it("cites the agent's state, or the lists where it is on none", () => {
    expect(citations(instanceManaged, machines([instance("i-1")], [online("i-1")]))).toEqual([
      "ssm.managed-instances.eu-west-1.json#/calls/1/response/InstanceInformationList/0/PingStatus",
    ]);
    expect(citations(instanceManaged, machines([instance("i-1")], []))).toEqual([
      "ec2.instances.eu-west-1.json#/calls/0/response/Reservations/0/Instances/0",
      "ssm.managed-instances.eu-west-1.json#/calls/1/response/InstanceInformationList",
    ]);
  });
});

const SCANNED = "2026-11-15T06:00:00.000Z";
const state = (more: Record<string, Json> = {}): Json => ({
  InstanceId: "i-1",
  MissingCount: 0,
  FailedCount: 0,
  InstalledPendingRebootCount: 0,
  OperationEndTime: SCANNED,
  ...more,
});
const BOTH = [instance("i-1"), instance("i-2")];
const MANAGED = [online("i-2"), online("i-1")];
const second = state({ InstanceId: "i-2" });
const scanned = (...states: Json[]) => machines(BOTH, MANAGED, [...states, second]);
const STATED: Circumstances = {
  policy: { patchScanMaxDays: { value: 7, document: "Vulnerability Management Policy §2.2" } },
};
const SECOND = "pass medium i-2 was last scanned for missing patches 7 days ago, and lacks none.";

describe("ssm.instance-patched", () => {
  it.each<[string, StoredEvidence[], string[], Circumstances?]>([
    [
      "passes a scan as old as policy allows that found nothing",
      scanned(state()),
      ["pass medium i-1 was last scanned for missing patches 7 days ago, and lacks none.", SECOND],
    ],
    [
      "passes a scan that is a day younger",
      scanned(state({ OperationEndTime: "2026-11-16T06:00:00.000Z" })),
      ["pass medium i-1 was last scanned for missing patches 6 days ago, and lacks none.", SECOND],
    ],
    [
      "fails a scan that is a day older",
      scanned(state({ OperationEndTime: "2026-11-14T06:00:00.000Z" })),
      [
        "fail medium i-1 was last scanned for missing patches 8 days ago, but Vulnerability Management Policy §2.2 allows 7 days.",
        SECOND,
      ],
    ],
    [
      "fails missing, failed and waiting patches, however new the scan",
      scanned(state({ MissingCount: 3, FailedCount: 1, InstalledPendingRebootCount: 2 })),
      [
        "fail medium Patches of i-1: 3 missing, 1 failed to install and 2 waiting for a restart.",
        SECOND,
      ],
    ],
    [
      "is high where a missing patch is about security",
      scanned(state({ MissingCount: 1, SecurityNonCompliantCount: 1 })),
      ["fail high Patches of i-1: 1 missing.", SECOND],
    ],
    [
      "fails one that was never scanned",
      scanned(),
      ["fail medium i-1 was never scanned for missing patches.", SECOND],
    ],
    [
      "does not pass where the counts are left out",
      scanned({ InstanceId: "i-1", OperationEndTime: SCANNED }),
      [
        "indeterminate medium Systems Manager does not say which patches i-1 lacks, and since when.",
        SECOND,
      ],
    ],
    [
      "does not pass where the time is left out",
      scanned({ InstanceId: "i-1", MissingCount: 0, FailedCount: 0 }),
      [
        "indeterminate medium Systems Manager does not say which patches i-1 lacks, and since when.",
        SECOND,
      ],
    ],
    [
      "is indeterminate where policy states no number",
      machines(BOTH, [online("i-1"), online("i-2")], [state(), second]),
      [
        "indeterminate medium i-1 was not judged: soc2.yaml states no patchScanMaxDays, so there is nothing to compare with.",
        "indeterminate medium i-2 was not judged: soc2.yaml states no patchScanMaxDays, so there is nothing to compare with.",
      ],
      {},
    ],
    ...(["denied", "second page denied", "without a list"] as const).map(
      (answer): [string, StoredEvidence[], string[]] => {
        const why =
          answer === "without a list"
            ? "DescribeInstancePatchStates gave no list"
            : "AccessDeniedException on ssm:DescribeInstancePatchStates";
        return [
          `does not say that one was never scanned when the answer is ${answer}`,
          machines(BOTH, MANAGED, answer),
          ["i-1", "i-2"].map((id) => `indeterminate medium ${id} could not be judged: ${why}.`),
        ];
      },
    ),
    [
      "says that there are none where nothing is managed",
      machines([instance("i-1")], []),
      [
        "not-applicable medium Account 123456789012 has none of the running instances that Systems Manager manages.",
      ],
    ],
    [
      "is indeterminate when what is managed is denied",
      machines([instance("i-1")], "denied"),
      [
        "indeterminate medium Not all of the running instances that Systems Manager manages in eu-west-1 could be read: AccessDeniedException on ssm:DescribeInstanceInformation.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected, circumstances = STATED) => {
    const { findings } = judged(instancePatched, evidence, circumstances);
    expect(findings.map((one) => `${one.status} ${one.severity} ${one.reason}`)).toEqual(expected);
  });

  it("cites the counts", () => {
    expect(citations(instancePatched, scanned(state({ MissingCount: 1 })), STATED)[0]).toBe(
      "ssm.patch-states.eu-west-1.json#/calls/2/response/InstancePatchStates/0/MissingCount",
    );
  });
});
