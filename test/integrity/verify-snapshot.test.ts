import { describe, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { type Fault, FaultLog, type Warning } from "../../shared/integrity/faults.ts";
import { takeInventory } from "../../shared/integrity/inventory.ts";
import type { Manifest } from "../../shared/integrity/manifest.ts";
import {
  type PinnedFiles,
  type SnapshotRecord,
  verifySnapshot,
} from "../../shared/integrity/verify-snapshot.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { EvidenceReader } from "../../shared/store/store.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import { VersionedStore } from "../store/versioned-store.ts";
import { company, forge, manifestOf, sealDay, sealedBundle, snapshotOf } from "./sample-bundle.ts";
import { contextOf } from "./sample-links.ts";
import { at, FIRST, RICH, SECOND } from "./verifying.ts";

interface Verified {
  readonly record: SnapshotRecord | undefined;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
  readonly pinned: PinnedFiles;
  readonly listed: readonly (readonly [string, string | undefined])[];
}

/** Verifies one snapshot by itself: nobody is asked whom to trust. */
async function verifyDay(store: EvidenceReader, day: string): Promise<Verified> {
  const log = new FaultLog();
  const listed: [string, string | undefined][] = [];
  const reader: EvidenceReader = {
    open: (path, versionId) => store.open(path, versionId),
    read: (path, versionId) => store.read(path, versionId),
    list(prefix, need) {
      listed.push([prefix, need]);
      return store.list(prefix, need);
    },
  };
  const inventory = await takeInventory(store, log);
  const snapshot = inventory?.snapshots.find((one) => one.snapshot === snapshotOf(day));
  if (inventory === undefined || snapshot === undefined) throw new Error(`no ${day}`);
  const pinned = { present: inventory.pinned, hashed: new Map(), listed: new Set<string>() };
  const context = contextOf(reader, log);
  const record = await verifySnapshot(context, snapshot, pinned);
  return { record, faults: log.faults, warnings: log.warnings, pinned, listed };
}

const MANIFEST = at(FIRST, "manifest.json");
const said = <Code extends string>(code: Code, message: string) => ({
  code,
  path: MANIFEST,
  message,
  sequence: 1,
});

/** The first day, with a manifest that says something else, signed all the same. */
async function forged(change: Partial<Manifest>): Promise<MemoryStore> {
  const store = await sealedBundle([FIRST]);
  await forge(store, { ...manifestOf(store, FIRST), ...change }, [company]);
  return store;
}

describe("a snapshot by itself", () => {
  it("is good, and what it states is kept without its lists", async () => {
    const manifest = manifestOf(RICH, SECOND);
    const { record, faults, warnings } = await verifyDay(RICH, SECOND);
    expect({ faults, warnings }).toEqual({ faults: [], warnings: [] });
    const { account, partition, replayOf, nextExpectedBy, signer, nonce } = manifest;
    const { collector, gaps, incomplete, files } = manifest;
    expect(record).toMatchObject({
      snapshot: snapshotOf(SECOND),
      path: at(SECOND, "manifest.json"),
      seal: { envelopeFile: "there", place: { sequence: 2 } },
      lock: null,
    });
    expect(record?.facts).toEqual({
      ...{ account, partition, replayOf, nextExpectedBy, signer, nonce },
      ...{ collector, gaps, incomplete },
      fileCount: files.length,
      byteCount: files.map(({ size }) => size).reduce((sum, size) => sum + size),
      comparedCount: files.length,
      unchangedCount: files.length,
      hasReports: true,
    });
    expect(record?.seal).not.toHaveProperty("manifest");
  });

  it("has the lock of its versions", async () => {
    const bucket = new VersionedStore();
    await sealDay(bucket, FIRST);
    const { record } = await verifyDay(bucket, FIRST);
    expect(record?.lock).toMatchObject({ governance: 9, unlocked: 0 });
  });

  it("is listed by names, each of its folders", async () => {
    const { listed } = await verifyDay(RICH, SECOND);
    const folders = ["CC6.1-access-controls", "CC6.6-network-boundary", "external", "snapshots"];
    expect(listed).toEqual(folders.map((folder) => [`${folder}/${snapshotOf(SECOND)}/`, "names"]));
  });

  it("without a manifest is none", async () => {
    const store = RICH.clone();
    store.objects.delete(at(SECOND, "manifest.json"));
    expect((await verifyDay(store, SECOND)).record).toBeUndefined();
  });

  it("whose manifest cannot be read has a place, and its files are not judged", async () => {
    const store = RICH.clone();
    store.objects.delete(at(SECOND, "findings.json"));
    store.objects.set(at(SECOND, "manifest.json"), utf8("{}"));
    const { record, faults } = await verifyDay(store, SECOND);
    expect(faults.map(({ code }) => code)).toEqual(["MANIFEST_CHANGED"]);
    expect(record).toMatchObject({ facts: undefined, seal: { place: { sequence: 2 } } });
  });

  it.each<[string, string]>([
    ["evidence", `CC6.1-access-controls/${snapshotOf(SECOND)}/more.json`],
    ["a summary", at(SECOND, "findings.part-0001.json")],
    ["another's findings", `external/${snapshotOf(SECOND)}/more.ndjson`],
  ])("has no room for %s that it does not list", async (_what, path) => {
    const store = RICH.clone();
    store.objects.set(path, utf8("{}"));
    expect((await verifyDay(store, SECOND)).faults).toEqual([
      {
        code: "UNLISTED_FILE",
        path,
        message: `${path} stands in a sealed snapshot and no manifest lists it.`,
        sequence: 2,
      },
    ]);
  });

  it("has the files that it lists, as they were", async () => {
    const store = RICH.clone();
    store.objects.delete(at(SECOND, "config.json"));
    store.objects.set(at(SECOND, "findings.json"), utf8("{}"));
    expect((await verifyDay(store, SECOND)).faults).toMatchObject([
      { code: "FILE_MISSING", path: at(SECOND, "config.json"), sequence: 2 },
      { code: "FILE_CHANGED", path: at(SECOND, "findings.json"), sequence: 2 },
    ]);
  });

  it("has no report that its index does not list", async () => {
    const store = RICH.clone();
    store.objects.set(at(SECOND, "reports/more.html"), utf8("<p>"));
    const { faults } = await verifyDay(store, SECOND);
    expect(faults).toMatchObject([
      { code: "UNLISTED_FILE", path: at(SECOND, "reports/more.html") },
    ]);
  });

  it("states the root of its files", async () => {
    const merkleRoot = "0".repeat(64);
    const right = (await sealedBundle([FIRST]).then((store) => manifestOf(store, FIRST)))
      .merkleRoot;
    expect((await verifyDay(await forged({ merkleRoot }), FIRST)).faults).toEqual([
      said(
        "MERKLE_ROOT_WRONG",
        `${MANIFEST} states the Merkle root ${merkleRoot}; its files come to ${right}.`,
      ),
    ]);
  });
});

describe("documents and records of shares", () => {
  const POLICY = "CC6.1-access-controls/manual/policy.pdf";
  const SHARE = `shares/${snapshotOf(FIRST)}-auditor.json`;

  it("are noted as listed, and remembered as they were read", async () => {
    const store = RICH.clone();
    store.objects.set(SHARE, utf8("{}\n"));
    await sealDay(store, "2026-11-22");
    const { pinned, faults } = await verifyDay(store, "2026-11-22");
    expect(faults).toEqual([]);
    expect(pinned.listed).toEqual(new Set([POLICY, SHARE]));
    expect([...pinned.hashed.values()]).toMatchObject([
      { sha256: sha256Hex(utf8("%PDF-1.7\n")) },
      { sha256: sha256Hex(utf8("{}\n")) },
    ]);
  });

  it("that are gone are missing", async () => {
    const store = RICH.clone();
    store.objects.delete(POLICY);
    const { faults, pinned } = await verifyDay(store, SECOND);
    expect(faults).toMatchObject([{ code: "FILE_MISSING", path: POLICY, sequence: 2 }]);
    expect(pinned.listed).toEqual(new Set([POLICY]));
  });
});

describe("what a manifest admits", () => {
  it("as incomplete is a fault each, with its reason", async () => {
    const incomplete = [
      { criterion: "CC6.1", source: "iam.account-summary", region: null, reason: "Denied." },
      { criterion: "CC6.6", source: "ec2.security-groups", region: "eu-west-1", reason: "Late." },
    ];
    const { faults, record } = await verifyDay(await forged({ incomplete }), FIRST);
    expect(faults).toEqual([
      said("SNAPSHOT_INCOMPLETE", "iam.account-summary for CC6.1 is incomplete: Denied."),
      said(
        "SNAPSHOT_INCOMPLETE",
        "ec2.security-groups in eu-west-1 for CC6.6 is incomplete: Late.",
      ),
    ]);
    expect(record?.facts?.incomplete).toEqual(incomplete);
  });

  it("as planned and does not account for is a fault each", async () => {
    const store = await sealedBundle([FIRST]);
    const { expected } = manifestOf(store, FIRST);
    const more = [
      { criterion: "CC7.2", source: "cloudtrail.trails", region: "eu-west-1" },
      { criterion: "CC7.2", source: "iam.users", region: null },
    ];
    const { faults } = await verifyDay(await forged({ expected: [...expected, ...more] }), FIRST);
    const neither = "the manifest neither lists its evidence nor records it as incomplete.";
    expect(faults).toEqual([
      said(
        "SOURCE_UNACCOUNTED",
        `cloudtrail.trails in eu-west-1 was planned for CC7.2; ${neither}`,
      ),
      said("SOURCE_UNACCOUNTED", `iam.users was planned for CC7.2; ${neither}`),
    ]);
  });

  it("as gaps is a warning each", async () => {
    const gaps = ["A first.", "A second."];
    const { faults, warnings } = await verifyDay(await forged({ gaps }), FIRST);
    expect({ faults, warnings }).toEqual({
      faults: [],
      warnings: gaps.map((gap) => said("GAP_RECORDED", gap)),
    });
  });

  it("of an earlier chain counts in the first manifest only", async () => {
    const manifestSha256 = "ab".repeat(32);
    const earlier = { chain: "c".repeat(32), sequence: 41, manifestSha256, signer: null };
    const restarted = await sealedBundle([FIRST], () => ({ restartOf: earlier }));
    const { gaps } = manifestOf(restarted, FIRST);
    const later = await sealedBundle([FIRST, SECOND], (day) => (day === FIRST ? {} : { gaps }));
    const codes = async (store: MemoryStore, day: string): Promise<string[]> =>
      (await verifyDay(store, day)).warnings.map(({ code }) => code);
    expect(await codes(restarted, FIRST)).toEqual(["CHAIN_RESTARTED"]);
    expect(await codes(later, SECOND)).toEqual(["GAP_RECORDED"]);
  });
});

describe("the time of a snapshot", () => {
  type Dates = Pick<Manifest, "awsDateMin" | "awsDateMax"> & Partial<Pick<Manifest, "replayOf">>;
  const dates = (awsDateMin: string | null, awsDateMax: string | null): Dates => ({
    awsDateMin,
    awsDateMax,
  });
  const [EARLIEST, LATEST] = ["2026-11-20T05:55:00Z", "2026-11-21T06:00:00Z"];
  const [TOO_EARLY, TOO_LATE] = ["2026-11-20T05:54:59Z", "2026-11-21T06:00:01Z"];

  it.each<[string, Dates, boolean]>([
    ["as early and as late as clocks and runs allow", dates(EARLIEST, LATEST), false],
    ["more than five minutes before its name", dates(TOO_EARLY, EARLIEST), true],
    ["more than a day after its name", dates(LATEST, TOO_LATE), true],
    ["both too early and too late", dates(TOO_EARLY, TOO_LATE), true],
    ["of an admitted replay", { ...dates(TOO_EARLY, TOO_LATE), replayOf: "sample" }, false],
    ["of no first answer", dates(null, TOO_LATE), false],
    ["of no last answer", dates(TOO_EARLY, null), false],
    ["of no answers", dates(null, null), false],
  ])("is compared with AWS's own: %s", async (_what, change, told) => {
    const { faults, warnings } = await verifyDay(await forged(change), FIRST);
    const { awsDateMin, awsDateMax } = change;
    const message = `The snapshot calls itself ${snapshotOf(FIRST)}, and AWS dated its answers ${awsDateMin} to ${awsDateMax}.`;
    expect({ faults, warnings }).toEqual({
      faults: [],
      warnings: told ? [said("AWS_DATE_CONTRADICTS", message)] : [],
    });
  });
});
