import { createReadStream } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import type { TrailFile } from "../../shared/anchors/verify-cloudtrail.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";

/** CloudTrail's own files are some megabytes unpacked. */
const MAX_UNPACKED_BYTES = 512 * 1_048_576;

const LOG_NAME = /\.json(\.gz)?$/i;
/** Digests lie beside the logs in the bucket, in a folder of their own, and hold no events. */
const DIGEST_NAME = /(?:^|[/_])CloudTrail-Digest[/_]/;

/**
 * The log files of CloudTrail in a folder, however deep, or the one file: `.json.gz` as it delivers
 * them, or `.json`. In the order of their names. Digests, links and other files are passed over.
 *
 * @param path absolute
 * @param named as the user gave it
 * @throws EvidenceError NOT_FOUND when nothing stands there
 * @throws EvidenceError USAGE for a bucket
 */
export async function* trailFiles(path: string, named: string): AsyncGenerator<TrailFile> {
  if (/^s3:/i.test(named)) {
    throw new EvidenceError(
      "USAGE",
      `CloudTrail's log files are read from a folder. Copy them first: aws s3 sync ${named} cloudtrail, and then --cloudtrail cloudtrail`,
      { path: named },
    );
  }
  const found = await lstat(path).catch((cause: unknown) => {
    throw new EvidenceError(
      "NOT_FOUND",
      `There is no ${named} with CloudTrail's log files.`,
      { path: named },
      { cause },
    );
  });
  if (found.isDirectory()) yield* filesBelow(path, path);
  else yield trailFile(path, named);
}

async function* filesBelow(root: string, folder: string): AsyncGenerator<TrailFile> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const name = relative(root, path).split(sep).join("/");
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else if (entry.isFile() && LOG_NAME.test(name) && !DIGEST_NAME.test(name)) {
      yield trailFile(path, name);
    }
  }
}

function trailFile(path: string, name: string): TrailFile {
  return {
    name,
    async *open() {
      const stored = createReadStream(path);
      const text = path.toLowerCase().endsWith(".gz")
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

function unreadable(name: string, cause: unknown): EvidenceError {
  const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  return new EvidenceError(
    "STORE_UNREADABLE",
    `${name} cannot be read or unpacked whole${code}. Fetch it from CloudTrail's bucket again.`,
    { path: name },
    { cause },
  );
}
