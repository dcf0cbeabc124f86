import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeManifest } from "../../shared/integrity/manifest.ts";
import { predicateOf } from "../../shared/integrity/statement.ts";
import {
  company,
  DAYS,
  forgeManifest,
  manifestOf,
  sealedBundle,
  snapshotOf,
} from "../integrity/sample-bundle.ts";
import type { MemoryStore } from "../store/memory-store.ts";

/** The days of most vectors. */
export const [FIRST, SECOND, THIRD] = DAYS;

/** A path in `snapshots/` of a day. */
export const at = (day: string, name: string): string => `snapshots/${snapshotOf(day)}/${name}`;
/** Two evidence objects of the second day. */
export const ACCOUNT_SUMMARY = `CC6.1-access-controls/${snapshotOf(SECOND)}/iam.account-summary.json`;
export const SECURITY_GROUPS = `CC6.6-network-boundary/${snapshotOf(SECOND)}/ec2.security-groups.eu-west-1.json`;

/** A good bundle of two days; of three. */
export const twoDays = (): Promise<MemoryStore> => sealedBundle([FIRST, SECOND]);
export const threeDays = (): Promise<MemoryStore> => sealedBundle([FIRST, SECOND, THIRD]);

/** A bundle after something was done to it. */
export async function changed(
  bundle: Promise<MemoryStore>,
  change: (store: MemoryStore) => void | Promise<void>,
): Promise<MemoryStore> {
  const store = await bundle;
  await change(store);
  return store;
}

/** Moves a snapshot's manifest, envelope and key to another snapshot's folder. */
export function moveSeal(store: MemoryStore, from: string, to: string): Map<string, Uint8Array> {
  const before = new Map<string, Uint8Array>();
  for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem"]) {
    const replaced = store.objects.get(at(to, name));
    const moved = store.objects.get(at(from, name));
    if (replaced !== undefined) before.set(at(from, name), replaced);
    if (moved !== undefined) store.objects.set(at(to, name), moved);
  }
  return before;
}

/** Signs changed text of the second day's manifest, as whoever holds the company's key could. */
export async function forgeText(
  store: MemoryStore,
  change: (text: string) => string,
): Promise<void> {
  const manifest = manifestOf(store, SECOND);
  const text = change(new TextDecoder().decode(encodeManifest(manifest)));
  await forgeManifest(store, snapshotOf(SECOND), utf8(text), predicateOf(manifest), [company]);
}
