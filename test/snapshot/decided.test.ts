import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Decision } from "../../shared/config/sealed-decision.ts";
import { sealedRegisterSchema } from "../../shared/decisions/sealed-register.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { findingsSchema } from "../../shared/snapshot/assessment.ts";
import { openRecording } from "../../shared/snapshot/replay.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { SNAPSHOT } from "../checks/judging.ts";
import { gateIsOpen } from "./gates-and-doors.ts";
import { answering, GATES, inputFor, TWO_REGIONS, temporaryFolder } from "./taking.ts";

const REGISTERS = ["CC3.2-risk-assessment", "CC9.1-disruption-risk"];

async function read(store: FolderStore, path: string): Promise<unknown> {
  const bytes = await store.read(path);
  return bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(bytes));
}

/** The snapshot of two gates, of which vpc-1 is shut, with a register. */
async function takeWith(decisions: readonly Decision[] | undefined, snapshot = SNAPSHOT) {
  const folder = temporaryFolder();
  const config =
    decisions === undefined ? TWO_REGIONS : { ...TWO_REGIONS, decisions: [...decisions] };
  const input = await inputFor(folder, { config, snapshot });
  await takeSnapshot(input);
  const store = new FolderStore(join(folder, "evidence"));
  const found = findingsSchema.parse(await read(store, `snapshots/${snapshot}/findings.json`));
  const registers = await Promise.all(
    REGISTERS.map((name) => read(store, `${name}/${snapshot}/decisions.json`)),
  );
  return { folder, input, store, findings: found.findings, registers };
}

async function shutGate(): Promise<string> {
  const { findings } = await takeWith(undefined);
  return findings.find(({ status }) => status === "fail")?.id ?? "";
}

function accepting(finding: string, changes: Partial<Decision> = {}): Decision {
  return {
    id: "D-001",
    pattern: null,
    findings: [finding],
    outcome: "accept",
    rationale: "The gate leads to an empty yard behind a locked wall.",
    owner: { name: "Tomasz Wieczorek", email: null, role: null },
    approver: "Maeve Brennan",
    decidedOn: "2026-11-01",
    expiresOn: "2027-05-01",
    compensatingControl: null,
    ticket: null,
    proof: null,
    selfApproval: null,
    ...changes,
  };
}

describe("a snapshot with a register", () => {
  it("marks the finding that is decided, in every list, and hides nothing", async () => {
    const { findings } = await takeWith([accepting(await shutGate())]);
    expect(findings.map(({ status, decision }) => [status, decision])).toEqual([
      ["fail", { id: "D-001", outcome: "accept", state: "holds", expiresOn: "2027-05-01" }],
      ["pass", undefined],
    ]);
  });

  it("seals the register in the folders about risk, with what it covered and whose word it is", async () => {
    const finding = await shutGate();
    const decision = accepting(finding);
    const { registers, store, input } = await takeWith([decision]);
    const sealed = {
      schema: "decisions/1",
      snapshot: SNAPSHOT,
      decisions: [
        {
          ...decision,
          state: "holds",
          covered: [finding],
          grownBy: [],
          word: "management's statement, nothing shows the approval",
        },
      ],
    };
    expect(registers).toEqual([sealed, sealed]);
    expect(sealedRegisterSchema.parse(registers[0])).toEqual(sealed);
    const report = await verifyBundle({
      reader: store,
      crypto: nodeCrypto,
      trustedKeys: input.signer === null ? [] : [input.signer],
      asOf: "2026-11-22T07:00:00Z",
    });
    expect(report.faults).toEqual([]);
  });

  it("writes no register where there is none, and an empty one where it is empty", async () => {
    expect((await takeWith(undefined)).registers).toEqual([undefined, undefined]);
    const empty = { schema: "decisions/1", snapshot: SNAPSHOT, decisions: [] };
    expect((await takeWith([])).registers).toEqual([empty, empty]);
  });

  it("reopens what a new resource has joined since", async () => {
    const finding = await shutGate();
    const pattern = { check: gateIsOpen.id, resources: "*vpc-*" };
    const Vpcs = ["vpc-1", "vpc-2"].map((VpcId) => ({ VpcId, State: "pending" }));
    const folder = temporaryFolder();
    const input = await inputFor(folder, {
      config: { ...TWO_REGIONS, decisions: [accepting(finding, { pattern })] },
      gatherer: answering({
        ...GATES,
        "test.gates.eu-west-1": [{ operation: "DescribeVpcs" as never, response: { Vpcs } }],
      }),
    });
    await takeSnapshot(input);
    const store = new FolderStore(join(folder, "evidence"));
    const { findings } = findingsSchema.parse(
      await read(store, `snapshots/${SNAPSHOT}/findings.json`),
    );
    expect(findings.map(({ resource, decision }) => [resource.id, decision?.state])).toEqual(
      expect.arrayContaining([
        ["vpc-1", "scope-grown"],
        ["vpc-2", "scope-grown"],
      ]),
    );
  });

  it("is replayed with the decisions of then, to the byte", async () => {
    const { store, input, folder } = await takeWith([accepting(await shutGate())]);
    const recording = await openRecording(store, SNAPSHOT);
    const again = await inputFor(join(folder, "again"), {
      config: recording.config ?? TWO_REGIONS,
      gatherer: recording.gatherer,
      homeRegion: recording.homeRegion,
      replayOf: `replay:${SNAPSHOT}`,
    });
    await takeSnapshot(again);
    for (const path of [
      `snapshots/${SNAPSHOT}/findings.json`,
      ...REGISTERS.map((name) => `${name}/${SNAPSHOT}/decisions.json`),
      `CC6.6-network-boundary/${SNAPSHOT}/assessment.json`,
    ]) {
      expect([path, await read(again.store as FolderStore, path)]).toEqual([
        path,
        await read(input.store as FolderStore, path),
      ]);
    }
  });
});
