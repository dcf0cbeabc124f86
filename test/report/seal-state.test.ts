import { describe, expect, it } from "vitest";
import type { FaultCode } from "../../shared/integrity/faults.ts";
import { exitCodeOf } from "../../shared/integrity/faults.ts";
import { LATER_UNKNOWN, sealStateOf } from "../../shared/report/seal-state.ts";
import { SNAPSHOT } from "./records.ts";

const stateWith = (...codes: FaultCode[]) => scheduledState(null, ...codes);
const scheduledState = (nextExpectedBy: string | null, ...codes: FaultCode[]) => {
  const faults = codes.map((code) => ({ code, path: null, message: `${code} here.` }));
  const snapshots = [
    {
      sequence: 7,
      snapshot: SNAPSHOT,
      account: "123456789012",
      manifestSha256: "ab",
      complete: true,
      incomplete: [],
      fileCount: 6,
      byteCount: 2400,
      comparedCount: 6,
      unchangedCount: 6,
      hasReports: false,
      lock: null,
      gaps: [],
      nonce: null,
      replayOf: null,
      nextExpectedBy,
      signedBy: ["cd"],
    },
  ];
  return sealStateOf({ exitCode: exitCodeOf(faults), faults, snapshots }, SNAPSHOT);
};

describe("sealStateOf", () => {
  it("names the snapshot's place, manifest and key", () => {
    expect(stateWith()).toEqual({
      state: "verified",
      exitCode: 0,
      sequence: 7,
      manifestSha256: "ab",
      signerKeyId: "cd",
      message: `Every file is as it was sealed, and nothing is missing up to ${SNAPSHOT}. ${LATER_UNKNOWN}`,
    });
  });

  it("says that later snapshots may be gone only where no schedule would show it", () => {
    expect(scheduledState("2026-11-23T07:00:00Z").message).toBe(
      `Every file is as it was sealed, and nothing is missing up to ${SNAPSHOT}.`,
    );
  });

  it.each<[string, FaultCode[], string, string]>([
    ["tampered", ["FILE_CHANGED"], "tampered", "FILE_CHANGED here."],
    ["incomplete", ["SNAPSHOT_INCOMPLETE"], "incomplete", "SNAPSHOT_INCOMPLETE here."],
    ["not to be verified", ["NO_TRUSTED_KEY"], "unverifiable", "NO_TRUSTED_KEY here."],
    ["unsigned", ["UNSIGNED"], "unsigned", "UNSIGNED here."],
    [
      "what is worst, with a count of the rest",
      ["STALE", "UNSIGNED", "FILE_CHANGED"],
      "tampered",
      "FILE_CHANGED here. And 2 more faults: run verify.",
    ],
  ])("is %s", (_what, codes, state, message) => {
    expect(stateWith(...codes)).toMatchObject({ state, message });
  });

  it("names nothing of a snapshot that is not in the chain", () => {
    expect(sealStateOf({ exitCode: 3, faults: [], snapshots: [] }, SNAPSHOT)).toMatchObject({
      sequence: null,
      manifestSha256: null,
      signerKeyId: null,
    });
  });
});
