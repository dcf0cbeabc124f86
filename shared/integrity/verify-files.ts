import type { FaultCode } from "./faults.ts";
import type { VerifyContext } from "./verify-context.ts";

/** Files are read and hashed this many at a time: enough to keep a disk busy, few enough to hold. */
const FILES_AT_A_TIME = 8;

/** What a file was when it was sealed. */
export interface SealedFile {
  path: string;
  size: number;
  sha256: string;
  /** The object version that was sealed; missing or null where the store had none. */
  versionId?: string | null;
}

/** Which faults a list of sealed files gives rise to. */
export interface FileFaults {
  missing: FaultCode;
  changed: FaultCode;
  sequence: number | undefined;
}

/**
 * Compares sealed files with what stands in the bundle, by size, then by SHA-256. Only a few files
 * are in memory at any time, and none that is larger than what was sealed.
 *
 * @param present sizes of what stands there, by path
 * @param hashed SHA-256 by path of files that were read before; added to for paths in `remember`
 */
export async function verifyFiles(
  context: VerifyContext,
  sealed: readonly SealedFile[],
  present: ReadonlyMap<string, number>,
  faults: FileFaults,
  hashed: Map<string, string> = new Map(),
  remember: (path: string) => boolean = () => false,
): Promise<void> {
  const pathBySha256 = new Map(sealed.map(({ sha256, path }) => [sha256, path]));
  const moved: string[] = [];
  const largest = sealed.reduce((size, file) => Math.max(size, file.size), 0);
  const verifyOne = async (file: SealedFile): Promise<void> => {
    const { log, crypto } = context;
    const size = present.get(file.path);
    if (size === undefined) {
      log.fault(faults.missing, file.path, `${file.path} was sealed and is gone.`, faults.sequence);
      return;
    }
    let actual = hashed.get(file.path);
    // A file that outgrew all sealed ones is not read: it could be of any size.
    if (actual === undefined && size <= largest) {
      let bytes = await context.read(file.path, file.versionId ?? undefined);
      if (bytes === "gone" && typeof file.versionId === "string") {
        moved.push(file.path);
        bytes = await context.read(file.path);
      }
      if (bytes === "unreadable") return;
      if (bytes !== "gone") actual = await crypto.sha256(bytes);
    }
    if (actual !== undefined && remember(file.path)) hashed.set(file.path, actual);
    if (actual === file.sha256) return;
    const other = actual === undefined ? undefined : pathBySha256.get(actual);
    const what =
      other === undefined
        ? `${size} bytes with SHA-256 ${actual ?? "not reckoned"}; ${file.size} bytes with ${file.sha256} were sealed`
        : `the bytes that were sealed as ${other}`;
    log.fault(faults.changed, file.path, `${file.path} holds ${what}.`, faults.sequence);
  };
  for (let start = 0; start < sealed.length; start += FILES_AT_A_TIME) {
    await Promise.all(sealed.slice(start, start + FILES_AT_A_TIME).map(verifyOne));
  }
  reportMoved(context, moved, faults.sequence);
}

/** Once for all of them: a bucket that was copied has no version of the first. */
function reportMoved(
  { log }: VerifyContext,
  paths: readonly string[],
  sequence: number | undefined,
): void {
  const [first] = paths;
  if (first === undefined) return;
  const others = paths.length === 1 ? "" : ` and ${paths.length - 1} more`;
  const message = `${first}${others} lie under other object versions than were sealed: this is a copy of the bucket, or they were deleted and written again.`;
  log.warn("VERSION_DIFFERS", first, message, sequence);
}
