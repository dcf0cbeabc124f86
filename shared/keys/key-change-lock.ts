import { randomUUID } from "node:crypto";
import { open, rename, stat, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

const LOCK_FILE = "signing-key-change.lock";

/** Changing a key takes milliseconds: whoever holds the lock for longer was stopped in the middle. */
const STOPPED_AFTER_MS = 60_000;

/**
 * Does what only one process may do with the keys of a folder at a time. A lock that a stopped process
 * left behind is taken over after a minute.
 *
 * @returns undefined where another process is at it
 */
export async function aloneWithKeys<T>(
  folder: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const lock = join(folder, LOCK_FILE);
  if (!(await takes(lock))) {
    const own = `${lock}.${randomUUID()}`;
    if (!(await isLeftBehind(lock, own))) return undefined;
    // Of several that take it over one takes it away, and one makes it anew.
    await rename(lock, own).then(
      () => unlink(own),
      () => undefined,
    );
    if (!(await takes(lock))) return undefined;
  }
  try {
    return await work();
  } finally {
    await unlink(lock).catch(() => undefined);
  }
}

async function takes(lock: string): Promise<boolean> {
  try {
    await (await open(lock, "wx", 0o600)).close();
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST") return false;
    throw thrown;
  }
}

/** By the clock that gives files their times. */
async function isLeftBehind(lock: string, probe: string): Promise<boolean> {
  await writeFile(probe, "", { mode: 0o600 });
  try {
    const [now, then] = await Promise.all([stat(probe), stat(lock).catch(() => undefined)]);
    return then === undefined || now.mtimeMs - then.mtimeMs > STOPPED_AFTER_MS;
  } finally {
    await unlink(probe);
  }
}
