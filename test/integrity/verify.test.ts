import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { placeOf } from "../../shared/integrity/bundle-layout.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeEnvelope, parseEnvelope } from "../../shared/integrity/dsse.ts";
import { exitCodeOf } from "../../shared/integrity/faults.ts";
import { encodeManifest } from "../../shared/integrity/manifest.ts";
import { predicateOf } from "../../shared/integrity/statement.ts";
import {
  type VerifyInput,
  type VerifyReport,
  verifyBundle,
} from "../../shared/integrity/verify.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { Signer } from "../../shared/keys/signer.ts";
import { sealReports } from "../../shared/snapshot/seal-reports.ts";
import { putEnvelope } from "../../shared/snapshot/sign-manifest.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { twinOf } from "../keys/deterministic-signer.ts";
import { MemoryStore } from "../store/memory-store.ts";
import {
  company,
  DAYS,
  deleteDay,
  flipByte,
  forge,
  forgeManifest,
  manifestOf,
  next,
  putEvidence,
  sealDay,
  sealedBundle,
  snapshotOf,
  stranger,
} from "./sample-bundle.ts";

const [FIRST, SECOND, THIRD] = DAYS;
const at = (day: string, name: string): string => `snapshots/${snapshotOf(day)}/${name}`;

function verify(
  reader: VerifyInput["reader"],
  trusted: readonly { spki: Uint8Array }[] = [company],
  more: Partial<VerifyInput> = {},
): Promise<VerifyReport> {
  return verifyBundle({
    reader,
    crypto: nodeCrypto,
    trustedKeys: trusted,
    asOf: "2026-11-21T06:30:00Z",
    ...more,
  });
}

const codes = ({ faults }: VerifyReport): string[] => [...new Set(faults.map(({ code }) => code))];
const warned = ({ warnings }: VerifyReport): string[] => warnings.map(({ code }) => code);

/** Two days with everything that a bundle may hold: documents, findings of others, reports. */
async function richBundle(): Promise<MemoryStore> {
  const store = new MemoryStore();
  await store.put("CC6.1-access-controls/manual/policy.pdf", utf8("%PDF-1.7\n"));
  await store.put("inbox/new.pdf", utf8("%PDF-1.7\n"));
  await store.put("shares/link.json", utf8("{}\n"));
  for (const day of [FIRST, SECOND]) {
    await store.put(`external/${snapshotOf(day)}/securityhub.ndjson`, utf8('{"Id":"a"}\n'));
    const { manifestSha256 } = await sealDay(store, day);
    const reports = [{ path: "gaps.html", bytes: utf8(`<p>${day}</p>\n`) }];
    await sealReports(store, company, snapshotOf(day), manifestSha256, reports);
  }
  return store;
}

/** True for a file without which others in the bundle cannot be judged. */
const isList = (path: string): boolean =>
  placeOf(path).kind === "seal" || /reports\/index\.(dsse\.)?json$/.test(path);

const RICH = await richBundle();
const SEALED_PATHS = [...RICH.objects.keys()].filter((path) => placeOf(path).kind !== "outside");

