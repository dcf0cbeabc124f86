import type { Claim } from "./chain.ts";

/** The end of a chain whose key is lost: what its newest claim says. */
export type EarlierChain = Pick<Claim, "chain" | "sequence" | "manifestSha256" | "signer">;

const SENTENCE =
  /^This chain begins anew because the key of an earlier one is lost: chain ([0-9a-f]{32}), which ended at sequence ([1-9]\d{0,14}) with manifest SHA-256 ([0-9a-f]{64}), signed by ([0-9a-f]{64}|nobody)\.$/;

/**
 * The gap that the first manifest of a chain records when it begins anew. Its wording is part of the
 * format: `verify` reads it.
 */
export function restartGap({ chain, sequence, manifestSha256, signer }: EarlierChain): string {
  return `This chain begins anew because the key of an earlier one is lost: chain ${chain}, which ended at sequence ${sequence} with manifest SHA-256 ${manifestSha256}, signed by ${signer ?? "nobody"}.`;
}

/** The earlier chain that such a gap names; undefined when it is another gap. */
export function readRestartGap(gap: string): EarlierChain | undefined {
  const [, chain, sequence, manifestSha256, signer] = SENTENCE.exec(gap) ?? [];
  if (chain === undefined || manifestSha256 === undefined || signer === undefined) return undefined;
  return {
    chain,
    sequence: Number(sequence),
    manifestSha256,
    signer: signer === "nobody" ? null : signer,
  };
}
