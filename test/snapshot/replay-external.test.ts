import { expect, it } from "vitest";
import { importFindings } from "../../shared/snapshot/import-findings.ts";
import { openRecording } from "../../shared/snapshot/replay.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { securityHubFindings } from "../../shared/sources/securityhub/findings.ts";
import { SNAPSHOT } from "../checks/judging.ts";
import { asff, ocsf } from "../external/asff-sample.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { page, withFindings } from "./other-tools.ts";
import { inputFor, temporaryFolder } from "./taking.ts";

const PAGES = {
  "eu-west-1": [
    page([asff()], "eu-west-1"),
    page(
      [asff({ Id: "b", Compliance: { Status: "FAILED", SecurityControlId: "EC2.8" } })],
      "eu-west-1",
    ),
  ],
  "us-east-1": [],
};
const [severe] = securityHubFindings;

/** A snapshot with pages of Security Hub and an import, as it was taken. */
async function taken(): Promise<MemoryStore> {
  const store = new MemoryStore();
  const staged = new Map<string, Uint8Array>();
  await importFindings({
    store,
    file: "prowler.ocsf.json",
    bytes: (async function* () {
      yield new TextEncoder().encode(JSON.stringify([ocsf()]));
    })(),
    stage: {
      write: async (name, bytes) => void staged.set(name, bytes),
      read: async (name) => staged.get(name) ?? new Uint8Array(),
    },
    importedAt: "2026-11-21T09:00:00.000Z",
    version: "0.1.0",
  });
  const gatherer = withFindings(PAGES, {}, severe === undefined ? [] : [severe]);
  await takeSnapshot(await inputFor(temporaryFolder(), { gatherer, store }));
  return store;
}

it("comes to the same list and assessment, byte for byte, from a recording alone", async () => {
  const store = await taken();
  const recording = await openRecording(store, null);
  const again = new MemoryStore();
  const { manifest } = await takeSnapshot(
    await inputFor(temporaryFolder(), {
      gatherer: recording.gatherer,
      homeRegion: recording.homeRegion,
      store: again,
      replayOf: "replay:x",
    }),
  );
  expect(manifest.incomplete).toEqual([]);
  const of = (objects: ReadonlyMap<string, Uint8Array>) =>
    [...objects]
      .filter(([path]) => path.startsWith(`external/${SNAPSHOT}/`))
      .map(([path, bytes]) => [path, new TextDecoder().decode(bytes)])
      .sort();
  expect(of(store.objects)).toHaveLength(5);
  expect(of(again.objects)).toEqual(of(store.objects));
});

it("says that a recording has nothing of a region, where it has the source in another", async () => {
  const store = await taken();
  store.objects.delete(`external/${SNAPSHOT}/securityhub.findings-severe.us-east-1.ndjson`);
  for (const path of [...store.objects.keys()]) {
    if (path.startsWith("snapshots/") && !path.endsWith("config.json")) store.objects.delete(path);
  }
  const recording = await openRecording(store, SNAPSHOT);
  const { manifest } = await takeSnapshot(
    await inputFor(temporaryFolder(), {
      gatherer: recording.gatherer,
      store: new MemoryStore(),
      replayOf: "replay:x",
    }),
  );
  expect(manifest.incomplete).toMatchObject([
    {
      criterion: "external",
      region: "us-east-1",
      reason: "The recording has no securityhub.findings-severe in us-east-1; 0 findings were read",
    },
  ]);
});