describe("nothing changes unseen", () => {
  test("an untouched bundle is verified and complete", async () => {
    expect(await verify(RICH)).toMatchObject({
      exitCode: 0,
      consistent: true,
      faults: [],
      warnings: [],
    });
  });

  test("any one bit flipped in any file is tampering, and the file is named", async () => {
    const change = fc.record({
      path: fc.constantFrom(...SEALED_PATHS),
      at: fc.nat(),
      bit: fc.nat(7),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ path, at: where, bit }) => {
        const store = RICH.clone();
        const bytes = Uint8Array.from(store.objects.get(path) ?? []);
        const offset = where % bytes.length;
        bytes[offset] = (bytes[offset] ?? 0) ^ (1 << bit);
        store.objects.set(path, bytes);
        const report = await verify(store);
        expect(report.exitCode).toBe(1);
        expect(report.faults.map((fault) => fault.path)).toContain(path);
      }),
      { numRuns: 150 },
    );
  });

  test.each(SEALED_PATHS)(
    "%s cut short or made longer is tampering, and is named",
    async (path) => {
      const bytes = RICH.objects.get(path) ?? new Uint8Array();
      for (const other of [bytes.slice(0, -1), Uint8Array.of(...bytes, 0x20), new Uint8Array()]) {
        const store = RICH.clone();
        store.objects.set(path, other);
        const report = await verify(store);
        expect(report.exitCode).toBe(1);
        expect(report.faults.map((fault) => fault.path)).toContain(path);
      }
    },
  );

  test("any file deleted is reported, and a sealed one is tampering", async () => {
    const exitCodes = new Map<string, number>();
    for (const path of SEALED_PATHS) {
      const store = RICH.clone();
      store.objects.delete(path);
      exitCodes.set(path, (await verify(store)).exitCode);
    }
    const notOne = [...exitCodes].filter(([, exitCode]) => exitCode !== 1);
    // What an interrupted run leaves behind as well: no signature yet, a report not yet written.
    expect(Object.fromEntries(notOne)).toEqual({
      [at(FIRST, "manifest.dsse.json")]: 3,
      [at(SECOND, "manifest.dsse.json")]: 3,
      [at(FIRST, "reports/index.dsse.json")]: 3,
      [at(SECOND, "reports/index.dsse.json")]: 3,
      [at(FIRST, "reports/gaps.html")]: 2,
      [at(SECOND, "reports/gaps.html")]: 2,
    });
  });

  test("any two different files swapped are tampering, and both are named", async () => {
    const pair = fc.uniqueArray(fc.constantFrom(...SEALED_PATHS), { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(pair, async ([one = "", other = ""]) => {
        const [a, b] = [RICH.objects.get(one), RICH.objects.get(other)];
        if (a === undefined || b === undefined || Buffer.compare(a, b) === 0) return;
        const store = RICH.clone();
        store.objects.set(one, b).set(other, a);
        const report = await verify(store);
        expect(report.exitCode).toBe(1);
        const named = report.faults.map(({ path, message }) => `${path} ${message}`).join("\n");
        // Where the list itself was swapped away, nobody can say what it listed.
        if (!isList(other)) expect(named).toContain(one);
        if (!isList(one)) expect(named).toContain(other);
      }),
      { numRuns: 80 },
    );
  });

  test.each([
    `CC6.1-access-controls/${snapshotOf(SECOND)}/iam.users.json`,
    `CC6.1-access-controls/${snapshotOf(SECOND)}/deeper/iam.users.json`,
    `CC7.2-security-monitoring/${snapshotOf(SECOND)}/assessment.json`,
    "CC6.1-access-controls/2026-01-01T00-00-00Z/iam.users.json",
    "CC6.1-access-controls/notes.txt",
    "CC6.1-access-controls/manual/other.pdf",
    "CC6.1-access-controls/2026-02-30T00-00-00Z/impossible.json",
    `external/${snapshotOf(SECOND)}/guardduty.ndjson`,
    at(SECOND, "findings.part-0001.json"),
    at(SECOND, "extra.json"),
    at(SECOND, "reports/other.html"),
    "snapshots/latest.json",
    "chain/3.txt",
    "chain/03.json",
    "chain/0.json",
    "README.md",
    "other/file.json",
    "inbox",
  ])("%s added is tampering, and is named", async (path) => {
    const store = RICH.clone();
    store.objects.set(path, utf8("{}\n"));
    const report = await verify(store);
    expect(report.faults).toEqual([expect.objectContaining({ code: "UNLISTED_FILE", path })]);
    expect(report.exitCode).toBe(1);
  });

  test.each(["inbox/other.pdf", "shares/other.json", ".staging/half.tmp"])(
    "%s is outside the seal",
    async (path) => {
      const store = RICH.clone();
      store.objects.set(path, utf8("anything"));
      expect((await verify(store)).exitCode).toBe(0);
    },
  );

  test("the malleable twin of a signature changes nothing, because links are hashes", async () => {
    const store = RICH.clone();
    const path = at(FIRST, "manifest.dsse.json");
    const envelope = parseEnvelope(store.objects.get(path) ?? new Uint8Array(), path);
    const signatures = envelope.signatures.map(({ keyId, der }) => ({ keyId, der: twinOf(der) }));
    store.objects.set(path, encodeEnvelope({ ...envelope, signatures }));
    expect((await verify(store)).exitCode).toBe(0);
  });
});

