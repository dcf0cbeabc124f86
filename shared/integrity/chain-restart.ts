import * as z from "zod";
import type { Claim } from "./chain.ts";

/** The end of a chain whose key is lost: what its newest claim says. */
export type EarlierChain = Pick<Claim, "chain" | "sequence" | "manifestSha256" | "signer">;

const SENTENCE =
  /^This chain begins anew because the key of an earlier one is lost: chain (?<chain>[0-9a-f]{32}), which ended at sequence (?<sequence>[1-9]\d{0,14}) with manifest SHA-256 (?<manifestSha256>[0-9a-f]{64}), signed by (?<signer>[0-9a-f]{64}|nobody)\.$/;

/** What the sentence's groups hold. */
const wordsSchema = z.object({
  chain: z.string(),
  sequence: z.coerce.number(),
  manifestSha256: z.string(),
  signer: z.string().transform((signer) => (signer === "nobody" ? null : signer)),
});

/**
 * The gap that the first manifest of a chain records when it begins anew. Its wording is part of the
 * format: `verify` reads it.
 */
export function restartGap({ chain, sequence, manifestSha256, signer }: EarlierChain): string {
  return `This chain begins anew because the key of an earlier one is lost: chain ${chain}, which ended at sequence ${sequence} with manifest SHA-256 ${manifestSha256}, signed by ${signer ?? "nobody"}.`;
}

/** The earlier chain that such a gap names; undefined when it is another gap. */
export function readRestartGap(gap: string): EarlierChain | undefined {
  return wordsSchema.safeParse(SENTENCE.exec(gap)?.groups).data;
}
