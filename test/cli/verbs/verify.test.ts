import { describe, expect, it } from "vitest";
import { renderVerdict } from "../../../cli/verbs/verify.ts";
import type { VerifyReport } from "../../../shared/integrity/verify.ts";
import { LATER_UNKNOWN } from "../../../shared/report/seal-state.ts";

const SNAPSHOT = "2026-11-22T06-00-00Z";
const MANIFEST_SHA256 = "3b".repeat(32);

/** A chain of one snapshot. */
const reportOf = (
  exitCode: VerifyReport["exitCode"],
  nextExpectedBy: string | null = null,
): VerifyReport => ({
  exitCode,
  consistent: exitCode !== 1,
  faults: [],
  warnings: [],
  snapshots: [
    {
      sequence: 1,
      snapshot: SNAPSHOT,
      account: "123456789012",
      manifestSha256: MANIFEST_SHA256,
      complete: true,
      incomplete: [],
      fileCount: 6,
      byteCount: 2400,
      lock: null,
      gaps: [],
      nonce: null,
      replayOf: null,
      nextExpectedBy,
      signedBy: [],
    },
  ],
  head: { sequence: 1, sha256: MANIFEST_SHA256, snapshot: SNAPSHOT },
  signer: null,
  lock: null,
});

describe("renderVerdict", () => {
  it("says up to which snapshot nothing is missing", () => {
    expect(renderVerdict(reportOf(0), "evidence", true).split("\n")[0]).toBe(
      `evidence: verified: every byte is as it was sealed, and nothing is missing up to ${SNAPSHOT}.`,
    );
  });

  it.each<[string, boolean, VerifyReport, boolean]>([
    ["said with neither known head nor schedule", false, reportOf(0), true],
    ["said of what is incomplete too", false, reportOf(2), true],
    ["not said with a known head", true, reportOf(0), false],
    ["not said with a schedule", false, reportOf(0, "2026-11-23T07:00:00Z"), false],
    ["not said of what was tampered with", false, reportOf(1), false],
    ["not said of what cannot be verified", false, reportOf(3), false],
  ])("that later snapshots may be gone is %s", (_what, hasKnownHead, report, isSaid) => {
    expect(renderVerdict(report, "evidence", hasKnownHead).includes(LATER_UNKNOWN)).toBe(isSaid);
  });
});
