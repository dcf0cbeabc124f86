import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { codeSha256, versionOf } from "../shared/code/code-hash.ts";
import { canonicalBytes } from "../shared/integrity/canonical-json.ts";
import { sha256Hex } from "../shared/keys/node-crypto.ts";
import { nodeModulesByNeed } from "./node-modules.ts";

/** The functions of the one bundle, by the name of their file. */
const ENTRIES = ["start", "plan", "collect", "external", "manifest"] as const;

const root = join(import.meta.dirname, "..");

/** What decides how quickly a bundle loads, and how much memory it takes. */
export const LOADED_QUICKLY = {
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"],
  outExtension: { ".js": ".mjs" },
  legalComments: "none",
  logLevel: "error",
  plugins: [nodeModulesByNeed],
  // Packages that are still CommonJS ask for Node's own modules by `require`.
  banner: {
    js: 'import{createRequire as requireMaker}from"node:module";const require=requireMaker(import.meta.url);',
  },
} as const satisfies BuildOptions;

/** The bundle of all functions. */
export interface BuiltFunctions {
  /** Absolute. */
  readonly folder: string;
  /** The hash of the release's code, which every manifest states: that of the command line too. */
  readonly codeSha256: string;
  /**
   * SHA-256 over RFC 8785 of `[{path, sha256}]`, sorted by path, of every file of the bundle: two builds
   * of one release have the same, and anybody can reckon it from what is deployed.
   */
  readonly bundleSha256: string;
}

/**
 * Builds the functions: one ES module each, and the chunks that they share. What a function does not
 * need at once, the client of each AWS service above all, is a chunk that is loaded when it does.
 *
 * @param outFolder what was built there before is replaced
 */
export async function buildFunctions(outFolder: string): Promise<BuiltFunctions> {
  const folder = resolve(outFolder);
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES.map((name) => `functions/${name}.ts`),
    outdir: folder,
    write: false,
    ...LOADED_QUICKLY,
    chunkNames: "chunks/[name]-[hash]",
    define: {
      "process.env.SOC2_RELEASE": JSON.stringify(versionOf(join(root, "package.json"))),
      "process.env.SOC2_SDK": JSON.stringify(
        versionOf(join(root, "node_modules/@aws-sdk/client-iam/package.json")),
      ),
    },
  });
  await clear(folder);
  const files: { path: string; sha256: string }[] = [];
  for (const { path, contents } of outputFiles) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
    files.push({
      path: relative(folder, path).replaceAll("\\", "/"),
      sha256: sha256Hex(contents),
    });
  }
  files.sort((left, right) => (left.path < right.path ? -1 : 1));
  const bundleSha256 = sha256Hex(canonicalBytes(files));
  return { folder, codeSha256: codeSha256(root), bundleSha256 };
}

/** Chunks of an earlier build would change the hash of what is deployed, and nothing else. */
async function clear(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const strange = names.filter((name) => name !== "chunks" && !name.endsWith(".mjs"));
  if (strange.length > 0) {
    throw new Error(`${folder} holds other things than a bundle (${strange.join(", ")}).`);
  }
  await rm(folder, { recursive: true, force: true });
}

if (import.meta.main) {
  const built = await buildFunctions(process.argv[2] ?? join(root, "dist", "functions"));
  process.stdout.write(`${JSON.stringify(built)}\n`);
}
