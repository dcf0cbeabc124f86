import {
  manifestEnvelopePath,
  reportIndexEnvelopePath,
} from "../../shared/integrity/bundle-layout.ts";
import { snapshotOf } from "../integrity/sample-bundle.ts";
import { FIRST, RICH } from "../integrity/verifying.ts";

/** What this product signs: a manifest and an index of reports, as they lie in a bundle. */
export const ENVELOPES: readonly (readonly [string, Uint8Array])[] = [
  ["the manifest's", manifestEnvelopePath(snapshotOf(FIRST))],
  ["the reports'", reportIndexEnvelopePath(snapshotOf(FIRST))],
].map(([what = "", path = ""]) => {
  const bytes = RICH.objects.get(path);
  if (bytes === undefined) throw new Error(`The bundle under test has no ${path}.`);
  return [what, bytes] as const;
});

/** A DSSE envelope as JSON has it. */
export interface EnvelopeJson {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** An envelope as any reader of JSON sees it. */
export function envelopeJson(bytes: Uint8Array): EnvelopeJson {
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** The same base64, with one bit of what it stands for turned over. */
export function withOneBitTurned(base64: string): string {
  const bytes = Buffer.from(base64, "base64");
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  return bytes.toString("base64");
}
