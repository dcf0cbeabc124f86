import { beforeEach, describe, expect, it } from "vitest";
import { defaultConfig } from "../../shared/config/default-config.ts";
import { effectiveConfig } from "../../shared/config/effective-config.ts";
import { restrictCriteria } from "../../shared/config/restrict-config.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { manifestPath } from "../../shared/integrity/bundle-layout.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import type { WitnessedManifest } from "../../shared/integrity/witness.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import { beginSnapshot } from "../../shared/snapshot/begin-snapshot.ts";
import { type AccountRun, sealInAccount } from "../../shared/snapshot/seal-in-account.ts";
import { ACCOUNT, company } from "../integrity/sample-bundle.ts";
import { VersionedStore } from "../store/versioned-store.ts";

const DAYS = ["2026-11-22", "2026-11-23", "2026-11-24"] as const;
const [FIRST, SECOND, THIRD] = DAYS;
const CONFIG = restrictCriteria(effectiveConfig(defaultConfig()), ["CC6.1"]);

let store: VersionedStore;
/** What the witness noted, in order. */
let noted: WitnessedManifest[];
beforeEach(() => {
  store = new VersionedStore();
  noted = [];
});

const snapshotOf = (day: string): string => `${day}T06-00-00Z`;
const UNAVAILABLE = new EvidenceError("KEY_UNAVAILABLE", "The vault's key is disabled.");
const silent = {
  async attest() {
    throw UNAVAILABLE;
  },
};

/** A day of which nothing was gathered: what is sealed does not matter here. */
function runOf(day: string, changes: Partial<AccountRun> = {}): AccountRun {
  return {
    store,
    signer: company,
    witness: { attest: async (manifest) => void noted.push(manifest) },
    crypto: nodeCrypto,
    config: CONFIG,
    checks: [],
    snapshot: snapshotOf(day),
    account: ACCOUNT,
    partition: "aws",
    homeRegion: "eu-west-1",
    nonce: null,
    collector: { version: "0.0.0", codeSha256: "0".repeat(64) },
    executionStartedAt: `${day}T06:00:02.000Z`,
    failures: new Map([["CC6.1", "the plan failed"]]),
    nextExpectedBy: () => null,
    randomChainId: () => "c".repeat(32),
    now: () => new Date(store.now),
    patienceMs: 0,
    pause: async () => {},
    ...changes,
  };
}

/** Seals a day, at a time of it. */
function seal(day: string, changes: Partial<AccountRun> = {}, time = "06:01:00.000Z") {
  store.now = `${day}T${time}`;
  return sealInAccount(runOf(day, changes));
}

const stored = (day: string): WitnessedManifest => {
  const bytes = store.objects.get(manifestPath(snapshotOf(day))) ?? utf8("");
  const { chain, sequence } = JSON.parse(new TextDecoder().decode(bytes));
  return { chain, sequence, manifestSha256: sha256Hex(bytes) };
};
const notes = () => [...store.objects.keys()].filter((path) => path.includes("unwitnessed"));
const unwitnessedGap = (sequence: number) =>
  `The manifest with sequence ${sequence} was not witnessed: CloudTrail does not show it.`;

describe("a manifest in the account", () => {
  it("is witnessed by chain, number and the hash of what is stored", async () => {
    const sealed = await seal(FIRST);
    expect(sealed.unwitnessed).toBeUndefined();
    expect(noted).toEqual([stored(FIRST)]);
    expect(notes()).toEqual([]);
  });

  it("is witnessed when its run comes again, which may have been killed in between", async () => {
    await seal(FIRST);
    const before = store.objects.size;
    const again = await seal(FIRST, {}, "06:05:00.000Z");
    expect(again).toMatchObject({ unchanged: true, unwitnessed: undefined });
    expect(noted).toEqual([stored(FIRST), stored(FIRST)]);
    expect(store.objects.size).toBe(before);
  });

  it("is witnessed while nobody can sign it", async () => {
    expect(await seal(FIRST, { signer: null })).toMatchObject({
      signed: false,
      unwitnessed: undefined,
    });
    expect(noted).toEqual([stored(FIRST)]);
  });

  it("is sealed and signed whatever becomes of the witness; the next one says so, once", async () => {
    const sealed = await seal(FIRST, { witness: silent });
    expect(sealed).toMatchObject({ signed: true, unwitnessed: UNAVAILABLE });
    expect(notes()).toEqual([`.staging/unwitnessed-1-${sealed.manifestSha256}.json`]);
    const next = await seal(SECOND);
    expect(next.manifest.gaps).toContain(unwitnessedGap(1));
    const third = await seal(THIRD);
    expect(third.manifest.gaps).not.toContain(unwitnessedGap(1));
    const report = await verifyBundle({
      reader: store,
      crypto: nodeCrypto,
      trustedKeys: [company],
      asOf: store.now,
    });
    expect(report.faults.filter(({ code }) => code !== "SNAPSHOT_INCOMPLETE")).toEqual([]);
  });

  it("is sealed when not even that can be noted", async () => {
    const put = store.put.bind(store);
    store.put = async (path, bytes) => {
      if (!path.includes("unwitnessed")) return put(path, bytes);
      throw new EvidenceError("STORE_UNREADABLE", "No.");
    };
    expect(await seal(FIRST, { witness: silent })).toMatchObject({ signed: true });
    expect((await seal(SECOND)).manifest.gaps).not.toContain(unwitnessedGap(1));
  });

  it("is no longer said to lack a witness because somebody left a note of another one", async () => {
    await seal(FIRST);
    await store.put(`.staging/unwitnessed-1-${"ab".repeat(32)}.json`, utf8("{}"));
    expect((await seal(SECOND)).manifest.gaps).not.toContain(unwitnessedGap(1));
  });

  it.each<[string, string, number]>([
    ["up to six hours after its evidence was complete", "12:00:00.000Z", 2],
    ["not later: that would speak against it", "12:00:00.001Z", 1],
  ])("is witnessed again %s", async (_says, time, count) => {
    await seal(FIRST);
    await seal(FIRST, {}, time);
    expect(noted).toHaveLength(count);
    expect(notes()).toHaveLength(2 - count);
  });

  it("is witnessed by the run that finishes it", async () => {
    await seal(FIRST);
    for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem"]) {
      store.destroy(`snapshots/${snapshotOf(FIRST)}/${name}`);
    }
    noted = [];
    store.now = `${FIRST}T06:10:05.000Z`;
    await sealInAccount(
      runOf(FIRST, {
        snapshot: `${FIRST}T06-10-00Z`,
        executionStartedAt: `${FIRST}T06:10:02.000Z`,
      }),
    );
    expect(noted.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(noted[0]).toEqual(stored(FIRST));
  });

  it("that was left and sealed a day later is not witnessed, and the next one says so", async () => {
    store.now = `${FIRST}T06:00:03.000Z`;
    await beginSnapshot({ ...runOf(FIRST), replayOf: null });
    const next = await seal(SECOND);
    expect(next.manifest.sequence).toBe(2);
    expect(noted).toEqual([stored(SECOND)]);
    expect(next.manifest.gaps).toContain(unwitnessedGap(1));
  });

  it("does not hide a defect of the witness", async () => {
    const broken = {
      async attest() {
        throw new TypeError("x is not a function");
      },
    };
    await expect(seal(FIRST, { witness: broken })).rejects.toThrow(TypeError);
  });
});
