import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as z from "zod";

const ROOT = join(import.meta.dirname, "../..");

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      message: z.string(),
      location: z.object({ path: z.string().nullable() }),
    }),
  ),
});

/**
 * Lints files of which only path and content are given, with this repository's rules and in one run.
 *
 * @returns what each file breaks, each once: a rule's name (`lint/style/useConst`), or what one of
 *   our own rules says of it
 */
export async function lintFiles(
  files: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = await mkdtemp(join(tmpdir(), "house-"));
  try {
    await cp(join(ROOT, "biome.json"), join(folder, "biome.json"));
    await cp(join(ROOT, "lint"), join(folder, "lint"), { recursive: true });
    // biome.json names its own schema there.
    await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
    for (const [path, content] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    const { diagnostics } = reportSchema.parse(JSON.parse(await biome(folder)));
    const found = new Map<string, string[]>([...files.keys()].map((path) => [path, []]));
    for (const { category, message, location } of diagnostics) {
      const broken = found.get(location.path ?? "");
      // A fault that is in none of the files would be in the rules themselves.
      if (broken === undefined) throw new Error(`${location.path}: ${message}`);
      const said = category === "plugin" ? message : category;
      if (!broken.includes(said)) broken.push(said);
    }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function biome(folder: string): Promise<string> {
  const program = join(ROOT, "node_modules/@biomejs/biome/bin/biome");
  const args = ["lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none", "."];
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [program, ...args],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      // Its exit code is 1 when it finds something, which is what is wanted here.
      (error, stdout) => (stdout === "" ? reject(error) : resolve(stdout)),
    );
  });
}
