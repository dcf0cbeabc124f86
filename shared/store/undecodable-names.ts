import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";

/** Whether a name was no UTF-8: it was read with U+FFFD in it, and nothing can be opened by that. */
export function isUndecodable({ name }: Pick<Dirent, "name">): boolean {
  return name.includes("\uFFFD");
}

/**
 * What stands in a folder under names that are no UTF-8, and below them, but for folders: paths from the
 * folder on, with U+FFFD where bytes could not be decoded. They are for people, and open nothing.
 *
 * @param folder where it is on this machine
 * @throws Error of Node's file system
 */
export function pathsOfUndecodable(folder: string): Promise<string[]> {
  return pathsIn(Buffer.from(folder), isUndecodable);
}

async function pathsIn(
  folder: Buffer,
  isWanted: (entry: { name: string }) => boolean,
): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, encoding: "buffer" })) {
    const name = entry.name.toString();
    if (!isWanted({ name })) continue;
    if (entry.isDirectory()) {
      const inner = Buffer.concat([folder, Buffer.from("/"), entry.name]);
      const below = await pathsIn(inner, () => true);
      paths.push(...below.map((path) => `${name}/${path}`));
    } else {
      paths.push(name);
    }
  }
  return paths;
}
