import { isBundleFolder, placeOf } from "../integrity/bundle-layout.ts";

/** Where Finder puts the attributes of files beside what it packs; passed over as `.DS_Store` is. */
export const FINDER_FOLDER = "__MACOSX/";

/**
 * The one folder that holds everything, with its slash, as file managers pack and people choose a
 * bundle; empty where the names are those of a bundle itself.
 *
 * @param names safe paths of everything that is there
 */
export function topFolder(names: readonly string[]): string {
  const own = names.filter((name) => !name.startsWith(FINDER_FOLDER) && !isOfDesktop(name));
  const top = /^([^/]+)\//.exec(own[0] ?? "")?.[1];
  if (top === undefined || isBundleFolder(top)) return "";
  return own.every((name) => name.startsWith(`${top}/`)) ? `${top}/` : "";
}

function isOfDesktop(name: string): boolean {
  return !name.includes("/") && placeOf(name).kind === "outside";
}
