import { describe, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import type { VerifyInput, VerifyProgress } from "../../shared/integrity/verify.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import { VersionedStore } from "../store/versioned-store.ts";
import {
  ACCOUNT,
  company,
  deleteDay,
  manifestOf,
  next,
  sealDay,
  sealedBundle,
  snapshotOf,
} from "./sample-bundle.ts";
import { at, codes, FIRST, RICH, SECOND, THIRD, verify, warned } from "./verifying.ts";

const sha256Of = (store: Pick<MemoryStore, "objects">, day: string): string =>
  sha256Hex(store.objects.get(at(day, "manifest.json")) ?? utf8(""));

/** What a report says of a good day of {@link RICH}. */
function described(day: string, sequence: number): object {
  const { files } = manifestOf(RICH, day);
  return {
    sequence,
    snapshot: snapshotOf(day),
    account: ACCOUNT,
    manifestSha256: sha256Of(RICH, day),
    complete: true,
    fileCount: files.length,
    byteCount: files.map(({ size }) => size).reduce((sum, size) => sum + size),
    comparedCount: files.length,
    unchangedCount: files.length,
    hasReports: true,
    incomplete: [],
    gaps: [],
    nonce: null,
    replayOf: null,
    nextExpectedBy: manifestOf(RICH, day).nextExpectedBy,
    signedBy: [company.spkiSha256],
    lock: null,
  };
}

describe("the report on a bundle", () => {
  it("says what was found, snapshot by snapshot", async () => {
    expect(await verify(RICH)).toEqual({
      schema: "verify-report/1",
      exitCode: 0,
      consistent: true,
      faults: [],
      warnings: [],
      snapshots: [described(FIRST, 1), described(SECOND, 2)],
      head: { sequence: 2, sha256: sha256Of(RICH, SECOND), snapshot: snapshotOf(SECOND) },
      signer: {
        keyId: company.spkiSha256,
        algorithm: "ECDSA_SHA_256",
        trusted: true,
        trust: "given",
      },
      lock: null,
    });
  });

  it("says what the manifest of each admits", async () => {
    const more = {
      gaps: ["A record of it."],
      incomplete: [
        { criterion: "CC6.1", source: "iam.account-summary", region: null, reason: "Denied." },
      ],
      nonce: "a nonce",
      replayOf: "sample",
      nextExpectedBy: null,
    };
    const { snapshots } = await verify(await sealedBundle([FIRST], () => more));
    expect(snapshots).toMatchObject([{ ...more, complete: false, hasReports: false }]);
  });

  it("says of a snapshot whose manifest was changed what was signed of it", async () => {
    const store = RICH.clone();
    store.objects.set(at(SECOND, "manifest.json"), utf8("{}"));
    const report = await verify(store);
    expect(report.snapshots[1]).toEqual({
      ...described(SECOND, 2),
      manifestSha256: sha256Hex(utf8("{}")),
      ...{ complete: false, fileCount: 0, byteCount: 0, comparedCount: 0, unchangedCount: 0 },
      hasReports: false,
      nextExpectedBy: null,
    });
    expect(report).toMatchObject({ consistent: false, signer: null, head: { sequence: 2 } });
  });

  it("says that nobody signed", async () => {
    const store = await sealedBundle([FIRST]);
    store.objects.delete(at(FIRST, "manifest.dsse.json"));
    const report = await verify(store);
    expect(report).toMatchObject({ exitCode: 3, consistent: true, snapshots: [{ signedBy: [] }] });
  });

  it.each<[string, Partial<VerifyInput>, object, string[]]>([
    ["none", {}, { trusted: false, trust: "none" }, ["NO_TRUSTED_KEY"]],
    [
      "its fingerprint",
      { trustedFingerprints: [next.spkiSha256] },
      { trusted: true, trust: "given" },
      [],
    ],
    ["the key before", { trustedKeys: [company] }, { trusted: true, trust: "introduced" }, []],
  ])("says how far the head's key is trusted: by %s", async (_what, more, signer, faults) => {
    const store = await sealedBundle([FIRST]);
    await sealDay(store, SECOND, { signer: next, previousSigners: [company] });
    const report = await verify(store, [], more);
    expect({ signer: report.signer, faults: codes(report) }).toMatchObject({ signer, faults });
  });

  it("has the newest snapshot as its head, and tells who took over", async () => {
    const store = await sealedBundle([FIRST, SECOND]);
    await sealDay(store, THIRD, { signer: next, previousSigners: [company] });
    const report = await verify(store, [next], { asOf: "2026-11-22T07:00:00Z" });
    expect(report).toMatchObject({
      exitCode: 0,
      head: { sequence: 3, sha256: sha256Of(store, THIRD) },
    });
    expect(warned(report)).toEqual(["TRUSTED_THROUGH_LINK", "TRUSTED_THROUGH_LINK", "KEY_CHANGED"]);
  });

  it("is judged as of a time, and of nothing else", async () => {
    const later = await verify(RICH, [company], { asOf: "2026-11-22T07:00:01Z" });
    expect(later).toMatchObject({ exitCode: 2, consistent: true, faults: [{ code: "STALE" }] });
    await expect(verify(RICH, [company], { asOf: "yesterday" })).rejects.toMatchObject({
      code: "USAGE",
    });
  });

  it("tells how a bucket locks it, the claims too", async () => {
    const bucket = new VersionedStore();
    await sealDay(bucket, FIRST);
    const report = await verify(bucket);
    expect(report).toMatchObject({
      snapshots: [{ lock: { governance: 9, unlocked: 0 } }],
      lock: { governance: 10, unlocked: 0 },
    });
  });

  it("names the claims that are not locked as belonging to no snapshot", async () => {
    const bucket = new VersionedStore();
    await sealDay(bucket, FIRST);
    const { lockOf } = bucket;
    bucket.lockOf = (path) => (path === "chain/1.json" ? null : lockOf(path));
    const { warnings } = await verify(bucket);
    expect(warnings).toEqual([
      {
        code: "LOCK_MISSING",
        path: "chain/1.json",
        message: "One sealed version is not locked, chain/1.json.",
      },
    ]);
  });

  it("is empty where nothing may be read", async () => {
    const store = RICH.clone();
    store.objects.set("../outside.json", utf8("x"));
    expect(await verify(store)).toMatchObject({
      ...{ exitCode: 1, consistent: false, snapshots: [], head: null, signer: null, lock: null },
      faults: [{ code: "PATH_UNSAFE" }],
    });
  });

  it.each<[string, (store: MemoryStore) => void, string[]]>([
    ["nothing", (store) => store.objects.clear(), ["NO_MANIFEST"]],
    [
      "evidence alone",
      (store) => {
        deleteDay(store, FIRST);
        store.objects.set(`CC6.1-access-controls/${snapshotOf(FIRST)}/a.json`, utf8("{}"));
      },
      ["NO_MANIFEST", "NOT_SEALED"],
    ],
    [
      "a manifest that is none",
      (store) => {
        store.objects.set(at(FIRST, "manifest.json"), utf8("{"));
        store.objects.delete(at(FIRST, "manifest.dsse.json"));
      },
      ["UNSIGNED", "JSON_INVALID"],
    ],
    [
      "a manifest that is too large, and no other",
      (store) => store.objects.set(at(FIRST, "manifest.json"), new Uint8Array(64 * 2 ** 20 + 1)),
      ["FILE_TOO_LARGE"],
    ],
  ])("says that there is no manifest where there is none: %s", async (_what, change, faults) => {
    const store = await sealedBundle([FIRST]);
    change(store);
    const report = await verify(store);
    expect(report).toMatchObject({ snapshots: [], head: null, signer: null });
    expect(codes(report)).toEqual(faults);
  });
});

describe("what a bundle pins", () => {
  const OTHER = "CC6.1-access-controls/manual/other.pdf";

  it("is named where no manifest lists it", async () => {
    const store = RICH.clone();
    store.objects.set(OTHER, utf8("%PDF-1.7\n"));
    expect((await verify(store)).faults).toMatchObject([{ code: "UNLISTED_FILE", path: OTHER }]);
  });

  it("is not judged where a manifest could not be read: that one may have listed it", async () => {
    const store = RICH.clone();
    store.objects.set(OTHER, utf8("%PDF-1.7\n"));
    store.objects.set(at(SECOND, "manifest.json"), utf8("{}"));
    expect(codes(await verify(store))).toEqual(["MANIFEST_CHANGED"]);
  });
});

describe("a known head", () => {
  const [one, two] = [sha256Of(RICH, FIRST), sha256Of(RICH, SECOND)];

  it.each([
    ["the newest", { sequence: 2, sha256: two }],
    ["an earlier one", { sequence: 1, sha256: one }],
  ])("that is %s is held", async (_what, knownHead) => {
    expect(await verify(RICH, [company], { knownHead })).toMatchObject({ exitCode: 0, faults: [] });
  });

  it.each([
    ["of another manifest", 1, two, at(FIRST, "manifest.json"), `holds ${one} there`],
    ["beyond the end", 3, one, null, "does not go that far"],
  ])("%s is missed", async (_what, sequence, sha256, path, instead) => {
    const report = await verify(RICH, [company], { knownHead: { sequence, sha256 } });
    expect(report.exitCode).toBe(1);
    expect(report.faults).toEqual([
      {
        code: "KNOWN_HEAD_MISSING",
        path,
        message: `The known head is sequence ${sequence} with SHA-256 ${sha256}; this chain ${instead}.`,
        sequence,
      },
    ]);
  });
});

describe("progress", () => {
  it("is told before each snapshot, and after each of its files and reports", async () => {
    const store = RICH.clone();
    store.objects.set(at(THIRD, "findings.json"), utf8("{}"));
    const told: VerifyProgress[] = [];
    await verify(store, [company], { onProgress: (progress) => told.push(progress) });
    const filesOf = (day: string): number => manifestOf(RICH, day).files.length;
    const steps = (day: string, done: number): VerifyProgress[] => {
      const files = filesOf(day);
      const counts = Array.from({ length: files + 1 }, (_, index): [number, number] => [
        index,
        index === 0 ? 0 : files,
      ]);
      return [...counts, [1, 1] as const].map(([filesDone, all]) => ({
        ...{ snapshot: snapshotOf(day), done, all: 2 },
        ...{ filesDone, files: all },
      }));
    };
    expect(told).toEqual([...steps(FIRST, 0), ...steps(SECOND, 1)]);
  });
});

describe("snapshots that cannot be placed", () => {
  it("are not missing from the chain: nobody can say that they are", async () => {
    const store = await sealedBundle([FIRST, SECOND, THIRD]);
    store.objects.set(at(SECOND, "manifest.json"), utf8("{"));
    store.objects.delete(at(SECOND, "manifest.dsse.json"));
    expect(codes(await verify(store))).toEqual(["UNSIGNED", "JSON_INVALID"]);
  });

  it("are only those that have no place: one that has another was not claimed", async () => {
    const store = await sealedBundle([FIRST, SECOND, THIRD]);
    deleteDay(store, SECOND);
    const third = new TextDecoder().decode(store.objects.get("chain/3.json"));
    store.objects.set("chain/2.json", utf8(third.replace('"sequence":3', '"sequence":2')));
    expect((await verify(store)).faults).toMatchObject([{ code: "SEQUENCE_MISSING", sequence: 2 }]);
  });

  it("and have no manifest are missing", async () => {
    const store = await sealedBundle([FIRST, SECOND, THIRD]);
    store.objects.delete(at(SECOND, "manifest.json"));
    expect(codes(await verify(store))).toContain("SEQUENCE_MISSING");
  });
});
