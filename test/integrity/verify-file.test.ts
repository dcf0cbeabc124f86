import { describe, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeManifest } from "../../shared/integrity/manifest.ts";
import { predicateOf } from "../../shared/integrity/statement.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { VersionedStore } from "../store/versioned-store.ts";
import { codes, FILE, OTHER, POLICY, prove } from "./proving.ts";
import {
  company,
  flipByte,
  forge,
  forgeManifest,
  manifestOf,
  sealDay,
  snapshotOf,
  stranger,
} from "./sample-bundle.ts";
import { at, FIRST, RICH, SECOND } from "./verifying.ts";

const BIG = new Uint8Array(100_000);
const SHARE = `shares/${snapshotOf(FIRST)}-auditor.json`;

describe("one file", () => {
  it.each([
    FILE,
    OTHER,
    at(SECOND, "config.json"),
    `external/${snapshotOf(FIRST)}/findings.ndjson`,
    POLICY,
  ])("is proven: %s", async (path) => {
    const report = await prove(RICH.clone(), path);
    expect(report).toMatchObject({ schema: "file-report/1", exitCode: 0, faults: [], lock: null });
    expect(report).toMatchObject({ signedBy: [company.spkiSha256], trusted: true });
    expect(report.proof).toMatchObject({ schema: "inclusion-proof/1", file: { path } });
    // The newest manifest that pins a document proves it.
    if (path === POLICY) expect(report.proof?.snapshot).toBe(snapshotOf(SECOND));
  });

  it.each<[string, string, [string, string][]]>([
    ["evidence", FILE, [[FILE, "names"]]],
    [
      "a document",
      POLICY,
      [
        ["snapshots/", "names"],
        [POLICY, "names"],
      ],
    ],
  ])(
    "is proven from its seal alone, nothing else is read or listed: %s",
    async (_what, path, asked) => {
      const store = RICH.clone();
      const listed: [string, string | undefined][] = [];
      const { reads } = store;
      const reader = {
        open: (wanted: string) => store.open(wanted),
        list(prefix: string, need?: string) {
          listed.push([prefix, need]);
          return store.list(prefix);
        },
        read: () => Promise.reject(new Error("read whole")),
      };
      await prove(reader, path);
      const seal = ["manifest.json", "manifest.dsse.json", "public-key.pem"];
      expect([...new Set(reads)].toSorted()).toEqual(
        [path, ...seal.map((name) => at(SECOND, name))].toSorted(),
      );
      expect(listed).toEqual(asked);
    },
  );

  it("that is a record of a share is proven", async () => {
    const store = new MemoryStore();
    await store.put(SHARE, utf8("{}\n"));
    await sealDay(store, FIRST);
    expect(await prove(store, SHARE)).toMatchObject({
      exitCode: 0,
      proof: { file: { path: SHARE } },
    });
  });

  it("that only an older manifest lists is proven by that one", async () => {
    const store = new MemoryStore();
    await store.put(POLICY, utf8("%PDF-1.7\n"));
    await sealDay(store, FIRST);
    store.objects.delete(POLICY);
    await sealDay(store, SECOND);
    await store.put(POLICY, utf8("%PDF-1.7\n"));
    expect(await prove(store, POLICY)).toMatchObject({
      exitCode: 0,
      proof: { snapshot: snapshotOf(FIRST) },
    });
  });

  it("is proven whatever is wrong with others", async () => {
    const store = RICH.clone();
    flipByte(store, OTHER, 40);
    store.objects.set(`CC6.1-access-controls/${snapshotOf(SECOND)}/more.json`, utf8("{}"));
    flipByte(store, at(FIRST, "manifest.json"), 40);
    expect(await prove(store)).toMatchObject({ exitCode: 0, faults: [] });
  });

  it.each<[string, string[], number, (store: MemoryStore) => unknown, string?]>([
    ["has a bit flipped", ["FILE_CHANGED"], 1, (store) => flipByte(store, FILE, 40)],
    [
      "was swapped with another",
      ["FILE_CHANGED"],
      1,
      (store) => store.objects.set(FILE, store.objects.get(OTHER) ?? utf8("")),
    ],
    ["outgrew what was sealed", ["FILE_CHANGED"], 1, (store) => store.objects.set(FILE, BIG)],
    ["is gone", ["FILE_MISSING"], 1, (store) => store.objects.delete(FILE)],
    [
      "stands there unlisted",
      ["UNLISTED_FILE"],
      1,
      (store) => store.objects.set(`${FILE}x`, utf8("{}")),
      `${FILE}x`,
    ],
    [
      "is a document that nobody sealed",
      ["UNLISTED_FILE"],
      1,
      (store) => store.objects.set(`${POLICY}x`, utf8("")),
      `${POLICY}x`,
    ],
    ["is not there and unlisted", ["FILE_MISSING"], 1, () => undefined, `${FILE}x`],
    [
      "is sealed by a changed manifest",
      ["MANIFEST_CHANGED"],
      1,
      (store) => flipByte(store, at(SECOND, "manifest.json"), 100),
    ],
    [
      "is signed again by a stranger",
      ["SIGNER_UNTRUSTED"],
      1,
      (store) => {
        const manifest = manifestOf(store, SECOND);
        const { spkiSha256 } = stranger;
        const signer = { keyId: spkiSha256, spkiSha256, algorithm: "ECDSA_SHA_256" };
        return forge(store, { ...manifest, signer }, [stranger]);
      },
    ],
  ])("that %s is not proven", async (_what, expected, exitCode, change, path) => {
    const store = RICH.clone();
    await change(store);
    const report = await prove(store, path);
    expect({ codes: codes(report), exitCode: report.exitCode }).toEqual({
      codes: expected,
      exitCode,
    });
  });

  it.each<[string, string, string | null, (store: MemoryStore) => unknown]>([
    [
      "evidence",
      FILE,
      at(SECOND, "manifest.json"),
      (store) => store.objects.delete(at(SECOND, "manifest.json")),
    ],
    ["a document of nothing that was sealed", POLICY, null, onlyThePolicy],
  ])(
    "without a manifest is not proven, and the manifest is named: %s",
    async (_what, path, named, change) => {
      const store = RICH.clone();
      change(store);
      const report = await prove(store, path);
      expect(report).toMatchObject({ exitCode: 3, signedBy: [], trusted: false, proof: null });
      expect(report.faults).toEqual([
        { code: "NO_MANIFEST", path: named, message: expect.any(String) },
      ]);
    },
  );

  it.each<[string, string[], (store: MemoryStore) => unknown]>([
    [
      "whose envelope is none",
      ["ENVELOPE_INVALID"],
      (store) => store.objects.set(at(SECOND, "manifest.dsse.json"), utf8("{")),
    ],
    [
      "without a public key",
      ["FILE_MISSING"],
      (store) => store.objects.delete(at(SECOND, "public-key.pem")),
    ],
    [
      "under a root that is not that of the files",
      ["MERKLE_ROOT_WRONG"],
      (store) => {
        const manifest = { ...manifestOf(store, SECOND), merkleRoot: "0".repeat(64) };
        const bytes = encodeManifest(manifest);
        return forgeManifest(store, manifest.snapshot, bytes, predicateOf(manifest), [company]);
      },
    ],
    ...["manifest.json", "manifest.dsse.json", "public-key.pem"].map(
      (name): [string, string[], (store: MemoryStore) => unknown] => [
        `whose ${name} goes while it is read`,
        [],
        (store) => goAfterFirst(store, at(SECOND, name)),
      ],
    ),
  ])("%s has no proof", async (_what, expected, change) => {
    const store = RICH.clone();
    await change(store);
    const report = await prove(store);
    expect({ codes: codes(report), proof: report.proof }).toEqual({ codes: expected, proof: null });
  });

  it("in a bucket is read in the version that was sealed, and its history told", async () => {
    const bucket = new VersionedStore();
    await sealDay(bucket, SECOND);
    expect(await prove(bucket)).toMatchObject({
      exitCode: 0,
      lock: { governance: 4, unlocked: 0 },
    });
    bucket.overwrite(FILE, utf8("{}\n"));
    bucket.hide(FILE);
    expect(codes(await prove(bucket))).toEqual(["FILE_OVERWRITTEN", "FILE_HIDDEN"]);
  });

  it("in a bucket has nothing to do with another whose name begins so", async () => {
    const bucket = new VersionedStore();
    await sealDay(bucket, SECOND);
    await bucket.put(`${FILE}.json`, utf8("1"));
    bucket.overwrite(`${FILE}.json`, utf8("2"));
    expect(await prove(bucket)).toMatchObject({ exitCode: 0, faults: [] });
  });

  it.each([
    ["../outside.json", 'it has the segment ".."'],
    ["CC6.1-access-controls/manual/../policy.pdf", 'it has the segment ".."'],
    ["chain/1.json", "no manifest lists such a file"],
    [at(SECOND, "manifest.json"), "no manifest lists such a file"],
    ["inbox/new.pdf", "no manifest lists such a file"],
    ["somewhere/else.json", "no manifest lists such a file"],
    ["", "it is empty"],
  ])("that no manifest lists is refused: %j", async (path, why) => {
    await expect(prove(RICH.clone(), path)).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining(` cannot be proven: ${why}. `),
    });
  });
});

function onlyThePolicy({ objects }: MemoryStore): void {
  for (const path of [...objects.keys()]) if (path !== POLICY) objects.delete(path);
}

/** From the second time on nothing stands at this path. */
function goAfterFirst(store: MemoryStore, path: string): void {
  const open = store.open.bind(store);
  let opened = 0;
  store.open = async (wanted) => {
    if (wanted === path) opened += 1;
    return wanted === path && opened > 1 ? undefined : open(wanted);
  };
}
