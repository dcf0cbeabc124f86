import { describe, expect, test } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import { pendingClaim } from "../../shared/snapshot/chain-head.ts";
import { seal } from "../../shared/snapshot/seal.ts";
import { sealReports } from "../../shared/snapshot/seal-reports.ts";
import { signPending } from "../../shared/snapshot/sign-pending.ts";
import {
  company,
  DAYS,
  flipByte,
  manifestOf,
  next,
  putEvidence,
  sealDay,
  sealedBundle,
  sealInput,
  snapshotOf,
  stranger,
} from "../integrity/sample-bundle.ts";
import { MemoryStore } from "../store/memory-store.ts";

const [FIRST, SECOND, THIRD] = DAYS;
const at = (day: string, name: string): string => `snapshots/${snapshotOf(day)}/${name}`;
const failure = (code: string, message?: RegExp): unknown =>
  expect.objectContaining({
    code,
    ...(message === undefined ? {} : { message: expect.stringMatching(message) }),
  });

async function exitCode(store: MemoryStore, trusted = [company]): Promise<number> {
  const report = await verifyBundle({
    reader: store,
    crypto: nodeCrypto,
    trustedKeys: trusted,
    asOf: "2026-11-20T06:30:00Z",
  });
  return report.exitCode;
}

describe("sealing", () => {
  test("lists everything that belongs to the snapshot, and nothing else", async () => {
    const store = new MemoryStore();
    const snapshot = snapshotOf(SECOND);
    await store.put("CC6.1-access-controls/manual/policy.pdf", utf8("%PDF"));
    await store.put(`CC6.1-access-controls/${snapshot}/iam.account-summary.csv`, utf8("a,b\n"));
    await store.put(`external/${snapshot}/findings.ndjson`, utf8("{}\n"));
    await store.put("inbox/not-yet.pdf", utf8("%PDF"));
    await store.put("CC6.2-user-lifecycle/manual/not-in-scope.pdf", utf8("%PDF"));
    const { manifest } = await sealDay(store, SECOND);
    expect(manifest.files.map(({ path, mediaType }) => `${path} ${mediaType}`)).toEqual([
      `CC6.1-access-controls/${snapshot}/assessment.json application/json`,
      `CC6.1-access-controls/${snapshot}/iam.account-summary.csv text/csv`,
      `CC6.1-access-controls/${snapshot}/iam.account-summary.json application/json`,
      "CC6.1-access-controls/manual/policy.pdf application/pdf",
      `CC6.6-network-boundary/${snapshot}/assessment.json application/json`,
      `CC6.6-network-boundary/${snapshot}/ec2.security-groups.eu-west-1.json application/json`,
      `external/${snapshot}/findings.ndjson application/x-ndjson`,
      `snapshots/${snapshot}/config.json application/json`,
      `snapshots/${snapshot}/findings.json application/json`,
    ]);
  });

  test("links each manifest to the one before by the hash of its bytes", async () => {
    const store = await sealedBundle([FIRST, SECOND]);
    const bytes = store.objects.get(at(FIRST, "manifest.json")) ?? new Uint8Array();
    expect(manifestOf(store, FIRST)).toMatchObject({ sequence: 1, previous: null });
    expect(manifestOf(store, SECOND)).toMatchObject({
      sequence: 2,
      previous: { sequence: 1, sha256: sha256Hex(bytes) },
      chain: manifestOf(store, FIRST).chain,
    });
  });

  test("records a planned source that left nothing behind as incomplete", async () => {
    const store = new MemoryStore();
    const lost = { criterion: "CC6.6", source: "ec2.vpcs", region: "us-east-1" };
    const { expected } = sealInput(store, FIRST);
    const { manifest } = await sealDay(store, FIRST, { expected: [...expected, lost] });
    expect(manifest.incomplete).toEqual([{ ...lost, reason: "Nothing was written for it." }]);
    expect(await exitCode(store)).toBe(2);
  });

  test("asks for a chain id at genesis only", async () => {
    const store = await sealedBundle([FIRST]);
    const randomChainId = (): string => {
      throw new Error("asked again");
    };
    await sealDay(store, SECOND, { randomChainId });
  });

  test.each<[string, string, string]>([
    [
      "evidence that was not planned",
      "CC6.1-access-controls/S/iam.users.json",
      "OBJECT_UNEXPECTED",
    ],
    [
      "a region that was not planned",
      "CC6.6-network-boundary/S/ec2.security-groups.us-east-1.json",
      "OBJECT_UNEXPECTED",
    ],
    ["something that is no evidence", "CC6.1-access-controls/S/run.sh", "OBJECT_UNEXPECTED"],
    ["a stranger in the snapshot's folder", "snapshots/S/notes.txt", "OBJECT_UNEXPECTED"],
    ["an unsafe name", "CC6.1-access-controls/S/..\\x.json", "PATH_UNSAFE"],
  ])("refuses %s and names it", async (_what, path, code) => {
    const store = new MemoryStore();
    const planted = path.replace("/S/", `/${snapshotOf(FIRST)}/`);
    store.objects.set(planted, utf8("{}"));
    await expect(sealDay(store, FIRST)).rejects.toThrow(
      expect.objectContaining({ code, fields: { path: planted } }),
    );
    expect(store.objects.has("chain/1.json")).toBe(false);
  });

  test.each<[string, Parameters<typeof sealDay>[2], string]>([
    ["of another account", { account: "210987654321" }, "CHAIN_MIXED"],
    ["of another partition", { partition: "aws-cn" }, "CHAIN_MIXED"],
    ["that is a replay among live ones", { replayOf: "sample/before" }, "CHAIN_MIXED"],
    ["signed by another key", { signer: stranger }, "KEY_MISSING"],
    [
      "signed with a stranger for the key before",
      { signer: next, previousSigners: [stranger] },
      "KEY_MISSING",
    ],
  ])("refuses a snapshot %s before it takes a place in the chain", async (_what, change, code) => {
    const store = await sealedBundle([FIRST]);
    await expect(sealDay(store, SECOND, change ?? {})).rejects.toThrow(failure(code));
    expect(store.objects.has("chain/2.json")).toBe(false);
  });

  test("refuses a snapshot that is not later than the head", async () => {
    const store = await sealedBundle([SECOND]);
    await expect(sealDay(store, FIRST)).rejects.toThrow(failure("CHAIN_ORDER"));
  });

  test("refuses to build on a manifest that its claim does not name", async () => {
    const store = await sealedBundle([FIRST]);
    flipByte(store, at(FIRST, "manifest.json"), 20);
    await expect(sealDay(store, SECOND)).rejects.toThrow(failure("SEAL_BROKEN"));
  });
});

