import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSample } from "../../cli/sample.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "demo-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("npm start", () => {
  it("says what to do where another release's sample stands", async () => {
    const { recording } = await openSample("before");
    const standing = join(folder, "sample-evidence/snapshots", recording.snapshot);
    mkdirSync(standing, { recursive: true });
    writeFileSync(join(standing, "config.json"), "{}\n");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, "../../cli/demo.ts")],
      {
        cwd: folder,
        env: { PATH: process.env.PATH ?? "", SOC2_EVIDENCE_HOME: join(folder, "keys") },
        encoding: "utf8",
      },
    );
    expect({ status, stdout, stderr }).toEqual({
      status: 3,
      stdout: "",
      stderr:
        "sample-evidence/ holds snapshots that another release or configuration took of the sample account, and sealed evidence is never written over. Delete or rename that folder, then run npm start again.\n",
    });
  });
});
