import type { ChosenFile } from "../../../shared/store/blob-folder-store.ts";
import type { Evidence } from "./messages.ts";

declare global {
  interface DataTransferItem {
    /** The newer of two ways to a dropped folder (File System Access); not every browser has it. */
    getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
  }
}

/** The file of `<input type="file">`; null where none was chosen. */
export function chosenZip(files: FileList): Evidence | null {
  const [file] = files;
  return file === undefined ? null : { kind: "zip", name: file.name, file };
}

/** What `<input webkitdirectory>` gives: every file below the folder, by a path that begins with its name. */
export function chosenFolder(files: FileList): Evidence | null {
  const [first] = files;
  if (first === undefined) return null;
  const top = `${first.webkitRelativePath.split("/")[0]}/`;
  return {
    kind: "folder",
    name: top.slice(0, -1),
    files: Array.from(files, (file) => ({
      path: file.webkitRelativePath.slice(top.length),
      blob: file,
    })),
  };
}

/**
 * What was dropped: one ZIP, one folder, or what lies in a folder. To be called while the drop is
 * handled: a browser lets go of it afterwards.
 *
 * @returns null where nothing was dropped that has bytes
 */
export async function droppedEvidence({ items, files }: DataTransfer): Promise<Evidence | null> {
  const list = [...items].filter(({ kind }) => kind === "file");
  const roots = list.map((item) => ({
    entry: item.webkitGetAsEntry(),
    handle: item.getAsFileSystemHandle?.() ?? Promise.resolve(null),
  }));
  const loose = [...files];
  const only = roots.length === 1 ? roots[0] : undefined;
  const folder = only?.entry?.isDirectory === true ? only : undefined;
  if (folder !== undefined) {
    const found: ChosenFile[] = [];
    await collect(folder, "", found);
    return { kind: "folder", name: folder.entry?.name ?? "", files: found };
  }
  const [file] = loose;
  if (only !== undefined) return file === undefined ? null : { kind: "zip", name: file.name, file };
  if (roots.length === 0) return null;
  const found: ChosenFile[] = [];
  for (const [index, root] of roots.entries()) {
    const own = loose[index];
    if (root.entry?.isDirectory === true) await collect(root, `${root.entry.name}/`, found);
    else if (own !== undefined) found.push({ path: own.name, blob: own });
  }
  return { kind: "folder", name: "what was dropped", files: found };
}

interface Root {
  readonly entry: FileSystemEntry | null;
  readonly handle: Promise<FileSystemHandle | null>;
}

/** Chromium opens the older way's entries on no page that lies in a file; Firefox has no newer way. */
async function collect({ entry, handle }: Root, path: string, found: ChosenFile[]): Promise<void> {
  const opened = await handle;
  if (opened instanceof FileSystemDirectoryHandle) await walkHandle(opened, path, found);
  else if (entry instanceof FileSystemDirectoryEntry) await walkEntry(entry, path, found);
}

async function walkHandle(
  folder: FileSystemDirectoryHandle,
  path: string,
  found: ChosenFile[],
): Promise<void> {
  for await (const [name, child] of folder.entries()) {
    if (child instanceof FileSystemDirectoryHandle)
      await walkHandle(child, `${path}${name}/`, found);
    else if (child instanceof FileSystemFileHandle) {
      found.push({ path: `${path}${name}`, blob: await child.getFile() });
    }
  }
}

async function walkEntry(
  folder: FileSystemDirectoryEntry,
  path: string,
  found: ChosenFile[],
): Promise<void> {
  const reader = folder.createReader();
  for (;;) {
    // A browser gives a hundred or so at a time, and none at the end.
    const children = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (children.length === 0) return;
    for (const child of children) {
      const below = `${path}${child.name}`;
      if (child instanceof FileSystemDirectoryEntry) await walkEntry(child, `${below}/`, found);
      else if (child instanceof FileSystemFileEntry) {
        const blob = await new Promise<File>((resolve, reject) => child.file(resolve, reject));
        found.push({ path: below, blob });
      }
    }
  }
}
