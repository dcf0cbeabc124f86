import { beforeAll, describe, expect, it } from "vitest";
import { defaultConfig } from "../../shared/config/default-config.ts";
import { effectiveConfig } from "../../shared/config/effective-config.ts";
import type { Decision } from "../../shared/config/sealed-decision.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { rederive } from "../../shared/snapshot/rederive.ts";
import { type SnapshotInput, takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { company } from "../integrity/sample-bundle.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { gateIsOpen } from "./gates-and-doors.ts";
import {
  ASSESSMENT,
  assessed,
  CHECKS,
  CONFIG,
  EVIDENCE,
  FINDINGS,
  FIRST,
  inShort,
  jsonIn,
  MANIFEST,
  RELEASE,
  rederived,
  rewrite,
  SNAPSHOT,
  sealAgain,
  taken,
} from "./rederiving.ts";
import { answering, begin, GATES, TWO_REGIONS } from "./taking.ts";

/** The regions that AWS lists, as the account's evidence has them. */
const REGIONS = {
  "ec2.regions": [
    {
      operation: "DescribeRegions" as never,
      response: {
        Regions: [
          { RegionName: "eu-west-1", OptInStatus: "opt-in-not-required" },
          { RegionName: "us-east-1", OptInStatus: "opt-in-not-required" },
        ],
      },
    },
  ],
};
const ALL_REGIONS = effectiveConfig(defaultConfig());

let honest: MemoryStore;
beforeAll(async () => {
  honest = await taken();
});

describe("what was sealed follows from its evidence", () => {
  it("to the byte, every assessment and the findings", async () => {
    const report = await rederived(honest, CHECKS);
    expect(report.faults.filter(({ code }) => code !== "SNAPSHOT_INCOMPLETE")).toEqual([]);
    // 61 assessments and the findings.
    expect(report.rederived).toEqual({
      release: RELEASE,
      snapshots: [{ snapshot: SNAPSHOT, files: 62, differing: 0 }],
    });
  });

  it.each<[string, Partial<SnapshotInput>]>([
    [
      "with a denied read",
      {
        gatherer: answering({
          ...GATES,
          "test.gates.us-east-1": [
            {
              operation: "DescribeVpcs" as never,
              outcome: "denied",
              code: "UnauthorizedOperation",
            },
          ],
        }),
      },
    ],
    [
      "with nothing read at all",
      { gatherer: answering({ "ec2.regions": [], "sts.caller-identity": [] }) },
    ],
    [
      "in the regions that AWS lists",
      { config: ALL_REGIONS, gatherer: answering({ ...GATES, ...REGIONS }) },
    ],
    [
      "in the home region alone, where AWS lists none",
      { config: ALL_REGIONS, homeRegion: "ap-south-1" },
    ],
    ["in another partition", { gatherer: { ...answering(GATES), partition: "aws-us-gov" } }],
    ["as a replay", { replayOf: "sample:before" }],
    ["with a nonce, unsigned", { nonce: "auditor-1", signer: null }],
  ])("%s", async (_says, changes) => {
    const report = await rederived(await taken(changes), CHECKS);
    expect(report.faults.filter(({ code }) => code === "RESULT_DIFFERS")).toEqual([]);
    expect(report.rederived.snapshots).toEqual([{ snapshot: SNAPSHOT, files: 62, differing: 0 }]);
  });

  it("with the reason that secrets could not be cut out, which only the manifest holds", async () => {
    const inner = answering(GATES);
    const gatherer: typeof inner = {
      ...inner,
      async gather(unit) {
        const bodies = await inner.gather(unit);
        if (unit.source.name !== "test.gates") return bodies;
        const body = { calls: [], complete: false, writable: false, incompleteReason: "Cut short" };
        return new Map([...bodies].map(([id, own]) => [id, { ...own, ...body }]));
      },
    };
    const store = await taken({ gatherer });
    expect(store.objects.has(EVIDENCE)).toBe(false);
    expect(JSON.stringify(jsonIn(store, ASSESSMENT))).toContain("Cut short");
    const report = await rederived(store, CHECKS);
    expect(report.rederived.snapshots).toEqual([{ snapshot: SNAPSHOT, files: 62, differing: 0 }]);
  });

  it("adopted from an interrupted run, though the criteria's lists of regions differ", async () => {
    const store = await taken({
      config: ALL_REGIONS,
      gatherer: answering({ ...GATES, ...REGIONS }),
    });
    const again = new MemoryStore();
    // The first criterion was written before us-east-1 was enabled, the others after.
    for (const [path, bytes] of store.objects) {
      if (!/\/ec2\.regions\.json$/.test(path) || !path.startsWith(FIRST)) continue;
      again.objects.set(path, bytes);
      rewrite(again, path, (evidence) => {
        const [call] = evidence.calls as { response: { Regions: unknown[] } }[];
        call?.response.Regions.pop();
      });
    }
    await begin({ store: again, snapshot: SNAPSHOT, config: ALL_REGIONS });
    await takeSnapshot({
      ...{ store: again, signer: company, crypto: nodeCrypto, config: ALL_REGIONS, checks: CHECKS },
      ...{ snapshot: SNAPSHOT, homeRegion: "eu-west-1", nonce: null, replayOf: null },
      ...{ collector: RELEASE, randomChainId: () => "c".repeat(32) },
      gatherer: answering({ ...GATES, ...REGIONS }),
    });
    const report = await rederived(again, CHECKS);
    expect(report.faults.filter(({ code }) => code === "RESULT_DIFFERS")).toEqual([]);
  });
});

describe("a register of decisions", () => {
  const register = `CC9.1-disruption-risk/${SNAPSHOT}/decisions.json`;

  async function decided(): Promise<MemoryStore> {
    const fail = assessed(jsonIn(honest, ASSESSMENT)).findings.find((one) => one.status === "fail");
    const decision: Decision = {
      ...{ id: "D-001", pattern: null, findings: [fail?.id ?? ""], outcome: "accept" },
      rationale: "The gate leads to an empty yard behind a locked wall.",
      owner: { name: "Tomasz Wieczorek", email: null, role: null },
      ...{ approver: "Maeve Brennan", decidedOn: "2026-11-01", expiresOn: "2027-05-01" },
      ...{ compensatingControl: null, ticket: null, proof: null, selfApproval: null },
    };
    return taken({ config: { ...TWO_REGIONS, decisions: [decision] } });
  }

  it("is derived as well, from the configuration that holds it", async () => {
    const store = await decided();
    expect(JSON.stringify(jsonIn(store, ASSESSMENT))).toContain('"state":"holds"');
    const report = await rederived(store, CHECKS);
    expect(report.rederived.snapshots).toEqual([{ snapshot: SNAPSHOT, files: 64, differing: 0 }]);
  });

  it.each([
    [
      "expiry put off",
      register,
      (value: Record<string, unknown>) => {
        for (const one of value.decisions as { expiresOn: string }[]) one.expiresOn = "2099-01-01";
      },
    ],
    [
      "state in a finding",
      FINDINGS,
      (value: Record<string, unknown>) => {
        for (const one of value.findings as { decision?: { state: string } }[]) {
          if (one.decision !== undefined) one.decision.state = "expired";
        }
      },
    ],
  ])("shows a changed %s", async (_what, path, change) => {
    const store = await decided();
    rewrite(store, path, change);
    await sealAgain(store, SNAPSHOT);
    const { faults } = inShort(await rederived(store, CHECKS));
    expect(faults.filter((fault) => fault.startsWith("RESULT_"))).toEqual([
      `RESULT_DIFFERS ${path}`,
    ]);
  });
});

describe("what --rederive cannot see", () => {
  it("is a configuration that was changed with everything that follows from it", async () => {
    const controls = TWO_REGIONS.controls.map((control) =>
      control.id === "NW-05"
        ? { ...control, status: "dropped" as const, statusReason: "Not needed.", approver: "Eve" }
        : control,
    );
    // The same evidence, judged by rules that are honest, for a company that says another thing.
    const report = await rederived(await taken({ config: { ...TWO_REGIONS, controls } }), CHECKS);
    expect(inShort(report)).toEqual({ exitCode: 0, faults: [] });
  });

  it("is evidence that was made up, and judged as it should be", async () => {
    const vpcs = { Vpcs: [{ VpcId: "vpc-1", State: "available" }] };
    const madeUp = [{ operation: "DescribeVpcs" as never, response: vpcs }];
    const gatherer = answering({ ...GATES, "test.gates.eu-west-1": madeUp });
    const report = await rederived(await taken({ gatherer, checks: [gateIsOpen] }), [gateIsOpen]);
    expect(report.exitCode).toBe(0);
  });
});

describe("another release", () => {
  const other = { version: "0.9.0", codeSha256: "9".repeat(64) };

  it("is needed for what it made, and named once for all its snapshots", async () => {
    const store = await taken({ collector: other });
    const next = { snapshot: "2026-11-23T06-00-00Z", collector: other };
    await takeSnapshot({
      ...{ store, signer: company, crypto: nodeCrypto, config: TWO_REGIONS, checks: CHECKS },
      ...{ homeRegion: "eu-west-1", nonce: null, replayOf: null, gatherer: answering(GATES) },
      ...{ randomChainId: () => "c".repeat(32), ...next },
    });
    const report = await rederived(store, CHECKS);
    expect(report.exitCode).toBe(3);
    expect(report.rederived.snapshots).toEqual([]);
    expect(report.faults.filter(({ code }) => code === "RELEASE_NEEDED")).toEqual([
      {
        code: "RELEASE_NEEDED",
        path: MANIFEST,
        sequence: 1,
        message: `2 snapshots, ${SNAPSHOT} to 2026-11-23T06-00-00Z, were made by release 0.9.0 with code hash ${other.codeSha256}: derive the results again with rederive-${other.codeSha256}.mjs of that release. This is 0.0.0 with ${RELEASE.codeSha256}.`,
      },
    ]);
  });

  it("is not needed where only its number is another: the code is the same", async () => {
    const store = await taken({ collector: { ...RELEASE, version: "0.9.0" } });
    const report = await rederived(store, CHECKS);
    expect(report.rederived.snapshots).toEqual([{ snapshot: SNAPSHOT, files: 62, differing: 0 }]);
  });
});

describe("evidence that is not as it was sealed", () => {
  it("is not judged: verify says what changed, and a note what does not follow", async () => {
    const store = honest.clone();
    rewrite(store, EVIDENCE, (value) => {
      value.complete = false;
    });
    const report = await rederived(store, CHECKS);
    expect(inShort(report).faults.filter((fault) => !fault.startsWith("SNAPSHOT_"))).toEqual([
      `FILE_CHANGED ${EVIDENCE}`,
    ]);
    expect(report.warnings.filter(({ code }) => code === "NOT_DERIVED")).toEqual([
      expect.objectContaining({ path: EVIDENCE }),
    ]);
  });

  it("is not even read where it has another size, which may be any", async () => {
    const store = honest.clone();
    const given = { reader: store, crypto: nodeCrypto };
    const asOf = "2026-11-22T07:00:00Z";
    const verified = await verifyBundle({ ...given, trustedKeys: [company], asOf });
    const closed: string[] = [];
    const open = store.open.bind(store);
    store.open = async (path) => {
      if (path !== EVIDENCE) return open(path);
      const chunks: AsyncIterable<Uint8Array> = {
        [Symbol.asyncIterator]() {
          throw new Error("It was read.");
        },
      };
      return { size: 1e12, chunks, close: async () => void closed.push(path) };
    };
    const report = await rederive({ ...given, checks: CHECKS, release: RELEASE, verified });
    expect(inShort(report).faults).toContain(`FILE_CHANGED ${EVIDENCE}`);
    expect(new Set(closed)).toEqual(new Set([EVIDENCE]));
  });

  const other = new TextEncoder().encode("{}\n");
  const ofOneSize = (path: string) => {
    const bytes = Uint8Array.from(honest.objects.get(path) ?? []);
    return bytes.fill(0x20, bytes.length - 2, bytes.length - 1);
  };

  it.each([
    ["evidence", EVIDENCE, () => other, "FILE_CHANGED"],
    ["evidence, as long as it was", EVIDENCE, () => ofOneSize(EVIDENCE), "FILE_CHANGED"],
    ["the configuration", CONFIG, () => other, "FILE_CHANGED"],
    ["the manifest", MANIFEST, () => other, "MANIFEST_CHANGED"],
  ])("though it was when verify read it is a fault: %s", async (_what, path, bytes, code) => {
    const store = honest.clone();
    const given = { reader: store, crypto: nodeCrypto };
    const asOf = "2026-11-22T07:00:00Z";
    const verified = await verifyBundle({ ...given, trustedKeys: [company], asOf });
    store.objects.set(path, bytes());
    const report = await rederive({ ...given, checks: CHECKS, release: RELEASE, verified });
    expect(inShort(report).faults).toContain(`${code} ${path}`);
    expect(report.exitCode).toBe(1);
  });
});
