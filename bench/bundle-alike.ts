import { join } from "node:path";
import { build } from "esbuild";

/**
 * Bundles a file of this folder with what decides how quickly the functions' bundle loads and how
 * much memory it takes: split, minified ES modules with the SDK in them.
 *
 * @param name of the file, without its ending
 * @param outFolder a folder for nothing else
 * @returns the module to run or import
 */
export async function bundleAlike(name: string, outFolder: string): Promise<string> {
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    outdir: outFolder,
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
    banner: {
      js: 'import{createRequire as requireMaker}from"node:module";const require=requireMaker(import.meta.url);',
    },
  });
  return join(outFolder, `${name}.mjs`);
}