describe("hostile names and sizes", () => {
  test.each(["../outside.json", "/etc/passwd", "C:/x", "a\\b", "a\0b"])(
    "%j in the listing ends everything before a byte is read",
    async (path) => {
      const store = new MemoryStore(RICH.objects);
      store.objects.set(path, utf8("x"));
      const report = await verify(store);
      expect(report.faults).toEqual([expect.objectContaining({ code: "PATH_UNSAFE", path })]);
      expect(store.reads).toEqual([]);
    },
  );

  test("a link in a folder is named and never followed", async () => {
    const root = await mkdtemp(join(tmpdir(), "verify-"));
    try {
      const folder = new FolderStore(root);
      for (const [path, bytes] of RICH.objects) await folder.put(path, bytes);
      expect((await verify(folder)).exitCode).toBe(0);
      const path = `CC6.1-access-controls/${snapshotOf(FIRST)}/link.json`;
      await symlink("/etc/hostname", join(root, path));
      expect((await verify(folder)).faults).toEqual([
        expect.objectContaining({ code: "LINK_FOUND", path }),
      ]);
    } finally {
      await rm(root, { recursive: true });
    }
  });

  test("a file that outgrew everything sealed is reported without being read", async () => {
    const store = RICH.clone();
    const path = at(SECOND, "findings.json");
    store.objects.set(path, new Uint8Array(1_000_000));
    expect(codes(await verify(store))).toEqual(["FILE_CHANGED"]);
    expect(store.reads).not.toContain(path);
  });

  test("a forged sequence number of astronomic size takes no time", async () => {
    const store = await sealedBundle([FIRST, SECOND]);
    const manifest = manifestOf(store, SECOND);
    const sequence = Number.MAX_SAFE_INTEGER;
    const previous = { sequence: sequence - 1, sha256: "0".repeat(64) };
    await forge(store, { ...manifest, sequence, previous }, [company]);
    const report = await verify(store);
    expect(report.exitCode).toBe(1);
    expect(report.faults.length).toBeLessThan(10);
  });

  test("every file is read once, documents too, however many manifests list them", async () => {
    const store = RICH.clone();
    await verify(store);
    expect(store.reads.toSorted()).toEqual(SEALED_PATHS.toSorted());
  });

  test("a file that cannot be read makes the bundle unverifiable, not tampered with", async () => {
    const store = RICH.clone();
    const path = at(SECOND, "findings.json");
    const read = store.read.bind(store);
    store.read = async (wanted) => {
      if (wanted === path) throw new EvidenceError("STORE_UNREADABLE", "Permission denied.");
      return read(wanted);
    };
    const report = await verify(store);
    expect(report.faults).toEqual([expect.objectContaining({ code: "UNREADABLE", path })]);
    expect(report.exitCode).toBe(3);
  });
});

