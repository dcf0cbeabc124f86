import { describe, expect, it } from "vitest";
import { importFindings } from "../../shared/snapshot/import-findings.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { SNAPSHOT } from "../checks/judging.ts";
import { asff, ocsf } from "../external/asff-sample.ts";
import { company } from "../integrity/sample-bundle.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { gateIsOpen } from "./gates-and-doors.ts";
import { page, withFindings } from "./other-tools.ts";
import { inShort, rederived, rewrite, sealAgain } from "./rederiving.ts";
import { inputFor, temporaryFolder } from "./taking.ts";

const ASSESSMENT = `external/${SNAPSHOT}/assessment.json`;
const PAGES = { "eu-west-1": [page([asff()], "eu-west-1")], "us-east-1": [] };

/** A snapshot with what Security Hub said in two regions, and a report of Prowler. */
async function taken(ends: Parameters<typeof withFindings>[1] = {}): Promise<MemoryStore> {
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
  const gatherer = withFindings(PAGES, ends);
  await takeSnapshot(await inputFor(temporaryFolder(), { gatherer, store, signer: company }));
  return store;
}

describe("other tools' findings, derived again", () => {
  it("come to what was sealed", async () => {
    expect(inShort(await rederived(await taken(), [gateIsOpen]))).toEqual({
      exitCode: 0,
      faults: [],
    });
  });

  it("come to it where a source was not read whole, as the manifest says", async () => {
    const store = await taken({ complete: false, incompleteReason: "Throttled" });
    const { exitCode, faults } = inShort(await rederived(store, [gateIsOpen]));
    expect([exitCode, faults.filter((fault) => fault.startsWith("RESULT"))]).toEqual([2, []]);
  });

  it("do not come to an assessment that was changed and sealed again", async () => {
    const store = await taken();
    rewrite(store, ASSESSMENT, (value) => {
      value.gaps = [];
    });
    await sealAgain(store, SNAPSHOT);
    expect(inShort(await rederived(store, [gateIsOpen]))).toEqual({
      exitCode: 1,
      faults: [`RESULT_DIFFERS ${ASSESSMENT}`],
    });
  });
});