describe("a race", () => {
  test("of two snapshots gives each its own number", async () => {
    const store = new MemoryStore();
    for (const day of [FIRST, SECOND]) await putEvidence(store, day);
    const winner = seal(sealInput(store, FIRST));
    const loser = seal(sealInput(store, SECOND, { pause: async () => void (await winner) }));
    expect([(await winner).manifest.sequence, (await loser).manifest.sequence]).toEqual([1, 2]);
    expect(await exitCode(store)).toBe(0);
  });

  test("whose winner claims between the loser's look and its claim is run again", async () => {
    const store = new MemoryStore();
    await putEvidence(store, SECOND);
    const put = store.put.bind(store);
    let first = true;
    store.put = async (path, bytes) => {
      if (path === "chain/1.json" && first) {
        first = false;
        await sealDay(store, FIRST);
      }
      return put(path, bytes);
    };
    const { manifest } = await seal(sealInput(store, SECOND));
    expect(manifest).toMatchObject({ sequence: 2, previous: { sequence: 1 } });
    expect(await exitCode(store)).toBe(0);
  });

  test("of two runs of one snapshot leaves one snapshot, signed once", async () => {
    const store = new MemoryStore();
    await putEvidence(store, FIRST);
    const both = await Promise.all([seal(sealInput(store, FIRST)), seal(sealInput(store, FIRST))]);
    expect(both[0].manifestSha256).toBe(both[1].manifestSha256);
    expect(await exitCode(store)).toBe(0);
  });

  test("that is lost to a run which never writes its manifest ends and says which", async () => {
    const store = await sealedBundle([FIRST, SECOND]);
    for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem"]) {
      store.objects.delete(at(SECOND, name));
    }
    let pauses = 0;
    const pause = async (): Promise<void> => void pauses++;
    await expect(sealDay(store, THIRD, { pause })).rejects.toThrow(
      failure("CLAIM_UNFINISHED", /Run the snapshot 2026-11-21T06-00-00Z again/),
    );
    expect(pauses).toBeGreaterThan(5);
  });
});

