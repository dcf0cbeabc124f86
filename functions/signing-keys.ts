import * as z from "zod";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { claimSchema } from "../shared/integrity/chain.ts";
import type { EarlierChain } from "../shared/integrity/chain-restart.ts";
import { type KmsAccess, openKmsSigner } from "../shared/keys/kms-signer.ts";
import { nodeCrypto } from "../shared/keys/node-crypto.ts";
import type { Signer } from "../shared/keys/signer.ts";
import { mayContinue } from "../shared/snapshot/sign-manifest.ts";
import type { Store } from "../shared/store/store.ts";
import { log } from "./middleware/log.ts";

interface KeyEnvironment {
  readonly SIGNING_KEY_ID: string;
  readonly PREVIOUS_SIGNING_KEY_ID?: string | undefined;
  readonly AWS_REGION: string;
  readonly AWS_ENDPOINT_URL?: string | undefined;
}

/** How the functions reach KMS. */
export function kmsAccess(env: Pick<KeyEnvironment, "AWS_REGION" | "AWS_ENDPOINT_URL">): KmsAccess {
  return { region: env.AWS_REGION, endpoint: env.AWS_ENDPOINT_URL ?? null };
}

/**
 * The key that signs, and the one before it where the environment names one. While a key that has to
 * sign cannot, nobody signs: the snapshot is kept, unsigned, and the next run signs it.
 *
 * @throws EvidenceError KEY_UNSAFE when one is no key for manifests
 */
export async function signingKeys(
  env: KeyEnvironment,
  store: Store,
): Promise<{ signer: Signer | null; previousSigners: readonly Signer[] }> {
  const previousId = env.PREVIOUS_SIGNING_KEY_ID;
  const signer = await signerOrNobody(env.SIGNING_KEY_ID, env);
  const previous = previousId === undefined ? null : await signerOrNobody(previousId, env);
  const previousSigners = previous === null ? [] : [previous];
  if (signer === null) return { signer, previousSigners };
  if (await mayContinue({ store, crypto: nodeCrypto, signer, previousSigners })) {
    return { signer, previousSigners };
  }
  log.error("The key that signed last is not among those at hand, so nothing is signed.", {
    key: signer.spkiSha256,
  });
  return { signer: null, previousSigners };
}

async function signerOrNobody(keyId: string, env: KeyEnvironment): Promise<Signer | null> {
  try {
    return await openKmsSigner(keyId, kmsAccess(env));
  } catch (thrown) {
    if (!(thrown instanceof EvidenceError) || thrown.code !== "KEY_UNAVAILABLE") throw thrown;
    log.error(thrown.message, { code: thrown.code });
    return null;
  }
}

/**
 * The chain that a deployment begins anew, from its environment.
 *
 * @throws EvidenceError CONFIG_INVALID when it is not that
 */
export function earlierChainOf(restarts: string | undefined): EarlierChain | null {
  if (restarts === undefined) return null;
  const parsed = claimSchema
    .pick({ chain: true, sequence: true, manifestSha256: true, signer: true })
    .safeParse(parseOrNothing(restarts));
  if (parsed.success) return parsed.data;
  throw new EvidenceError(
    "CONFIG_INVALID",
    `RESTARTS in the environment of the function manifest names no chain: ${z.prettifyError(parsed.error)}. Mend deployment.restarts in soc2.yaml and deploy again.`,
    { function: "manifest" },
  );
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
