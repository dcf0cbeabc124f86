import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { asff, ocsf } from "../../external/asff-sample.ts";
import { runIn } from "../terminal.ts";

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "import-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

function importing(name: string, finding: Json, ...options: readonly string[]) {
  writeFileSync(join(cwd, name), JSON.stringify([finding]));
  return runIn(cwd, ["import", name, ...options]);
}

const withoutBreaks = (text: string) => text.replaceAll(/\s+/g, " ");

describe("import", () => {
  it("says what it took, where it waits and for how long it stands, within 80 columns", async () => {
    const { exitCode, out } = await importing("scan.json", ocsf());
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Imported 1 finding of Prowler 5\.40\.0 \(OCSF\)\.$/m);
    expect(out).toMatch(/^Waiting {3}evidence\/inbox\/import-[0-9a-f]{16}\/$/m);
    expect(withoutBreaks(out)).toContain(
      "and so does each later one until newer findings of the same tool are imported",
    );
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("names the other imports that stand, and how to end one", async () => {
    await importing("hub.json", asff());
    const { out } = await importing("scan.json", ocsf());
    expect(withoutBreaks(out)).toMatch(
      /It also takes in hub\.json, imported on 2026-11-30\. Where its findings are no longer so, move evidence\/inbox\/import-[0-9a-f]{16}\/ away\./,
    );
    const json = JSON.parse((await importing("scan.json", ocsf(), "--json")).out);
    expect(json).toMatchObject({
      unchanged: true,
      stands: true,
      filedIn: null,
      beside: [{ importedFrom: { file: "hub.json" }, findings: 1 }],
    });
  });

  it("says that a file is left out whose tool was imported anew, once a snapshot has it", async () => {
    await importing("scan.json", ocsf());
    expect((await runIn(cwd, ["snapshot", "--sample", "before"])).exitCode).toBe(0);
    await importing("later.json", ocsf({ message: "Later" }));
    const { out } = await importing("scan.json", ocsf());
    expect(out).toMatch(/^Kept in {3}evidence\/inbox\/import-/m);
    expect(out).toMatch(/^Filed in {2}snapshot 2026-10-19T06-00-00Z$/m);
    expect(withoutBreaks(out)).toContain("so snapshots leave this file out");
  });
});
