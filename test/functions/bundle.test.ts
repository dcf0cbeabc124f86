import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildFunctions } from "../../functions/bundle.ts";

const ENTRIES = ["start", "plan", "collect", "manifest"];

/** Loads a module in a process of its own, and prints what of Node it loaded. */
const PROBE = "await import(process.argv[1]); console.log(process.moduleLoadList.join())";

describe("the functions' bundle", () => {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  let first: Awaited<ReturnType<typeof buildFunctions>>;
  beforeAll(async () => {
    first = await buildFunctions(join(folder, "first"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is the same whoever builds it", async () => {
    const second = await buildFunctions(join(folder, "second"));
    expect(second.codeSha256).toBe(first.codeSha256);
  });

  it.each(ENTRIES)("%s loads nothing of Node that it does not need", (entry) => {
    const loaded = execFileSync(
      process.execPath,
      ["--input-type=module", "--eval", PROBE, join(first.folder, `${entry}.mjs`)],
      { encoding: "utf8", env: { LAMBDA_TASK_ROOT: "/var/task" } },
    );
    expect(loaded).toContain("NativeModule crypto");
    expect(loaded).not.toMatch(/undici|http2/);
  });
});
