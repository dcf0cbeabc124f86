/**
 * Everything that `verify` can hold against a bundle. `exitCode` 1: tampered. 3: cannot be verified.
 * 2: incomplete, stale or days missing. Codes are never reused; tests and machines compare them.
 */
export const FAULTS = {
  PATH_UNSAFE: { exitCode: 1, meaning: "A path is no evidence path; nothing at all was read." },
  ARCHIVE_INVALID: {
    exitCode: 1,
    meaning: "A ZIP says two things of what it holds, or holds what it does not list.",
  },
  LINK_FOUND: { exitCode: 1, meaning: "A link or special file stands among the evidence." },
  FILE_TOO_LARGE: { exitCode: 1, meaning: "A file of the seal is larger than the format allows." },
  JSON_INVALID: { exitCode: 1, meaning: "A file of the seal is not strict JSON." },
  ENVELOPE_INVALID: { exitCode: 1, meaning: "An envelope or its statement is malformed." },
  SIGNATURE_INVALID: { exitCode: 1, meaning: "A signature does not match what it signs." },
  SIGNER_UNTRUSTED: { exitCode: 1, meaning: "None of the trusted keys signed this manifest." },
  KEY_CHANGE_UNSIGNED: { exitCode: 1, meaning: "A new key signs, and the old one did not agree." },
  PUBLIC_KEY_WRONG: { exitCode: 1, meaning: "public-key.pem is not the key that signed." },
  MANIFEST_CHANGED: { exitCode: 1, meaning: "The manifest is not the one that was signed." },
  MANIFEST_INVALID: { exitCode: 1, meaning: "The manifest breaks a rule of its schema." },
  MANIFEST_MISPLACED: { exitCode: 1, meaning: "The manifest is that of another snapshot." },
  MANIFEST_MISSING: { exitCode: 1, meaning: "A sealed snapshot has lost its manifest." },
  PROOF_INVALID: { exitCode: 1, meaning: "An inclusion proof does not lead to the signed root." },
  MERKLE_ROOT_WRONG: { exitCode: 1, meaning: "The Merkle root is not that of the listed files." },
  FILE_MISSING: { exitCode: 1, meaning: "A sealed file is gone." },
  FILE_CHANGED: { exitCode: 1, meaning: "A sealed file holds other bytes." },
  FILE_HIDDEN: { exitCode: 1, meaning: "A delete marker hides a file in a bucket." },
  FILE_OVERWRITTEN: { exitCode: 1, meaning: "A file in a bucket was written more than once." },
  UNLISTED_FILE: { exitCode: 1, meaning: "A file stands here that no manifest lists." },
  SOURCE_UNACCOUNTED: {
    exitCode: 1,
    meaning: "A planned source is neither among the files nor recorded as incomplete.",
  },
  CLAIM_INVALID: { exitCode: 1, meaning: "A claim breaks a rule of its schema." },
  CLAIM_MISSING: { exitCode: 1, meaning: "A manifest has no claim on its sequence number." },
  CLAIM_MISMATCH: { exitCode: 1, meaning: "A claim is for another manifest." },
  SEQUENCE_MISSING: { exitCode: 1, meaning: "A snapshot in the chain is gone." },
  SEQUENCE_TWICE: { exitCode: 1, meaning: "Two manifests have one sequence number: a fork." },
  LINK_BROKEN: { exitCode: 1, meaning: "A manifest does not follow the one before it." },
  CHAIN_FOREIGN: { exitCode: 1, meaning: "A manifest belongs to another chain or account." },
  SNAPSHOT_ORDER: { exitCode: 1, meaning: "A later link names an earlier time." },
  KNOWN_HEAD_MISSING: { exitCode: 1, meaning: "The chain does not hold the head that was known." },
  WITNESS_MISMATCH: {
    exitCode: 1,
    meaning: "CloudTrail shows another manifest for this place in the chain.",
  },
  WITNESS_CONTRADICTS: {
    exitCode: 1,
    meaning: "AWS saw the manifest at a time that the snapshot's own times rule out.",
  },
  WITNESS_BEYOND_HEAD: {
    exitCode: 1,
    meaning: "AWS saw manifests that are newer than the end of this chain.",
  },
  CALL_CONTRADICTED: {
    exitCode: 1,
    meaning: "CloudTrail has another operation, time or caller for a request id of the evidence.",
  },
  REPORT_INDEX_INVALID: { exitCode: 1, meaning: "The index of reports breaks a rule." },
  REPORT_CHANGED: { exitCode: 1, meaning: "A report is not the one that was signed." },
  RESULT_DIFFERS: {
    exitCode: 1,
    meaning: "With --rederive: what was sealed as a result does not follow from the evidence.",
  },
  NO_MANIFEST: { exitCode: 3, meaning: "There is no manifest to verify." },
  NO_TRUSTED_KEY: { exitCode: 3, meaning: "No trusted key was given." },
  UNSIGNED: { exitCode: 3, meaning: "A manifest has no signature yet." },
  REPORTS_UNSIGNED: { exitCode: 3, meaning: "The reports have no signature yet." },
  SCHEMA_UNKNOWN: { exitCode: 3, meaning: "This release does not know the schema." },
  ALGORITHM_UNKNOWN: { exitCode: 3, meaning: "This release does not know the algorithm." },
  RELEASE_NEEDED: {
    exitCode: 3,
    meaning: "With --rederive: another release made the snapshot, and can derive it again.",
  },
  UNREADABLE: { exitCode: 3, meaning: "A file could not be read." },
  CLOUDTRAIL_UNREADABLE: {
    exitCode: 3,
    meaning: "A file given as CloudTrail's is not a whole log file; nothing in it was counted.",
  },
  SNAPSHOT_INCOMPLETE: { exitCode: 2, meaning: "A planned source could not be read whole." },
  NOT_SEALED: { exitCode: 2, meaning: "A snapshot newer than the chain has no seal yet." },
  CLAIM_UNFINISHED: { exitCode: 2, meaning: "A place in the chain is claimed, not yet sealed." },
  DRAFT_LEFT: {
    exitCode: 2,
    meaning: "The draft of a manifest beyond the chain: interrupted, or what it became is gone.",
  },
  REPORT_MISSING: { exitCode: 2, meaning: "A report that the index lists is not there." },
  DAY_MISSED: { exitCode: 2, meaning: "A snapshot came later than the schedule demands." },
  WITNESS_MISSING: {
    exitCode: 2,
    meaning: "The CloudTrail files cover the time of a manifest and do not show its witness.",
  },
  CALLS_UNSEEN: {
    exitCode: 2,
    meaning: "The CloudTrail files cover a snapshot and show none of its calls.",
  },
  STALE: { exitCode: 2, meaning: "The next snapshot is overdue." },
} as const satisfies Record<string, { exitCode: 1 | 2 | 3; meaning: string }>;

