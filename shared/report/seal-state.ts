import { FAULTS, type Fault, type VerifyExitCode } from "../integrity/faults.ts";
import type { VerifyReport } from "../integrity/verify.ts";
import type { Sealed } from "../snapshot/seal.ts";

/** What a report says of the seal of the snapshot that it shows. */
export interface SealState {
  readonly state: "verified" | "tampered" | "incomplete" | "unverifiable" | "unsigned";
  /** What `verify` ended with. */
  readonly exitCode: VerifyExitCode;
  /** The snapshot's place in the chain; null while it is not sealed. */
  readonly sequence: number | null;
  /** SHA-256 of the manifest; with `sequence` the head to remember. */
  readonly manifestSha256: string | null;
  /** The SHA-256 of the signing key's SubjectPublicKeyInfo; null while nothing signed. */
  readonly signerKeyId: string | null;
  /** One sentence: what the state means for the reader. */
  readonly message: string;
}

/**
 * Said of a bundle without a schedule when no known head was given: whoever deletes the newest
 * snapshots with their claims leaves a chain that is whole, only shorter.
 */
export const LATER_UNKNOWN =
  "Whether later snapshots were removed this folder cannot show: keep the known head elsewhere, and give it when you verify again.";

/** True when nothing in the bundle says that a snapshot must follow its last one. */
export function isEndOpen({ snapshots }: Pick<VerifyReport, "snapshots">): boolean {
  return (snapshots.at(-1)?.nextExpectedBy ?? null) === null;
}

/**
 * What a verification of the whole bundle says for one snapshot in it.
 *
 * @param snapshot the one that the report shows
 */
export function sealStateOf(
  verified: Pick<VerifyReport, "exitCode" | "faults" | "snapshots">,
  snapshot: string,
): SealState {
  const own = verified.snapshots.find((one) => one.snapshot === snapshot);
  const worst = worstFault(verified.faults);
  return {
    state: stateOf(verified.exitCode, worst),
    exitCode: verified.exitCode,
    sequence: own?.sequence ?? null,
    manifestSha256: own?.manifestSha256 ?? null,
    signerKeyId: own?.signedBy[0] ?? null,
    message: messageOf(verified, worst),
  };
}

/** What can be said of a snapshot by whoever sealed it, before anyone verified the whole chain. */
export function sealedState({
  manifest: { sequence, incomplete, signer },
  manifestSha256,
  signed,
}: Pick<Sealed, "manifest" | "manifestSha256" | "signed">): SealState {
  const place = `It was sealed as number ${sequence} of its chain`;
  const whole = { sequence, manifestSha256, signerKeyId: signer?.spkiSha256 ?? null };
  if (!signed) {
    const message = `${place} and waits for its signature.`;
    return { ...whole, state: "unsigned", exitCode: 3, signerKeyId: null, message };
  }
  const message = `${place}; verify compares every byte with the seal.`;
  return incomplete.length === 0
    ? { ...whole, state: "verified", exitCode: 0, message }
    : { ...whole, state: "incomplete", exitCode: 2, message };
}

/** The fault that decides the exit code: 1 beats 3 beats 2. */
function worstFault(faults: readonly Fault[]): Fault | undefined {
  for (const exitCode of [1, 3, 2]) {
    const found = faults.find(({ code }) => FAULTS[code].exitCode === exitCode);
    if (found !== undefined) return found;
  }
  return undefined;
}

function stateOf(exitCode: VerifyExitCode, worst: Fault | undefined): SealState["state"] {
  switch (exitCode) {
    case 0:
      return "verified";
    case 1:
      return "tampered";
    case 2:
      return "incomplete";
    case 3:
      return worst?.code === "UNSIGNED" ? "unsigned" : "unverifiable";
    default:
      return exitCode satisfies never;
  }
}

function messageOf(
  { faults, snapshots }: Pick<VerifyReport, "faults" | "snapshots">,
  worst: Fault | undefined,
): string {
  if (worst === undefined) {
    const last = snapshots.at(-1)?.snapshot;
    const upTo = last === undefined ? "" : `, and nothing is missing up to ${last}`;
    const told = `Every file is as it was sealed${upTo}.`;
    return isEndOpen({ snapshots }) ? `${told} ${LATER_UNKNOWN}` : told;
  }
  const others = faults.length - 1;
  const sentence = /[.?!]$/.test(worst.message) ? worst.message : `${worst.message}.`;
  if (others === 0) return sentence;
  return `${sentence} And ${others} more ${others === 1 ? "fault" : "faults"}: run verify.`;
}
