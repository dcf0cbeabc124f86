import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { makeZip } from "../../store/zip-maker.ts";

/** A folder's files in a ZIP, below a folder of their own as file managers pack them. */
export function zipOfFolder(
  folder: string,
  change: (path: string, bytes: Buffer) => Buffer = (_path, bytes) => bytes,
): Uint8Array {
  const entries = existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
    : [];
  return makeZip(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        const path = relative(folder, file).split(sep).join("/");
        return { name: `evidence/${path}`, data: change(path, readFileSync(file)) };
      }),
  );
}
