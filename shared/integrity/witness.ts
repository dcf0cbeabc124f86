import type { Predicate } from "./statement.ts";

/** What `schema` says in encryption contexts of this release. */
export const WITNESS_SCHEMA = "witness/1";

/**
 * The members of the encryption context under which a manifest is witnessed: the only ones, each
 * always there. The role's policy, the key's policy and the verifier go by these names.
 */
export const WITNESS_CONTEXT_KEYS = {
  schema: "soc2-evidence:schema",
  chain: "soc2-evidence:chain",
  sequence: "soc2-evidence:sequence",
  manifestSha256: "soc2-evidence:manifest-sha256",
} as const;

/**
 * For how long after its evidence was complete a manifest is witnessed, in milliseconds. A run ends
 * well within it; what is sealed later than this is not witnessed any more, so that an event after it
 * can only be of a manifest that was made afterwards.
 */
export const WITNESS_WITHIN_MS = 6 * 3_600_000;

/** A manifest's place and hash, as its witness states them. */
export interface WitnessedManifest extends Pick<Predicate, "chain" | "sequence"> {
  readonly manifestSha256: string;
}

/** The encryption context of a manifest: not secret, and not encrypted. */
export function witnessContext(manifest: WitnessedManifest): Record<string, string> {
  return {
    [WITNESS_CONTEXT_KEYS.schema]: WITNESS_SCHEMA,
    [WITNESS_CONTEXT_KEYS.chain]: manifest.chain,
    [WITNESS_CONTEXT_KEYS.sequence]: String(manifest.sequence),
    [WITNESS_CONTEXT_KEYS.manifestSha256]: manifest.manifestSha256,
  };
}

/**
 * Reads an encryption context that CloudTrail recorded.
 *
 * @returns undefined when it is none of this product's; `malformed` with the chain that it names when
 *   it is one that no release writes
 */
export function readWitnessContext(
  context: Readonly<Record<string, unknown>>,
): WitnessedManifest | { readonly malformed: string } | undefined {
  const chain = context[WITNESS_CONTEXT_KEYS.chain];
  if (typeof chain !== "string") return undefined;
  const sequence = context[WITNESS_CONTEXT_KEYS.sequence];
  const manifestSha256 = context[WITNESS_CONTEXT_KEYS.manifestSha256];
  if (
    context[WITNESS_CONTEXT_KEYS.schema] !== WITNESS_SCHEMA ||
    Object.keys(context).length !== Object.keys(WITNESS_CONTEXT_KEYS).length ||
    typeof sequence !== "string" ||
    !/^[1-9]\d{0,14}$/.test(sequence) ||
    typeof manifestSha256 !== "string" ||
    !/^[0-9a-f]{64}$/.test(manifestSha256)
  ) {
    return { malformed: chain };
  }
  return { chain, sequence: Number(sequence), manifestSha256 };
}