describe("trust", () => {
  const both = [FIRST, SECOND, THIRD];
  const keyChange = (): Promise<MemoryStore> =>
    sealedBundle(both, (_day, index) =>
      index === 0 ? {} : { signer: next, previousSigner: company },
    );
  const later = { asOf: "2026-11-22T06:30:00Z" };

  test("in the old key reaches past a key change that it signed", async () => {
    const report = await verify(await keyChange(), [company], later);
    expect({ exitCode: report.exitCode, warnings: warned(report) }).toEqual({
      exitCode: 0,
      warnings: ["KEY_CHANGED"],
    });
    expect(report.signer).toEqual({ keyId: next.keyId, algorithm: "ECDSA_SHA_256", trusted: true });
  });

  test("in the new key reaches back along the links", async () => {
    const report = await verify(await keyChange(), [next], later);
    expect({ exitCode: report.exitCode, warnings: warned(report) }).toEqual({
      exitCode: 0,
      warnings: ["TRUSTED_THROUGH_LINK", "KEY_CHANGED"],
    });
  });

  test("does not reach back to a manifest that the link does not name", async () => {
    const store = await keyChange();
    await forge(store, { ...manifestOf(store, FIRST), nonce: "changed" }, [company]);
    const report = await verify(store, [next], later);
    expect(codes(report)).toEqual(["SIGNER_UNTRUSTED", "LINK_BROKEN"]);
  });

  test("does not come from the key that lies in the bundle", async () => {
    const store = await sealedBundle([FIRST, SECOND], () => ({ signer: stranger }));
    expect(codes(await verify(store, [company, next]))).toEqual(["SIGNER_UNTRUSTED"]);
  });

  test("without any key there is none, but the bundle can still agree with itself", async () => {
    const good = await verify(RICH, []);
    expect(good).toMatchObject({ exitCode: 3, consistent: true });
    const store = RICH.clone();
    flipByte(store, at(SECOND, "findings.json"), 3);
    const bad = await verify(store, []);
    expect(bad).toMatchObject({ exitCode: 1, consistent: false });
    expect(codes(bad)).toEqual(["FILE_CHANGED", "NO_TRUSTED_KEY"]);
  });

  test("a second signature by someone without a part in the manifest is tampering", async () => {
    const store = await sealedBundle([FIRST, SECOND]);
    await forge(store, manifestOf(store, SECOND), [company, stranger]);
    expect(codes(await verify(store))).toEqual(["ENVELOPE_INVALID"]);
  });

  test("a manifest that names one signer and is signed by another is tampering", async () => {
    const store = await sealedBundle([FIRST, SECOND]);
    const signer = { ...manifestOf(store, SECOND).signer, spkiSha256: stranger.spkiSha256 };
    const manifest = {
      ...manifestOf(store, SECOND),
      signer: { ...signer, keyId: "k", algorithm: "ECDSA_SHA_256" },
    };
    await forge(store, manifest, [company]);
    expect(codes(await verify(store))).toEqual([
      "PUBLIC_KEY_WRONG",
      "SIGNATURE_INVALID",
      "CLAIM_MISMATCH",
    ]);
  });

  test("nothing is read from a payload whose signature does not match", async () => {
    const store = await sealedBundle([FIRST, SECOND]);
    const path = at(SECOND, "manifest.dsse.json");
    const envelope = parseEnvelope(store.objects.get(path) ?? new Uint8Array(), path);
    store.objects.set(path, encodeEnvelope({ ...envelope, payload: utf8("not JSON") }));
    store.objects.set(at(SECOND, "manifest.json"), utf8("not JSON either"));
    expect(codes(await verify(store))).toEqual(["SIGNATURE_INVALID"]);
  });

  test("a signature by a trusted key of another algorithm cannot be verified", async () => {
    const spki = new Uint8Array(
      generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey.export({
        type: "spki",
        format: "der",
      }),
    );
    const store = await sealedBundle([FIRST]);
    const path = at(FIRST, "manifest.dsse.json");
    const envelope = parseEnvelope(store.objects.get(path) ?? new Uint8Array(), path);
    const signatures = [{ keyId: sha256Hex(spki), der: new Uint8Array(96) }];
    store.objects.set(path, encodeEnvelope({ ...envelope, signatures }));
    store.objects.delete(at(FIRST, "public-key.pem"));
    expect(codes(await verify(store, [{ spki }]))).toContain("ALGORITHM_UNKNOWN");
  });

  test("a statement that gives the snapshot another place than its manifest is tampering", async () => {
    const store = await sealedBundle([FIRST, SECOND]);
    const manifest = manifestOf(store, SECOND);
    const place = { ...predicateOf(manifest), account: "210987654321" };
    await forgeManifest(store, manifest.snapshot, encodeManifest(manifest), place, [company]);
    expect(codes(await verify(store))).toContain("ENVELOPE_INVALID");
  });
});

