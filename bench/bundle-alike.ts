import { join } from "node:path";
import { build } from "esbuild";
import { LOADED_QUICKLY } from "../functions/bundle.ts";

/**
 * Bundles a file of this folder as the functions are bundled: split, minified ES modules with the
 * SDK in them.
 *
 * @param name of the file, without its ending
 * @param outFolder a folder for nothing else
 * @returns the module to run or import
 */
export async function bundleAlike(name: string, outFolder: string): Promise<string> {
  await build({
    ...LOADED_QUICKLY,
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    outdir: outFolder,
  });
  return join(outFolder, `${name}.mjs`);
}