/** The code of a fault. */
export type FaultCode = keyof typeof FAULTS;

/** What does not change the exit code, and what the reader should still know. */
export const WARNINGS = {
  AWS_DATE_CONTRADICTS: "AWS's own clock contradicts the time that the snapshot states.",
  SIGNED_LATER: "The manifest was made without a signer and signed afterwards.",
  TRUSTED_THROUGH_LINK: "The key is not trusted by itself; a later trusted manifest pins this one.",
  VERSION_DIFFERS:
    "Files lie under other object versions than were sealed; their bytes are the same.",
  KEY_CHANGED: "From here on another key signs, and the one before it agreed.",
  SHARE_NOT_SEALED: "The record of a share is newer than the newest snapshot.",
  LOCK_MISSING:
    "Sealed versions in a bucket are not locked: whoever may delete there can delete them.",
  LOCK_EXPIRED: "The retention of sealed versions has ended: whoever may delete can delete them.",
  LOCK_WEAKER:
    "Sealed versions are held more weakly than the rest of their snapshot: by governance among compliance, or for a shorter time.",
  LOCK_UNSEEN: "No version in the bucket shows an Object Lock, or the reader may not see it.",
  NOT_DERIVED:
    "With --rederive: results were not derived again, since their evidence is not as it was sealed.",
  CHAIN_RESTARTED: "The chain began anew because the key of an earlier one was lost.",
  WITNESS_FOREIGN: "Events under the chain's name are another account's and were not counted.",
  GAP_RECORDED: "The manifest itself records a gap.",
} as const;

/** The code of a warning. */
export type WarningCode = keyof typeof WARNINGS;

/** One thing that is wrong, with the path at fault where there is one. */
export interface Fault {
  code: FaultCode;
  path: string | null;
  /** The place in the chain, where the fault has one. */
  sequence?: number;
  /** A sentence: what is wrong, where, and what to do where something can be done. */
  message: string;
}

/** One thing to know. */
export interface Warning {
  code: WarningCode;
  path: string | null;
  sequence?: number;
  message: string;
}

/** What `verify` ends with: 0 verified and complete; else see {@link FAULTS}. */
export type VerifyExitCode = 0 | 1 | 2 | 3;

/** The exit code that a list of faults comes to: 1 beats 3 beats 2. */
export function exitCodeOf(faults: readonly Pick<Fault, "code">[]): VerifyExitCode {
  const codes = new Set(faults.map(({ code }) => FAULTS[code].exitCode));
  for (const exitCode of [1, 3, 2] as const) {
    if (codes.has(exitCode)) return exitCode;
  }
  return 0;
}

/** Gathers faults and warnings while a bundle is verified. */
export class FaultLog {
  readonly faults: Fault[] = [];
  readonly warnings: Warning[] = [];

  fault(code: FaultCode, path: string | null, message: string, sequence?: number): void {
    this.faults.push({ code, path, message, ...(sequence === undefined ? {} : { sequence }) });
  }

  warn(code: WarningCode, path: string | null, message: string, sequence?: number): void {
    this.warnings.push({ code, path, message, ...(sequence === undefined ? {} : { sequence }) });
  }
}