describe("a run that is killed", () => {
  const writes = (store: MemoryStore): string[] => [...store.objects.keys()];

  test("between any two writes of the seal is finished by the next, to the same manifest", async () => {
    const whole = await sealedBundle([FIRST, SECOND]);
    const sealing = [
      "chain/2.json",
      ...["manifest.json", "public-key.pem", "manifest.dsse.json"].map((name) => at(SECOND, name)),
    ];
    expect(writes(whole).slice(-4)).toEqual(sealing);
    const codes: number[] = [];
    for (const [kept] of sealing.entries()) {
      const store = whole.clone();
      for (const path of sealing.slice(kept)) store.objects.delete(path);
      codes.push(await exitCode(store));
      const { unchanged, signed } = await seal(sealInput(store, SECOND));
      expect({ unchanged, signed }).toEqual({ unchanged: false, signed: true });
      expect(store.objects).toEqual(whole.objects);
    }
    // Not sealed yet, claimed, unsigned, unsigned: none of them looks like tampering.
    expect(codes).toEqual([2, 2, 3, 3]);
  });

  test("after its claim can be found before anything else begins", async () => {
    const store = await sealedBundle([FIRST]);
    expect(await pendingClaim(store)).toBeUndefined();
    for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem"]) {
      store.objects.delete(at(FIRST, name));
    }
    expect(await pendingClaim(store)).toMatchObject({
      sequence: 1,
      snapshot: snapshotOf(FIRST),
      signer: company.spkiSha256,
    });
  });

  test("and is run again with other evidence says that it cannot be finished", async () => {
    const store = await sealedBundle([FIRST]);
    for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem"]) {
      store.objects.delete(at(FIRST, name));
    }
    flipByte(store, at(FIRST, "findings.json"), 5);
    await expect(seal(sealInput(store, FIRST))).rejects.toThrow(failure("CLAIM_UNFINISHED"));
  });
});

describe("sealing a sealed snapshot", () => {
  test("compares it with its seal and writes nothing", async () => {
    const store = await sealedBundle([FIRST, SECOND]);
    const before = new Map(store.objects);
    for (const day of [FIRST, SECOND]) {
      expect(await seal(sealInput(store, day))).toMatchObject({
        manifest: manifestOf(store, day),
        unchanged: true,
        signed: true,
      });
    }
    expect(store.objects).toEqual(before);
  });

  test("takes documents that came later for what they are", async () => {
    const store = await sealedBundle([FIRST]);
    await store.put("CC6.1-access-controls/manual/later.pdf", utf8("%PDF"));
    await sealDay(store, SECOND);
    expect(await seal(sealInput(store, FIRST))).toMatchObject({ unchanged: true });
  });

  test.each<[string, (store: MemoryStore) => void, string]>([
    ["a changed file", (store) => flipByte(store, at(FIRST, "config.json"), 3), "SEAL_BROKEN"],
    ["a deleted file", (store) => store.objects.delete(at(FIRST, "config.json")), "SEAL_BROKEN"],
    [
      "a changed manifest",
      (store) => flipByte(store, at(FIRST, "manifest.json"), 20),
      "SEAL_BROKEN",
    ],
    ["a deleted claim", (store) => store.objects.delete("chain/1.json"), "SEAL_BROKEN"],
    [
      "an added file",
      (store) => store.objects.set(`CC6.1-access-controls/${snapshotOf(FIRST)}/x.json`, utf8("{}")),
      "OBJECT_UNEXPECTED",
    ],
  ])("with %s is refused", async (_what, tamper, code) => {
    const store = await sealedBundle([FIRST]);
    tamper(store);
    await expect(seal(sealInput(store, FIRST))).rejects.toThrow(failure(code));
  });
});

