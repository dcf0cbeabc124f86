import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metafile } from "esbuild";

/** Folders of the packages that a bundle holds, relative to the root: `node_modules/zod`. */
export function packagesIn({ inputs }: Metafile): string[] {
  const folders = Object.keys(inputs).flatMap(
    (path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [],
  );
  return [...new Set(folders)].sort();
}

/**
 * The licences of what is bundled with our own code, as those licences demand it.
 *
 * @param packages folders of packages, relative to the root
 * @throws Error when one has no licence file: then it may not be given away
 */
export async function thirdPartyLicenses(
  packages: readonly string[],
  root: string,
): Promise<string> {
  const texts: string[] = [];
  for (const folder of [...new Set(packages)].sort()) {
    const names = await readdir(join(root, folder));
    const name = names.find((one) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(one));
    if (name === undefined) throw new Error(`${folder} has no licence file.`);
    const { version } = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
    const text = await readFile(join(root, folder, name), "utf8");
    texts.push(`${folder.slice("node_modules/".length)} ${version}\n\n${text.trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(72)}\n\n`);
}
