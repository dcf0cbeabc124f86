import { createReadStream, type Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import type { TrailFile } from "../../shared/anchors/verify-cloudtrail.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { systemCode } from "../../shared/errors/system-code.ts";

/** CloudTrail's own files are some megabytes unpacked. */
const MAX_UNPACKED_BYTES = 512 * 1_048_576;

const LOG_NAME = /\.json(\.gz)?$/i;
const PACKED_NAME = /\.gz$/i;
/** Digests lie beside the logs in the bucket, in a folder of their own, and hold no events. */
const DIGEST_NAME = /(?:^|[/_])CloudTrail-Digest[/_]/;

/**
 * The log files of CloudTrail in a folder, however deep, or the one file: `.json.gz` as it delivers
 * them, or `.json`. In the order of their names; links are followed, and what several lead to is read
 * once. Digests and other files are passed over. What may be a log file and cannot be followed or is no
 * file is there all the same, and refuses to be opened.
 *
 * @param path absolute
 * @param named as the user gave it
 * @throws EvidenceError NOT_FOUND when nothing stands there
 * @throws EvidenceError STORE_UNREADABLE when a folder cannot be listed
 * @throws EvidenceError USAGE for a bucket, and for an empty path
 */
export async function* trailFiles(path: string, named: string): AsyncGenerator<TrailFile> {
  if (/^s3:/i.test(named)) {
    throw new EvidenceError(
      "USAGE",
      `CloudTrail's log files are read from a folder. Copy them first: aws s3 sync ${named} cloudtrail, and then --cloudtrail cloudtrail`,
      { path: named },
    );
  }
  if (named === "") {
    const what = "--cloudtrail is empty. Name the folder that holds CloudTrail's log files.";
    throw new EvidenceError("USAGE", what);
  }
  const found = await stat(path).catch((cause: unknown) => {
    throw new EvidenceError(
      "NOT_FOUND",
      `There is no ${named} with CloudTrail's log files.`,
      { path: named },
      { cause },
    );
  });
  if (found.isDirectory()) yield* filesBelow({ named, seen: new Set() }, path, "");
  else yield trailFile(path, named);
}

/** One walk through a folder of log files. */
interface Walk {
  /** The folder as the user gave it. */
  readonly named: string;
  /** Real paths of the files and folders that were met: links may lead to them again. */
  readonly seen: Set<string>;
}

/** @param below the folder's name below that of the walk, with a slash at its end; empty for that itself */
async function* filesBelow(walk: Walk, path: string, below: string): AsyncGenerator<TrailFile> {
  const { folder, entries } = await listed(path).catch((cause: unknown) => {
    throw notListed(below === "" ? walk.named : join(walk.named, below.slice(0, -1)), cause);
  });
  if (isSeen(walk, folder)) return;
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = `${below}${entry.name}`;
    if (entry.isSymbolicLink()) yield* filesBehind(walk, join(folder, entry.name), name);
    else if (entry.isDirectory()) yield* filesBelow(walk, join(folder, entry.name), `${name}/`);
    else yield* fileAt(walk, join(folder, entry.name), name, entry.isFile());
  }
}

/** What a folder holds, and where it lies when all links are followed. */
async function listed(path: string): Promise<{ folder: string; entries: Dirent[] }> {
  const folder = await realpath(path);
  return { folder, entries: await readdir(folder, { withFileTypes: true }) };
}

async function* filesBehind(walk: Walk, link: string, name: string): AsyncGenerator<TrailFile> {
  const target = await realpath(link).catch(() => undefined);
  const found = target === undefined ? undefined : await stat(target).catch(() => undefined);
  if (target === undefined || found === undefined)
    yield refused(name, "is a link that leads nowhere");
  else if (found.isDirectory()) yield* filesBelow(walk, target, `${name}/`);
  else yield* fileAt(walk, target, name, found.isFile());
}

function* fileAt(walk: Walk, path: string, name: string, isFile: boolean): Generator<TrailFile> {
  const isLog = LOG_NAME.test(name) || LOG_NAME.test(path);
  if (!isLog || DIGEST_NAME.test(name) || isSeen(walk, path)) return;
  yield isFile ? trailFile(path, name) : refused(name, "is no file");
}

function isSeen({ seen }: Walk, path: string): boolean {
  if (seen.has(path)) return true;
  seen.add(path);
  return false;
}

/** In the place of a log file: it counts as one that could not be used. */
function refused(name: string, what: string): TrailFile {
  return {
    name,
    open() {
      throw new EvidenceError(
        "STORE_UNREADABLE",
        `${name} ${what}. Fetch it from CloudTrail's bucket again.`,
        { path: name },
      );
    },
  };
}

function trailFile(path: string, name: string): TrailFile {
  return {
    name,
    async *open() {
      const stored = createReadStream(path);
      const text = PACKED_NAME.test(path)
        ? pipeline(stored, createGunzip(), () => undefined)
        : stored;
      let length = 0;
      try {
        for await (const chunk of text) {
          length += chunk.length;
          if (length > MAX_UNPACKED_BYTES) throw tooLong(name);
          yield chunk;
        }
      } catch (thrown) {
        if (thrown instanceof EvidenceError) throw thrown;
        throw unreadable(name, thrown);
      } finally {
        stored.destroy();
      }
    },
  };
}

function tooLong(name: string): EvidenceError {
  return new EvidenceError(
    "STORE_UNREADABLE",
    `${name} is no log file of CloudTrail: it unpacks to more than ${MAX_UNPACKED_BYTES} bytes.`,
    { path: name },
  );
}

function notListed(folder: string, cause: unknown): EvidenceError {
  return new EvidenceError(
    "STORE_UNREADABLE",
    `The folder ${folder} cannot be listed${systemCode(cause)}. Check that you may read it.`,
    { path: folder },
    { cause },
  );
}

function unreadable(name: string, cause: unknown): EvidenceError {
  return new EvidenceError(
    "STORE_UNREADABLE",
    `${name} cannot be read or unpacked whole${systemCode(cause)}. Fetch it from CloudTrail's bucket again.`,
    { path: name },
    { cause },
  );
}
