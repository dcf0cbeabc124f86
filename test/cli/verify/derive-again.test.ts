import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FolderStore } from "../../../shared/store/folder-store.ts";
import { company } from "../../integrity/sample-bundle.ts";
import { rewrite, sealAgain } from "../../snapshot/rederiving.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { runIn } from "../terminal.ts";

const SNAPSHOT = "2026-10-19T06-00-00Z";
const ASSESSMENT = `CC7.2-security-monitoring/${SNAPSHOT}/assessment.json`;

const cwd = mkdtempSync(join(tmpdir(), "derive-"));

async function run(argv: readonly string[]) {
  const now = () => new Date("2026-11-24T07:00:00.000Z");
  const { exitCode, out: stdout, err: stderr } = await runIn(cwd, argv, { now });
  return { exitCode, stdout, stderr };
}

/** A copy of the evidence, in which somebody who holds a key changed something and sealed it again. */
async function forged(name: string, change: (store: MemoryStore) => void): Promise<string> {
  const from = new FolderStore(join(cwd, "evidence"));
  const store = new MemoryStore();
  for await (const { path } of from.list("")) {
    if (!path.includes("/reports/")) {
      store.objects.set(path, (await from.read(path)) ?? new Uint8Array());
    }
  }
  change(store);
  await sealAgain(store, SNAPSHOT);
  const to = new FolderStore(join(cwd, name));
  for (const [path, bytes] of store.objects) await to.put(path, bytes);
  return name;
}

beforeAll(async () => {
  const taking = ["snapshot", "--sample", "before", "--out", "evidence", "--criteria", "CC7.2"];
  expect((await run(taking)).exitCode).toBe(0);
  writeFileSync(join(cwd, "company.pem"), company.publicKeyPem);
});

describe("verify --rederive", () => {
  it("says that every result follows", async () => {
    const { exitCode, stdout } = await run(["verify", "evidence", "--rederive"]);
    expect(stdout.replace(/\s+/g, " ")).toContain(
      "63 files derived again for 1 of 1 snapshot: the same to the byte",
    );
    expect(exitCode).toBe(0);
  });

  it("says so to machines", async () => {
    const { stdout } = await run(["verify", "evidence", "--rederive", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      exitCode: 0,
      rederived: { snapshots: [{ snapshot: SNAPSHOT, files: 63, differing: 0 }] },
    });
  });

  it("ends with 1 and names an assessment that was changed and sealed again (case 15)", async () => {
    const folder = await forged("forged", (store) =>
      rewrite(store, ASSESSMENT, (value) => {
        value.headline = "no-exception";
      }),
    );
    const trusting = ["verify", folder, "--key", "company.pem"];
    expect((await run(trusting)).exitCode).toBe(0);
    const { exitCode, stdout } = await run([...trusting, "--rederive"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Not what the evidence comes to: 1 fault");
    expect(stdout).toContain(ASSESSMENT);
  });

  it.each(["--file", "--proof"])("does not go with %s", async (option) => {
    const ended = await run(["verify", "evidence", option, "a.json", "--rederive"]);
    expect(ended).toMatchObject({ exitCode: 3, stdout: "" });
    expect(ended.stderr).toContain(`${option} is about one file and does not go with --rederive`);
  });

  it("with a fingerprint in capitals and colons trusts that key", async () => {
    const folder = await forged("fingerprint", () => {});
    const dictated = company.spkiSha256.toUpperCase().replace(/(..)(?=.)/g, "$1:");
    expect((await run(["verify", folder, "--fingerprint", dictated])).exitCode).toBe(0);
    const refused = await run(["verify", folder, "--fingerprint", "abc"]);
    expect(refused).toMatchObject({ exitCode: 3, stdout: "" });
    expect(refused.stderr).toContain("64 hexadecimal digits");
  });
});
