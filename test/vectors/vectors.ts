import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { encodeManifest, type Manifest } from "../../shared/integrity/manifest.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import {
  company,
  DAYS,
  manifestOf,
  next,
  sealedBundle,
  stranger,
} from "../integrity/sample-bundle.ts";
import { CHAIN_VECTORS } from "./chain-vectors.ts";
import { ENCODING_VECTORS } from "./encoding-vectors.ts";
import { FILE_VECTORS } from "./file-vectors.ts";
import { KEY_VECTORS } from "./key-vectors.ts";
import { SHARE_VECTORS } from "./share-vectors.ts";
import { STATE_VECTORS } from "./state-vectors.ts";
import type { Expected, Vector } from "./vector.ts";

/** An hour after the newest snapshot of most vectors: nothing is stale yet. */
const FRESH = "2026-11-22T07:00:00Z";

/** The test kit: every row is a folder in `bundles/` and a named test. */
export const VECTORS: readonly Vector[] = [
  ...FILE_VECTORS,
  ...SHARE_VECTORS,
  ...CHAIN_VECTORS,
  ...KEY_VECTORS,
  ...STATE_VECTORS,
  ...ENCODING_VECTORS,
];

/** `expected.json` of a vector, complete. */
export async function expectedOf(vector: Vector): Promise<Expected & { about: string }> {
  const { about, cases = [], asOf = FRESH, trustedKeys = ["company.pem"], exitCode } = vector;
  const { faults = [], warnings = [] } = vector;
  const base = { about, cases, asOf, trustedKeys, exitCode, faults, warnings };
  if (vector.knownHead === undefined) return base;
  const { sequence } = vector.knownHead;
  const day = DAYS[sequence - 1];
  if (day === undefined) throw new EvidenceError("NOT_FOUND", `No day has sequence ${sequence}.`);
  const whole: Manifest = manifestOf(await sealedBundle(DAYS.slice(0, sequence)), day);
  return { ...base, knownHead: { sequence, sha256: sha256Hex(encodeManifest(whole)) } };
}

/** The public keys that lie in `keys/`, by file name. */
export const PUBLIC_KEYS = {
  "company.pem": company.publicKeyPem,
  "next.pem": next.publicKeyPem,
  "stranger.pem": stranger.publicKeyPem,
} as const;