describe("the chain", () => {
  test.each<[string, (store: MemoryStore) => void | Promise<void>, string[]]>([
    ["without a claim", (store) => void store.objects.delete("chain/1.json"), ["CLAIM_MISSING"]],
    [
      "with two claims swapped",
      ({ objects }) => {
        const [one, two] = [objects.get("chain/1.json"), objects.get("chain/2.json")];
        if (one === undefined || two === undefined) throw new Error("no claims");
        objects.set("chain/1.json", two).set("chain/2.json", one);
      },
      ["CLAIM_INVALID"],
    ],
    ["without its beginning", (store) => deleteDay(store, FIRST), ["SEQUENCE_MISSING"]],
    [
      "with a claim of an unknown schema beside a known manifest",
      ({ objects }) => {
        const text = new TextDecoder().decode(objects.get("chain/1.json"));
        objects.set("chain/1.json", utf8(text.replace("claim/1", "claim/9")));
      },
      ["CLAIM_INVALID"],
    ],
    [
      "with a claim that names another hash",
      ({ objects }) => {
        const text = new TextDecoder().decode(objects.get("chain/1.json"));
        const other = text.replace(/(?<="manifestSha256":")[0-9a-f]{64}/, "0".repeat(64));
        objects.set("chain/1.json", utf8(other));
      },
      ["CLAIM_MISMATCH"],
    ],
    [
      "with a claim that names another signer",
      ({ objects }) => {
        const text = new TextDecoder().decode(objects.get("chain/1.json"));
        objects.set("chain/1.json", utf8(text.replace(company.keyId, next.keyId)));
      },
      ["CLAIM_MISMATCH"],
    ],
    [
      "with a live snapshot among replays",
      (store) =>
        forge(store, { ...manifestOf(store, SECOND), replayOf: "sample/after" }, [company]),
      ["CHAIN_FOREIGN"],
    ],
    [
      "with another chain's id",
      (store) => forge(store, { ...manifestOf(store, SECOND), chain: "f".repeat(32) }, [company]),
      ["CHAIN_FOREIGN"],
    ],
    [
      "with another partition",
      (store) => forge(store, { ...manifestOf(store, SECOND), partition: "aws-cn" }, [company]),
      ["CHAIN_FOREIGN"],
    ],
    [
      "with a link to something else",
      (store) => {
        const previous = { sequence: 1, sha256: "0".repeat(64) };
        return forge(store, { ...manifestOf(store, SECOND), previous }, [company]);
      },
      ["LINK_BROKEN"],
    ],
    [
      "with a Merkle root that is not that of its files",
      (store) =>
        forge(store, { ...manifestOf(store, SECOND), merkleRoot: "0".repeat(64) }, [company]),
      ["MERKLE_ROOT_WRONG"],
    ],
    [
      "with a planned source that is neither listed nor incomplete",
      (store) => {
        const manifest = manifestOf(store, SECOND);
        const lost = { criterion: "CC6.6", source: "ec2.vpcs", region: null };
        return forge(store, { ...manifest, expected: [...manifest.expected, lost] }, [company]);
      },
      ["SOURCE_UNACCOUNTED"],
    ],
    [
      "with two snapshots robbed of their manifests and both still claimed",
      (store) => {
        for (const day of [FIRST, SECOND]) {
          for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem"]) {
            store.objects.delete(at(day, name));
          }
        }
      },
      ["NO_MANIFEST", "SEQUENCE_MISSING", "CLAIM_UNFINISHED"],
    ],
  ])("%s is reported", async (_what, tamper, expected) => {
    const store = await sealedBundle([FIRST, SECOND]);
    await tamper(store);
    const report = await verify(store);
    expect(codes(report)).toEqual(expected);
    expect(report.exitCode).toBe(1);
  });

  test("whose later link names an earlier time is reported", async () => {
    const store = await sealedBundle([SECOND]);
    const earlier = await sealedBundle([FIRST]);
    const second = manifestOf(store, SECOND);
    const previous = { sequence: 1, sha256: sha256Hex(encodeManifest(second)) };
    const sealedFirst = manifestOf(earlier, FIRST);
    await putEvidence(store, FIRST);
    await forge(store, { ...sealedFirst, sequence: 2, previous }, [company]);
    expect(codes(await verify(store))).toEqual(["SNAPSHOT_ORDER"]);
  });

  test("that holds the known head, or goes on from it, is good", async () => {
    for (const { sequence, manifestSha256: sha256 } of (await verify(RICH)).snapshots) {
      expect((await verify(RICH, [company], { knownHead: { sequence, sha256 } })).exitCode).toBe(0);
    }
  });

  test("that holds another manifest at the known head's place is reported", async () => {
    const knownHead = { sequence: 1, sha256: "0".repeat(64) };
    expect(codes(await verify(RICH, [company], { knownHead }))).toEqual(["KNOWN_HEAD_MISSING"]);
  });

  test("is stale from the moment after the next snapshot was due", async () => {
    const due = manifestOf(RICH, SECOND).nextExpectedBy ?? "";
    const after = new Date(Date.parse(due) + 1).toISOString();
    expect((await verify(RICH, [company], { asOf: due })).exitCode).toBe(0);
    expect(codes(await verify(RICH, [company], { asOf: after }))).toEqual(["STALE"]);
  });

  test("without a schedule is never stale", async () => {
    const store = await sealedBundle([FIRST, THIRD], () => ({ nextExpectedBy: null }));
    expect((await verify(store, [company], { asOf: "2030-01-01T00:00:00Z" })).exitCode).toBe(0);
  });

  test("judged as of no time at all is bad usage", async () => {
    await expect(verify(RICH, [company], { asOf: "yesterday" })).rejects.toThrow(
      expect.objectContaining({ code: "USAGE" }),
    );
  });
});

describe("reports", () => {
  const index = at(SECOND, "reports/index.json");
  const envelope = at(SECOND, "reports/index.dsse.json");

  const resign = async (
    store: MemoryStore,
    change: (index: string) => string,
    signer: Signer = company,
    day: string = SECOND,
  ): Promise<void> => {
    const bytes = utf8(change(new TextDecoder().decode(store.objects.get(index))));
    store.objects.set(index, bytes);
    store.objects.delete(envelope);
    const predicate = predicateOf(manifestOf(store, day));
    const statement = { subjectSha256: sha256Hex(bytes), predicate };
    await putEnvelope(store, envelope, "reports", statement, [signer]);
  };
  const same = (text: string): string => text;

  test.each<[string, (store: MemoryStore) => void | Promise<void>, string[], number]>([
    ["signed by a stranger", (store) => resign(store, same, stranger), ["SIGNER_UNTRUSTED"], 1],
    [
      "of another snapshot",
      (store) => resign(store, same, company, FIRST),
      ["REPORT_INDEX_INVALID"],
      1,
    ],
    [
      "of another manifest",
      (store) =>
        resign(store, (text) =>
          text.replace(/"manifestSha256":"./, '"manifestSha256":"_').replace("_", "0"),
        ),
      ["REPORT_INDEX_INVALID"],
      1,
    ],
    [
      "of an unknown schema",
      (store) => resign(store, (text) => text.replace("reports/1", "reports/9")),
      ["SCHEMA_UNKNOWN"],
      3,
    ],
    [
      "that list what is no report",
      (store) => resign(store, (text) => text.replace("reports/gaps.html", "findings.json")),
      ["REPORT_INDEX_INVALID"],
      1,
    ],
    [
      "that leave their folder",
      (store) => resign(store, (text) => text.replace("reports/gaps.html", "reports/../../x.html")),
      ["REPORT_INDEX_INVALID"],
      1,
    ],
    [
      "under the manifest's own signature",
      ({ objects }) =>
        void objects.set(envelope, objects.get(at(SECOND, "manifest.dsse.json")) ?? utf8("")),
      ["ENVELOPE_INVALID"],
      1,
    ],
    [
      "without an index",
      ({ objects }) => void (objects.delete(index) && objects.delete(envelope)),
      ["UNLISTED_FILE"],
      1,
    ],
  ])("%s are reported", async (_what, tamper, expected, exitCode) => {
    const store = RICH.clone();
    await tamper(store);
    const report = await verify(store);
    expect({ codes: codes(report), exitCode: report.exitCode }).toEqual({
      codes: expected,
      exitCode,
    });
  });
});

test.each<[Parameters<typeof exitCodeOf>[0], number]>([
  [[], 0],
  [[{ code: "STALE" }], 2],
  [[{ code: "STALE" }, { code: "NO_TRUSTED_KEY" }], 3],
  [[{ code: "NO_TRUSTED_KEY" }, { code: "FILE_CHANGED" }, { code: "STALE" }], 1],
])("1 beats 3 beats 2: %j is %i", (faults, exitCode) => {
  expect(exitCodeOf(faults)).toBe(exitCode);
});
