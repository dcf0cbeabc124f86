import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { storedJson } from "../../shared/evidence/serialize.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { interruptedSnapshots } from "../../shared/snapshot/chain-head.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { SNAPSHOT } from "../checks/judging.ts";
import { answering, GATES, inputFor, TWO_REGIONS, temporaryFolder } from "./taking.ts";

const snapshots = (folder: string, ...names: string[]) =>
  join(folder, "evidence", "snapshots", ...names);

/** A snapshot that was sealed and has lost its manifest: its claim stands alone. */
async function claimed(nonce: string | null) {
  const folder = temporaryFolder();
  const { manifest } = await takeSnapshot(await inputFor(folder, { nonce }));
  for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem"]) {
    rmSync(snapshots(folder, SNAPSHOT, name));
  }
  return { folder, manifest };
}

describe("a claim without its manifest", () => {
  it.each([
    { says: "none, as before", first: null, now: null },
    { says: "the same", first: "auditor-1", now: "auditor-1" },
    { says: "one that the interrupted run did not have", first: null, now: "auditor-2" },
  ])("is finished to the same manifest with a nonce: $says", async ({ first, now }) => {
    const { folder, manifest } = await claimed(first);
    const finished = await takeSnapshot(await inputFor(folder, { nonce: now }));
    expect(finished.manifest).toEqual(manifest);
  });

  it("says that the nonce of that run is needed", async () => {
    const { folder } = await claimed("auditor-1");
    await expect(takeSnapshot(await inputFor(folder))).rejects.toMatchObject({
      code: "CLAIM_UNFINISHED",
      message: expect.stringContaining("the same --nonce (it was tried without one)"),
    });
  });
});

describe("what a snapshot is written beside", () => {
  it("decides the region of an interrupted run, wherever it is finished from", async () => {
    const config = { ...TWO_REGIONS, regions: { only: null, reason: null } };
    const input = await inputFor(temporaryFolder(), { config, homeRegion: "eu-west-1" });
    // The recorded calls of the context were asked in us-east-1, and list no regions.
    const { manifest } = await takeSnapshot(input);
    const regions = manifest.expected.flatMap(({ region }) => region ?? []);
    expect(new Set(regions)).toEqual(new Set(["us-east-1"]));
  });

  it("is left alone when the chain is of another account", async () => {
    const folder = temporaryFolder();
    await takeSnapshot(await inputFor(folder));
    const gatherer = { ...answering(GATES), account: "999999999999" };
    const snapshot = "2026-11-23T06-00-00Z";
    const later = await inputFor(folder, { gatherer, snapshot });
    await expect(takeSnapshot(later)).rejects.toMatchObject({ code: "CHAIN_MIXED" });
    expect(existsSync(snapshots(folder, snapshot))).toBe(false);
  });

  it("is not completed when it is another account's evidence", async () => {
    const { folder } = await claimed(null);
    rmSync(join(folder, "evidence", "chain"), { recursive: true });
    const gatherer = answering(GATES);
    const other = { ...gatherer, account: "999999999999" };
    const taking = takeSnapshot(await inputFor(folder, { gatherer: other }));
    await expect(taking).rejects.toMatchObject({ code: "CHAIN_MIXED" });
    expect(gatherer.asked).toBe(0);
  });
});

describe("interruptedSnapshots", () => {
  it("names what was begun and not sealed, the claimed one first, nothing before the head", async () => {
    const folder = temporaryFolder();
    const { store, ...input } = await inputFor(folder);
    await takeSnapshot({ ...input, store });
    expect(await interruptedSnapshots(store, nodeCrypto)).toEqual([]);
    for (const name of ["2026-11-24T06-00-00Z", "2026-11-23T06-00-00Z", "2026-11-01T06-00-00Z"]) {
      await store.put(`snapshots/${name}/config.json`, storedJson(TWO_REGIONS));
    }
    const later = ["2026-11-23T06-00-00Z", "2026-11-24T06-00-00Z"];
    expect(await interruptedSnapshots(store, nodeCrypto)).toEqual(later);
    rmSync(snapshots(folder, SNAPSHOT, "manifest.json"));
    expect(await interruptedSnapshots(store, nodeCrypto)).toEqual([SNAPSHOT, ...later]);
  });
});
