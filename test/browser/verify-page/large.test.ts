import { createHash } from "node:crypto";
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { seal } from "../../../shared/snapshot/seal.ts";
import { company, putEvidence, sealInput } from "../../integrity/sample-bundle.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { type MadeEntry, zipParts } from "../../store/zip-maker.ts";
import { Verifier } from "./verifier.ts";

const MIB = 1024 * 1024;
const DAY = "2026-11-21";
/** Half a gigabyte of documents as they come, and a table that is larger than is hashed whole. */
const DOCUMENTS = { count: 50, bytes: 8 * MIB };
const TABLE_BYTES = 100 * MIB;
/** What a browser without this page has, and a good deal less than the ZIP. */
const MOST_MIB_MORE = 320;
/** Longer than a machine that does other things makes any page wait, and far less than verifying takes. */
const LONGEST_FREEZE_MS = 1000;
/** A page that shows fewer was not watched, or stood still. */
const FEWEST_FRAMES = 60;

let verifier: Verifier;
const folder = mkdtempSync(join(tmpdir(), "verify-page-large-"));
const zip = join(folder, "evidence.zip");

beforeAll(async () => {
  verifier = await Verifier.start();
  const store = new MemoryStore();
  await putEvidence(store, DAY);
  const document = noise(DOCUMENTS.bytes);
  for (let index = 0; index < DOCUMENTS.count; index++) {
    await store.put(`CC6.1-access-controls/manual/document-${index}.pdf`, document);
  }
  await store.put("CC6.1-access-controls/manual/table.csv", noise(TABLE_BYTES));
  await seal(sealInput(store, DAY, { nextExpectedBy: null }));
  const entries = store.objects
    .entries()
    .map(([name, data]): MadeEntry => ({ name, data, method: name.includes("/manual/") ? 0 : 8 }));
  await pipeline(Readable.from(zipParts(entries)), createWriteStream(zip));
});
afterAll(async () => {
  await verifier?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Bytes that do not deflate, the same at every run. */
function noise(bytes: number): Uint8Array {
  return createHash("shake256", { outputLength: bytes }).update("noise").digest();
}

/** Memory of all processes of the browser together, in MiB: a worker's is part of its page's. */
async function memoryMib(): Promise<number> {
  const session = await verifier.browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo
    .map(({ id }) => /^RssAnon:\s+(\d+) kB$/m.exec(statusOf(id))?.[1] ?? "0")
    .reduce((sum, kilobytes) => sum + Number(kilobytes) / 1024, 0);
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    // It has ended since it was listed.
    return "";
  }
}

it("verifies half a gigabyte in little memory, and the page never freezes", async () => {
  const size = statSync(zip).size;
  await verifier.look(async (opened) => {
    const { page } = opened;
    await opened.evaluate(`
      window.frameGaps = [];
      let before = performance.now();
      const frame = (now) => {
        frameGaps.push(now - before);
        before = now;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      window.counts = new Set();
      new MutationObserver(() => counts.add(document.getElementById("count").textContent))
        .observe(document.getElementById("count"), { childList: true });`);
    const before = await memoryMib();
    await opened.begin({ zip, fingerprint: company.spkiSha256 });
    let most = 0;
    while (!(await page.locator("#verdict").isVisible())) most = Math.max(most, await memoryMib());
    const frames = await opened.evaluate<number>("frameGaps.length");
    const longest = Math.round(await opened.evaluate<number>("Math.max(...frameGaps)"));
    const shown = await opened.evaluate<number>("counts.size");
    process.stdout.write(
      `${Math.round(size / 1e6)} MB: ${Math.round(most - before)} MiB more, ${frames} frames, ${longest} ms between two at most, progress shown ${shown} times\n`,
    );
    expect(await opened.heading()).toBe("Verified");
    expect(size).toBeGreaterThan(500e6);
    expect(most - before).toBeLessThan(MOST_MIB_MORE);
    expect(frames).toBeGreaterThan(FEWEST_FRAMES);
    expect(longest).toBeLessThan(LONGEST_FREEZE_MS);
    expect(shown).toBeGreaterThan(10);
  });
});
