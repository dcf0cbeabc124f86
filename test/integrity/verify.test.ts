import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { placeOf } from "../../shared/integrity/bundle-layout.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeEnvelope, parseEnvelope } from "../../shared/integrity/dsse.ts";
import { filesRoot } from "../../shared/integrity/manifest.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { twinOf } from "../keys/deterministic-signer.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { company, forge, manifestOf, sealedBundle, snapshotOf } from "./sample-bundle.ts";

import { at, codes, FIRST, RICH, SEALED_PATHS, SECOND, verify } from "./verifying.ts";

/** True for a file without which others in the bundle cannot be judged. */
const isList = (path: string): boolean =>
  placeOf(path).kind === "seal" || /reports\/index\.(dsse\.)?json$/.test(path);

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
    at(SECOND, ".DS_Store"),
    `CC6.1-access-controls/${snapshotOf(SECOND)}/.DS_Store`,
    "other/file.json",
    "inbox",
  ])("%s added is tampering, and is named", async (path) => {
    const store = RICH.clone();
    store.objects.set(path, utf8("{}\n"));
    const report = await verify(store);
    expect(report.faults).toEqual([expect.objectContaining({ code: "UNLISTED_FILE", path })]);
    expect(report.exitCode).toBe(1);
  });

  test.each([
    "inbox/other.pdf",
    "shares/other.json",
    ".staging/half.tmp",
    ".DS_Store",
    "snapshots/.DS_Store",
    "snapshots/Thumbs.db",
    "desktop.ini",
  ])("%s is outside the seal", async (path) => {
    const store = RICH.clone();
    store.objects.set(path, utf8("anything"));
    expect((await verify(store)).exitCode).toBe(0);
  });

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

  test("a size that is not the file's is told, whatever its hash", async () => {
    const store = await sealedBundle([FIRST]);
    const manifest = manifestOf(store, FIRST);
    const files = manifest.files.map((file, index) =>
      index === 0 ? { ...file, size: file.size + 1 } : file,
    );
    const root = await filesRoot(files, nodeCrypto);
    await forge(store, { ...manifest, files, merkleRoot: root }, [company]);
    expect((await verify(store)).faults).toMatchObject([
      { code: "FILE_CHANGED", path: files[0]?.path },
    ]);
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
