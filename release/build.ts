import { execFileSync } from "node:child_process";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { codeSha256, versionOf } from "../shared/code/code-hash.ts";
import { compareUtf8 } from "../shared/integrity/bytes.ts";
import { sha256Hex } from "../shared/keys/node-crypto.ts";
import { bundled } from "./bundled.ts";
import { thirdPartyLicenses } from "./third-party-licenses.ts";
import { buildPage } from "./verify-page/build-page.ts";

const root = join(import.meta.dirname, "..");

/** A file of the release, by its name. */
export type ReleaseFiles = ReadonlyMap<string, Uint8Array>;

/**
 * Makes the files of a release, which hang on nothing but the sources and the lockfile: two builds of
 * one checkout are the same to the byte.
 *
 * @param functionsSha256 of the bundle that is deployed (`functions/bundle.ts` prints it)
 */
export async function makeRelease(functionsSha256: string): Promise<ReleaseFiles> {
  const release = { version: versionOf(join(root, "package.json")), codeSha256: codeSha256(root) };
  const verify = await bundled("release/verify.ts", release, root);
  const rederive = await bundled("release/rederive.ts", release, root);
  const page = await buildPage(release, root);
  const packages = [...verify.packages, ...rederive.packages, ...page.packages];
  const text = (content: string) => new TextEncoder().encode(content);
  const files = new Map([
    ["verify.mjs", verify.bytes],
    [`rederive-${release.codeSha256}.mjs`, rederive.bytes],
    ["verify.html", page.bytes],
    [
      "release.json",
      text(`${JSON.stringify({ schema: "release/1", ...release, functionsSha256 }, null, 2)}\n`),
    ],
    ["THIRD-PARTY-LICENSES.txt", text(await thirdPartyLicenses(packages, root))],
  ]);
  return files.set("SHA256SUMS", text(sums(files)));
}

/** As `sha256sum --check` reads it, sorted by name. */
function sums(files: ReleaseFiles): string {
  return [...files]
    .toSorted(([left], [right]) => compareUtf8(left, right))
    .map(([name, bytes]) => `${sha256Hex(bytes)}  ${name}\n`)
    .join("");
}

/** Writes the files into a folder that holds nothing else; what an earlier build left there goes. */
async function write(files: ReleaseFiles, outFolder: string): Promise<void> {
  const standing = await readdir(outFolder).catch(() => []);
  const strange = standing.filter(
    (name) => !files.has(name) && !/^rederive-[0-9a-f]{64}\.mjs$/.test(name),
  );
  if (strange.length > 0) {
    throw new Error(`${outFolder} holds other things than a release (${strange.join(", ")}).`);
  }
  await rm(outFolder, { recursive: true, force: true });
  await mkdir(outFolder, { recursive: true });
  for (const [name, bytes] of files) await writeFile(join(outFolder, name), bytes);
}

/** Builds the functions as they are deployed, in a process of its own, for their hash. */
function functionsSha256(): string {
  const printed = execFileSync(process.execPath, [join(root, "functions", "bundle.ts")], {
    cwd: root,
    encoding: "utf8",
  });
  const built: unknown = JSON.parse(printed);
  const sha256 = (built as { bundleSha256?: unknown }).bundleSha256;
  if (typeof sha256 === "string") return sha256;
  throw new Error("functions/bundle.ts did not print the hash of what it built.");
}

if (import.meta.main) {
  const outFolder = resolve(process.argv[2] ?? join(root, "dist", "release"));
  const files = await makeRelease(functionsSha256());
  await write(files, outFolder);
  for (const [name, { length }] of files) {
    process.stdout.write(`${String(length).padStart(9)}  ${name}\n`);
  }
  process.stdout.write(`in ${outFolder}\n`);
}
