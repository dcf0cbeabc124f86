import { describe, expect, it } from "vitest";
import type { LockState } from "../../shared/integrity/lock-state.ts";
import type { VerifiedSnapshot, VerifyReport } from "../../shared/integrity/verify.ts";
import { LATER_UNKNOWN } from "../../shared/report/seal-state.ts";
import { renderVerdict } from "../../shared/report/verdict.ts";
import type { RederivedReport } from "../../shared/snapshot/rederive.ts";
import { company } from "../integrity/sample-bundle.ts";
import { RICH, verify } from "../integrity/verifying.ts";

const SNAPSHOT = "2026-11-22T06-00-00Z";
const MANIFEST_SHA256 = "3b".repeat(32);

/** A chain of one snapshot. */
const reportOf = (
  exitCode: VerifyReport["exitCode"],
  nextExpectedBy: string | null = null,
): VerifyReport => ({
  schema: "verify-report/1",
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
      comparedCount: 6,
      unchangedCount: 6,
      hasReports: false,
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

const flat = (text: string): string => text.replace(/\s+/g, " ");

describe("renderVerdict", () => {
  it("says up to which snapshot nothing is missing", () => {
    expect(flat(renderVerdict(reportOf(0), "evidence", true))).toContain(
      `evidence: verified: every byte is as it was sealed, and nothing is missing up to ${SNAPSHOT}. `,
    );
  });

  const release = { version: "0.0.0", codeSha256: "0".repeat(64) };
  const derived = (files: number, differing: number) => ({
    rederived: { release, snapshots: [{ snapshot: SNAPSHOT, files, differing }] },
  });

  const needsRelease = { code: "RELEASE_NEEDED", path: null, message: "Another." } as const;

  it.each<[string, VerifyReport | RederivedReport, string, string]>([
    [
      "the same",
      { ...reportOf(0), ...derived(62, 0) },
      `evidence: verified: every byte is as it was sealed, and nothing is missing up to ${SNAPSHOT}.`,
      "Results 62 files derived again for 1 of 1 snapshot: the same to the byte",
    ],
    [
      "others, though nothing was changed since",
      { ...reportOf(1), consistent: true, ...derived(62, 2) },
      "evidence: every byte is as it was sealed, but not every result follows from the evidence.",
      "Results 62 files derived again for 1 of 1 snapshot: 2 differences",
    ],
    [
      "others, of a snapshot that was changed too",
      { ...reportOf(1), ...derived(62, 1) },
      "evidence: tampered with: something is not as it was sealed.",
      "Results 62 files derived again for 1 of 1 snapshot: 1 difference",
    ],
    [
      "of another release, and nobody says who sealed it",
      {
        ...reportOf(3),
        faults: [needsRelease, { code: "NO_TRUSTED_KEY", path: null, message: "No key." }],
        rederived: { release, snapshots: [] },
      },
      "evidence: cannot be verified.",
      "nothing was compared",
    ],
    [
      "of another release",
      { ...reportOf(3), faults: [needsRelease], rederived: { release, snapshots: [] } },
      "evidence: what is there is as it was sealed, but its results need another release to be derived again.",
      "Results 0 files derived again for 0 of 1 snapshot: nothing was compared",
    ],
  ])("says that results derived again are %s", (_what, report, first, said) => {
    const text = flat(renderVerdict(report, "evidence", true));
    expect(text.startsWith(first)).toBe(true);
    expect(text).toContain(said);
  });

  it("says nothing of results that were not derived again", () => {
    expect(renderVerdict(reportOf(0), "evidence", true)).not.toContain("derived");
  });

  it("tells results that do not follow from what was changed", () => {
    const faults = (["FILE_CHANGED", "RESULT_DIFFERS"] as const).map((code) => ({
      code,
      path: `${code}.json`,
      message: "It is other.",
    }));
    const text = renderVerdict({ ...reportOf(1), faults, ...derived(62, 1) }, "evidence", true);
    const headings = text.split("\n").filter((line) => /^\S.*: 1 fault$/.test(line));
    expect(headings).toEqual([
      "Not as it was sealed: 1 fault",
      "Not what the evidence comes to: 1 fault",
    ]);
  });

  it.each<[string, boolean, VerifyReport, boolean]>([
    ["said with neither known head nor schedule", false, reportOf(0), true],
    ["said of what is incomplete too", false, reportOf(2), true],
    ["not said with a known head", true, reportOf(0), false],
    ["not said with a schedule", false, reportOf(0, "2026-11-23T07:00:00Z"), false],
    ["not said of what was tampered with", false, reportOf(1), false],
    ["not said of what cannot be verified", false, reportOf(3), false],
  ])("that later snapshots may be gone is %s", (_what, hasKnownHead, report, isSaid) => {
    const text = flat(renderVerdict(report, "evidence", hasKnownHead));
    expect(text.includes(LATER_UNKNOWN)).toBe(isSaid);
  });

  it("is a screen that says first what it comes to and last what no seal proves", async () => {
    const report = await verify(RICH.clone());
    const keyOrigins = new Map([[company.spkiSha256, "--key company.pem"]]);
    expect(renderVerdict(report, "evidence", true, { keyOrigins })).toBe(
      `evidence: verified: every byte is as it was sealed, and nothing is missing up to
2026-11-21T06-00-00Z.

What was checked
  Snapshots    2, on 2 days, from 2026-11-20 06:00 UTC to 2026-11-21 06:00 UTC,
               each complete
  Files        16 sealed files, 5.3 kB, each compared with its SHA-256
  Account      123456789012
  Signed by    ${company.spkiSha256},
               which you trust (--key company.pem)
  Known head   2:${report.head?.sha256}
               Keep it elsewhere: --known-head shows whether it is still there.

A seal does not prove that AWS was asked honestly, or when: whoever holds the
key can seal anything. The collector's code hash, CloudTrail and a nonce of your
own can show that.
`,
    );
  });

  const [whole] = reportOf(0).snapshots;
  const INCOMPLETE: Partial<VerifiedSnapshot> = {
    complete: false,
    incomplete: [
      { criterion: "CC6.1", source: "iam.account-summary", region: null, reason: "Denied." },
    ],
  };
  const unlisted = {
    code: "UNLISTED_FILE",
    path: "CC6.1-a/x.json",
    message: "Not listed.",
  } as const;

  it.each<[string, Partial<VerifiedSnapshot>[], string, string]>([
    [
      "a file is gone or unreadable",
      [{ comparedCount: 5, unchangedCount: 5 }, {}],
      "1 with files at fault",
      "12 sealed files, 4.8 kB: 11 compared with their SHA-256, 1 not compared",
    ],
    [
      "a file holds other bytes",
      [{ unchangedCount: 5 }, {}],
      "1 with files at fault",
      "12 sealed files, 4.8 kB: 12 compared with their SHA-256, of which 1 differs",
    ],
    [
      "files are at fault in either way, and a source is missing too",
      [
        { comparedCount: 5, unchangedCount: 3 },
        { ...INCOMPLETE, unchangedCount: 5 },
      ],
      "1 not complete, 2 with files at fault",
      "12 sealed files, 4.8 kB: 11 compared with their SHA-256, of which 3 differ, 1 not compared",
    ],
    [
      "one of the only snapshot's files is gone",
      [{ comparedCount: 5, unchangedCount: 5 }],
      "1, of 2026-11-22 06:00 UTC, with files at fault",
      "6 sealed files, 2.4 kB: 5 compared with their SHA-256, 1 not compared",
    ],
    [
      "the only snapshot is incomplete",
      [INCOMPLETE],
      "1, of 2026-11-22 06:00 UTC, not complete",
      "6 sealed files, 2.4 kB, each compared with its SHA-256",
    ],
    [
      "a manifest cannot be relied on",
      [{ complete: false, fileCount: 0, byteCount: 0, comparedCount: 0, unchangedCount: 0 }, {}],
      "1 not complete",
      "6 sealed files, 2.4 kB, each compared with its SHA-256; of 1 snapshot none, since what its manifest lists cannot be relied on",
    ],
  ])("says what was compared where %s", (_what, changes, snapshots, files) => {
    const report: VerifyReport = {
      ...reportOf(1),
      snapshots: whole === undefined ? [] : changes.map((change) => ({ ...whole, ...change })),
    };
    const text = flat(renderVerdict(report, "evidence", true));
    expect(text).toContain(`${snapshots} Files ${files} Account`);
  });

  it.each<[string, boolean[], string | null]>([
    ["none has any", [false, false], null],
    ["all have some", [true, true], null],
    [
      "one has none",
      [true, false],
      "of 1 of 2 snapshots, and none of 2026-11-02T06-00-00Z: reports that were removed with their folder leave no trace",
    ],
    [
      "many have none",
      [true, false, false, false, false],
      "of 1 of 5 snapshots, and none of 2026-11-02T06-00-00Z, 2026-11-03T06-00-00Z, 2026-11-04T06-00-00Z and 1 more: reports that were removed with their folder leave no trace",
    ],
  ])("says which snapshots have no reports: %s", (_what, has, said) => {
    const snapshots = has.flatMap((hasReports, index) => {
      const snapshot = `2026-11-0${index + 1}T06-00-00Z`;
      return whole === undefined ? [] : [{ ...whole, snapshot, hasReports }];
    });
    const text = flat(renderVerdict({ ...reportOf(0), snapshots }, "evidence", true));
    if (said === null) expect(text).not.toContain("Reports");
    else expect(text).toContain(` Reports ${said} Account `);
  });

  it("says nothing of the reports of a snapshot whose manifest could not be read", () => {
    const unread = { complete: false, incomplete: [], hasReports: false };
    const snapshots = [true, false].flatMap((isRead) =>
      whole === undefined ? [] : [{ ...whole, hasReports: true, ...(isRead ? {} : unread) }],
    );
    const text = renderVerdict({ ...reportOf(1), snapshots }, "evidence", true);
    expect(text).not.toContain("leave no trace");
  });

  it("calls no snapshot whole in which a file stands that it did not seal", () => {
    const faults = [{ ...unlisted, sequence: 1 }];
    const text = flat(renderVerdict({ ...reportOf(1), faults }, "evidence", true));
    expect(text).toContain("1, of 2026-11-22 06:00 UTC, with files at fault Files 6 sealed files");
  });

  it.each<[VerifyReport["exitCode"], boolean]>([
    [0, true],
    [1, false],
    [2, true],
    [3, true],
  ])("with exit code %i the head is there to be kept: %s", (exitCode, isKept) => {
    const text = renderVerdict(reportOf(exitCode), "evidence", true);
    expect([text.includes("Known head"), text.includes("Keep it elsewhere")]).toEqual([
      isKept,
      isKept,
    ]);
  });

  it.each<[string, VerifyReport["faults"], string]>([
    [
      "only that no key was given",
      [{ code: "NO_TRUSTED_KEY", path: null, message: "No key." }],
      "consistent, signer unknown: nothing contradicts the seal, and whose it is nobody can say",
    ],
    [
      "that, and that something is missing",
      [
        { code: "NO_TRUSTED_KEY", path: null, message: "No key." },
        { code: "STALE", path: null, message: "Late." },
      ],
      "consistent, signer unknown: nothing contradicts the seal, and whose it is nobody can say",
    ],
    [
      "that, and that nobody signed",
      [
        { code: "NO_TRUSTED_KEY", path: null, message: "No key." },
        { code: "UNSIGNED", path: null, message: "Nobody signed." },
      ],
      "cannot be verified",
    ],
  ])("says what stands in the way: %s", (_what, faults, said) => {
    const text = flat(renderVerdict({ ...reportOf(3), faults }, "evidence", true));
    expect(text).toContain(`evidence: ${said}. `);
  });

  it("tells what is wrong worst first, before all else, and never breaks a path", () => {
    const path = `CC6.6-network-boundary/${SNAPSHOT}/ec2.security-groups.eu-west-1.json`;
    const report: VerifyReport = {
      ...reportOf(1),
      faults: [
        { code: "STALE", path: "snapshots/a/manifest.json", message: "The next was due" },
        { code: "UNSIGNED", path: null, message: "Nobody signed." },
        { code: "FILE_CHANGED", path, message: `${path} holds other bytes.` },
      ],
      warnings: [{ code: "GAP_RECORDED", path: "snapshots/a/manifest.json", message: "A gap" }],
    };
    const lines = renderVerdict(report, "evidence", false).split("\n");
    expect(lines.slice(0, lines.indexOf("What was checked"))).toEqual([
      "evidence: tampered with: something is not as it was sealed.",
      "",
      "Not as it was sealed: 1 fault",
      `  - ${path}`,
      "    holds other bytes.",
      "",
      "Could not be verified: 1 fault",
      "  - Nobody signed.",
      "",
      "Missing: 1 fault",
      "  - snapshots/a/manifest.json",
      "    The next was due.",
      "",
      "Worth knowing; changes nothing in the verdict",
      "  - snapshots/a/manifest.json",
      "    A gap.",
      "",
    ]);
  });

  it.each<[VerifyReport["exitCode"], string]>([
    [
      1,
      "evidence: tampered with, or not the evidence folder: there is no manifest here to say what was sealed.",
    ],
    [3, "evidence: cannot be verified."],
  ])("asks first whether it is the folder, where no manifest is, with %i", (exitCode, verdict) => {
    const report: VerifyReport = {
      ...reportOf(exitCode),
      faults: [
        ...(exitCode === 1 ? [unlisted] : []),
        { code: "NO_MANIFEST", path: null, message: "Is this the folder?" },
      ],
      snapshots: [],
      head: null,
    };
    const text = flat(renderVerdict(report, "evidence", false));
    const asked = `${verdict} Nothing to verify: 1 fault - Is this the folder? `;
    expect(text.slice(0, asked.length)).toBe(asked);
  });

  it("says a path once, whether its sentence goes on or begins anew", () => {
    const path = "snapshots/a/manifest.dsse.json";
    const report: VerifyReport = {
      ...reportOf(1),
      faults: [
        { code: "FILE_MISSING", path, message: `${path} is gone.` },
        { code: "KEY_CHANGE_UNSIGNED", path, message: `${path}: key a takes over from b.` },
      ],
    };
    const lines = renderVerdict(report, "evidence", false).split("\n");
    expect(lines.slice(3, 7)).toEqual([
      `  - ${path}`,
      "    is gone.",
      `  - ${path}`,
      "    Key a takes over from b.",
    ]);
  });

  it("says what the reader has to know first below the verdict", () => {
    const options = { first: ["The log files are of another time."], more: ["Of one account."] };
    const lines = renderVerdict(reportOf(0), "evidence", true, options).split("\n");
    expect(lines.slice(2, 5)).toEqual(["", "The log files are of another time.", ""]);
    expect(lines.indexOf("  Of one account.")).toBeGreaterThan(lines.indexOf("What was checked"));
  });

  it("names a key that was named and signed nothing, and no other", () => {
    const snapshots = whole === undefined ? [] : [{ ...whole, signedBy: ["aa"] }];
    const keyOrigins = new Map([
      ["aa", "--key company.pem"],
      ["bb", "--key other.pem"],
      ["cc", "from your configuration"],
    ]);
    const named = new Set(["aa", "bb"]);
    const report = { ...reportOf(0), snapshots };
    const text = flat(renderVerdict(report, "evidence", true, { keyOrigins, named }));
    expect(text).toContain(" Not used bb (--key other.pem), which signed no manifest here ");
    expect(text).not.toContain("from your configuration");
    for (const options of [{ keyOrigins: new Map([["aa", "given"]]) }, {}]) {
      expect(renderVerdict(report, "evidence", true, options)).not.toContain("Not used");
    }
  });

  it("names every path of a hundred faults of a kind, and ends as it began", () => {
    const paths = Array.from({ length: 100 }, (_, index) => `CC6.1-a/${SNAPSHOT}/${index}.json`);
    const report: VerifyReport = {
      ...reportOf(1),
      faults: paths.map((path) => ({ code: "FILE_CHANGED", path, message: `${path} changed.` })),
    };
    const lines = renderVerdict(report, "evidence", false).split("\n");
    expect(lines.filter((line) => paths.includes(line.trim()))).toHaveLength(100);
    expect(lines).toContain("  - A sealed file holds other bytes, 100 times:");
    expect(lines.at(-2)).toBe(lines[0]);
  });

  it("tells each of many faults of one path apart", () => {
    const path = "snapshots/a/manifest.json";
    const report: VerifyReport = {
      ...reportOf(2),
      faults: ["one", "two", "three", "four"].map((source) => ({
        code: "SNAPSHOT_INCOMPLETE",
        path,
        message: `${source} is incomplete.`,
      })),
    };
    const text = renderVerdict(report, "evidence", true);
    expect(text).toContain("    one is incomplete.\n");
    expect(text).toContain("    four is incomplete.\n");
  });

  it("shows what a terminal would obey instead of obeying it", () => {
    const path = "a\u001b[2J\u202e.json";
    const faults = [{ code: "PATH_UNSAFE", path, message: `${path} is unsafe.` }] as const;
    const text = renderVerdict({ ...reportOf(1), faults }, "evi\u001bdence", true);
    expect(text).toContain("  - a\u241b[2J[U+202E].json\n");
    expect(text).toContain("evi\u241bdence: ");
    expect(text).not.toContain("\u001b");
  });

  it.each<[string, Partial<NonNullable<VerifyReport["signer"]>>, string]>([
    ["is given", {}, "which you trust (given)"],
    ["was introduced by another", { trust: "introduced" }, "which a key that you trust introduced"],
    ["is not given", { trusted: false, trust: "none" }, "which is none of the keys that you trust"],
  ])("says how far a key is trusted that %s", (_how, changed, words) => {
    const signer = {
      keyId: "aa",
      algorithm: "ECDSA_SHA_256",
      trusted: true,
      trust: "given",
    } as const;
    const [one] = reportOf(0).snapshots;
    const report: VerifyReport = {
      ...reportOf(0),
      snapshots: one === undefined ? [] : [{ ...one, signedBy: ["aa", "bb"] }],
      signer: { ...signer, ...changed },
    };
    expect(flat(renderVerdict(report, "evidence", true))).toContain(
      `Signed by aa, ${words}; 1 other key earlier in the chain `,
    );
  });

  it.each<[string, Partial<LockState>, string]>([
    [
      "governance",
      { governance: 18, earliestEnd: "2027-12-26T06:00:05.000Z" },
      "18 versions in governance mode, which only who has s3:BypassGovernanceRetention can delete; the first lock ends 2027-12-26 06:00 UTC",
    ],
    [
      "compliance, and one that is free",
      { compliance: 1, expired: 1, unlocked: 1, earliestEnd: "2027-12-26T06:00:05.000Z" },
      "1 version in compliance mode, which nobody can delete and 2 versions with no lock that runs, which could be deleted now; the first lock ends 2027-12-26 06:00 UTC",
    ],
  ])("says what could be deleted: %s", (_what, changed, words) => {
    const none = { compliance: 0, governance: 0, expired: 0, unlocked: 0, earliestEnd: null };
    const lock = { ...none, ...changed };
    const text = renderVerdict({ ...reportOf(0), lock }, "s3://vault", true);
    expect(flat(text)).toContain(`Object Lock ${words} `);
  });
});
