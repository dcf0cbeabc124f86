import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPreviousSnapshot } from "../../shared/report/previous-snapshot.ts";
import { readSnapshot } from "../../shared/report/read-snapshot.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { SNAPSHOT } from "../checks/judging.ts";
import { inputFor, temporaryFolder } from "../snapshot/taking.ts";

const NEXT_DAY = "2026-11-23T06-00-00Z";

async function twoDays(): Promise<{ folder: string; store: FolderStore }> {
  const folder = temporaryFolder();
  await takeSnapshot(await inputFor(folder));
  await takeSnapshot(await inputFor(folder, { snapshot: NEXT_DAY }));
  return { folder, store: new FolderStore(join(folder, "evidence")) };
}

describe("the snapshot before", () => {
  it("is the one that the chain names", async () => {
    const { store } = await twoDays();
    const before = await readPreviousSnapshot(store, await readSnapshot(store, NEXT_DAY));
    expect(before?.snapshot).toBe(SNAPSHOT);
  });

  it("is none for the first", async () => {
    const { store } = await twoDays();
    expect(await readPreviousSnapshot(store, await readSnapshot(store, SNAPSHOT))).toBeNull();
  });

  it("is none where it was deleted, which is for verify to report", async () => {
    const { folder, store } = await twoDays();
    rmSync(join(folder, "evidence", "snapshots", SNAPSHOT), { recursive: true });
    expect(await readPreviousSnapshot(store, await readSnapshot(store, NEXT_DAY))).toBeNull();
  });
});
