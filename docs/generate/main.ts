import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkCatalogue } from "./check-catalogue.ts";
import type { Generated } from "./generated.ts";

const root = join(import.meta.dirname, "../..");
const onlyCheck = process.argv.includes("--check");
const stale: string[] = [];

// First, because everything else reads it.
await settle(await checkCatalogue(root), "biome");
const { benchmarkChecks } = await import("./benchmark-checks.ts");
await settle(benchmarkChecks(), "biome");
const { pages } = await import("./pages.ts");
for (const page of await pages(root)) await settle(page);

if (stale.length > 0 && onlyCheck) {
  process.stderr.write(`Not what the code generates: ${stale.join(", ")}. Run: npm run generate\n`);
  process.exitCode = 1;
}

/** Writes a generated file where it differs, or only notes it with --check. */
async function settle({ path, content }: Generated, formatter?: "biome"): Promise<void> {
  const file = join(root, path);
  const wanted =
    formatter === "biome"
      ? execFileSync(
          join(root, "node_modules/.bin/biome"),
          ["check", "--write", `--stdin-file-path=${path}`],
          { input: content, encoding: "utf8", cwd: root },
        )
      : content;
  if (read(file) === wanted) return;
  stale.push(path);
  if (onlyCheck) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wanted);
  process.stdout.write(`${path}\n`);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