describe("while no key can sign", () => {
  test("the manifest is kept and says so, and is signed by the next run that can", async () => {
    const store = new MemoryStore();
    expect(await sealDay(store, FIRST, { signer: null })).toMatchObject({
      signed: false,
      manifest: { signer: null },
    });
    expect(await exitCode(store)).toBe(3);
    expect(await seal(sealInput(store, FIRST, { signer: null }))).toMatchObject({
      signed: false,
      unchanged: true,
    });
    expect(await seal(sealInput(store, FIRST))).toMatchObject({ signed: true, unchanged: false });
    expect(await exitCode(store)).toBe(0);
  });

  test("days that went by unsigned are signed together, oldest first", async () => {
    const store = await sealedBundle([FIRST, SECOND, THIRD], (_day, index) =>
      index === 0 ? {} : { signer: null },
    );
    const signing = { store, crypto: nodeCrypto, signer: company };
    expect(await signPending(signing)).toEqual([SECOND, THIRD].map(snapshotOf));
    expect(await signPending(signing)).toEqual([]);
    expect(await exitCode(store)).toBe(0);
  });

  test("what was changed while it waited is not signed", async () => {
    const store = await sealedBundle([FIRST], () => ({ signer: null }));
    flipByte(store, at(FIRST, "findings.json"), 3);
    const signing = { store, crypto: nodeCrypto, signer: company };
    await expect(signPending(signing)).rejects.toThrow(failure("SEAL_BROKEN"));
    expect(await exitCode(store)).toBe(1);
  });

  test("a pending snapshot does not let another key slip in", async () => {
    const store = await sealedBundle([FIRST, SECOND], (_day, index) =>
      index === 0 ? {} : { signer: null },
    );
    await expect(sealDay(store, THIRD, { signer: stranger })).rejects.toThrow(
      failure("KEY_MISSING"),
    );
  });

  test("a run killed before its signature is signed by the key that its manifest names only", async () => {
    const store = await sealedBundle([FIRST]);
    store.objects.delete(at(FIRST, "manifest.dsse.json"));
    store.objects.delete(at(FIRST, "public-key.pem"));
    await expect(seal(sealInput(store, FIRST, { signer: next }))).rejects.toThrow(
      failure("KEY_MISSING"),
    );
  });
});

describe("reports", () => {
  const reports = [
    { path: "gaps.html", bytes: utf8("<p>7 gaps</p>\n") },
    { path: "csv/gaps.csv", bytes: utf8("id\n") },
  ];
  const snapshot = snapshotOf(FIRST);
  const sealed = async (): Promise<[MemoryStore, string]> => {
    const store = new MemoryStore();
    return [store, (await sealDay(store, FIRST)).manifestSha256];
  };

  test("are sealed once and verified with the rest", async () => {
    const [store, sha256] = await sealed();
    expect(await sealReports(store, company, snapshot, sha256, reports)).toBe("created");
    expect(await sealReports(store, company, snapshot, sha256, reports)).toBe("unchanged");
    expect(await exitCode(store)).toBe(0);
  });

  test("whose writing is killed are missing or unsigned, never tampered with", async () => {
    const [store, sha256] = await sealed();
    const before = store.objects.size;
    await sealReports(store, company, snapshot, sha256, reports);
    const written = [...store.objects.keys()].slice(before);
    const codes: number[] = [];
    for (const kept of written.keys()) {
      const killed = store.clone();
      for (const path of written.slice(kept + 1)) killed.objects.delete(path);
      codes.push(await exitCode(killed));
      await sealReports(killed, company, snapshot, sha256, reports);
      expect(await exitCode(killed)).toBe(0);
    }
    expect(codes).toEqual([3, 2, 2, 0]);
  });

  test("of another manifest are refused", async () => {
    const [store] = await sealed();
    await expect(sealReports(store, company, snapshot, "0".repeat(64), reports)).rejects.toThrow(
      failure("SEAL_BROKEN"),
    );
  });

  test("that differ from those that stand there are a conflict", async () => {
    const [store, sha256] = await sealed();
    await sealReports(store, company, snapshot, sha256, reports);
    const other = [{ path: "gaps.html", bytes: utf8("<p>8 gaps</p>\n") }];
    await expect(sealReports(store, company, snapshot, sha256, other)).rejects.toThrow(
      EvidenceError,
    );
  });
});
