import { link, rename } from "node:fs/promises";
import { join } from "node:path";
import { EvidenceError } from "../errors/evidence-error.ts";
import { aloneWithKeys } from "./key-change-lock.ts";
import {
  createSigningKey,
  keyUntilFile,
  loadLocalSigner,
  loadPreviousSigners,
  loadSignerFile,
  PRIVATE_KEY_FILE,
} from "./local-key.ts";
import type { Signer } from "./signer.ts";

/** Where the new key waits until it takes its place. */
const NEXT_KEY_FILE = "signing-key-next.pem";

/** A key of this user that has taken the place of another. */
export interface LocalKeyChange {
  readonly previous: Signer;
  readonly current: Signer;
  /** Where the old key is kept. */
  readonly keptAs: string;
}

/**
 * Makes a new signing key and keeps the old one under the day until which it signed. Stopped at any
 * point, it leaves a key that signs; run again, it goes on with the new key that it had made. Of two
 * at the same moment one changes the key, and the other says so.
 *
 * @param folder from `configurationFolder`
 * @param day such as `2026-11-30`
 * @throws EvidenceError KEY_MISSING when there is no key to change
 * @throws EvidenceError KEY_UNSAFE when a file is no P-256 key, or others may read it
 * @throws EvidenceError KEY_CHANGE_PENDING when another process is changing the key
 */
export async function changeLocalKey(folder: string, day: string): Promise<LocalKeyChange> {
  // Where there is no folder either, nobody can be alone in it.
  await keyToChange(folder);
  const change = await aloneWithKeys(folder, () => changeAlone(folder, day));
  if (change === undefined) throw pending(folder);
  return change;
}

async function changeAlone(folder: string, day: string): Promise<LocalKeyChange> {
  const previous = await keyToChange(folder);
  const keptAs = await keep(folder, previous, day);
  const next = join(folder, NEXT_KEY_FILE);
  const current = (await loadSignerFile(next)) ?? (await createSigningKey(next));
  const standing = await loadLocalSigner(folder);
  if (current === undefined || standing?.spkiSha256 !== previous.spkiSha256) throw pending(folder);
  await rename(next, join(folder, PRIVATE_KEY_FILE));
  return { previous, current, keptAs };
}

async function keyToChange(folder: string): Promise<Signer> {
  const key = await loadLocalSigner(folder);
  if (key !== undefined) return key;
  throw new EvidenceError(
    "KEY_MISSING",
    `There is no signing key in ${folder}, so there is none to change. The first snapshot makes one, and so does: soc2-evidence init`,
  );
}

function pending(folder: string): EvidenceError {
  return new EvidenceError(
    "KEY_CHANGE_PENDING",
    `Another process is changing the signing key in ${folder}; this one changed nothing. If that one was stopped, run this again in a minute.`,
    { folder },
  );
}

/** The old key under its own name, unless an earlier attempt kept it. */
async function keep(folder: string, key: Signer, day: string): Promise<string> {
  const kept = (await loadPreviousSigners(folder)).find(
    ({ signer }) => signer.spkiSha256 === key.spkiSha256,
  );
  if (kept !== undefined) return kept.path;
  const path = join(folder, keyUntilFile(day, key.spkiSha256));
  try {
    await link(join(folder, PRIVATE_KEY_FILE), path);
  } catch (thrown) {
    const isThere = thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST";
    if (!isThere) throw thrown;
  }
  return path;
}
