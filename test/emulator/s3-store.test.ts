import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { openBucket, type S3Store } from "../../shared/store/s3-store.ts";
import type { StoredObject } from "../../shared/store/store.ts";
import { type Moto, startMoto } from "./moto-server.ts";

const BYTES = utf8("evidence\n");
const OTHER = utf8("other\n");

let moto: Moto;
let client: S3Client;
let bucket = "";
let store: S3Store;
let count = 0;

beforeAll(async () => {
  moto = await startMoto();
  for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
  client = new S3Client({ endpoint: moto.endpoint, forcePathStyle: true });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await moto.stop();
});

/** As the vault is: versioned, and locked for a day. */
async function createVault(name: string): Promise<void> {
  const Bucket = name;
  await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  const VersioningConfiguration = { Status: "Enabled" as const };
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  const DefaultRetention = { Mode: "GOVERNANCE" as const, Days: 1 };
  const ObjectLockConfiguration = {
    ObjectLockEnabled: "Enabled" as const,
    Rule: { DefaultRetention },
  };
  await client.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
}

const open = (prefix = "", name = bucket) =>
  openBucket({ bucket: name, prefix }, { region: "us-east-1", endpoint: moto.endpoint });

beforeEach(async () => {
  count += 1;
  bucket = `vault-${count}`;
  await createVault(bucket);
  store = await open();
});

async function listed(prefix = "", from: S3Store = store): Promise<StoredObject[]> {
  return Array.fromAsync(from.list(prefix));
}
const overwrite = (path: string, bytes: Uint8Array) =>
  client.send(new PutObjectCommand({ Bucket: bucket, Key: path, Body: bytes }));
const hide = (path: string) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: path }));

describe("writing to a bucket", () => {
  it("is create-only: the same bytes are success, others a conflict that names the path", async () => {
    expect(await store.put("a/b.json", BYTES)).toBe("created");
    expect(await store.put("a/b.json", BYTES)).toBe("unchanged");
    await expect(store.put("a/b.json", OTHER)).rejects.toMatchObject({
      code: "STORE_CONFLICT",
      fields: { path: "a/b.json" },
    });
    expect(await store.read("a/b.json")).toEqual(BYTES);
  });

  it("of one object at the same moment has one winner", async () => {
    const writers = Array.from({ length: 8 }, (_, index) => utf8(`writer ${index}\n`));
    const outcomes = await Promise.allSettled(
      writers.map(async (bytes) => (await open()).put("one.json", bytes)),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await listed()).toEqual([expect.not.objectContaining({ versions: expect.anything() })]);
  });

  it("says what the object is and proves its bytes by their SHA-256", async () => {
    await store.put("a.json", BYTES);
    const head = new HeadObjectCommand({ Bucket: bucket, Key: "a.json", ChecksumMode: "ENABLED" });
    expect(await client.send(head)).toMatchObject({
      ContentType: "application/json",
      // SHA-256 of the text, by: printf 'evidence\n' | openssl dgst -sha256 -binary | base64
      ChecksumSHA256: "vc9MmUWFr23Wyxz7/3i8xzqyfcMKKZ21u4N2bKBbXeQ=",
    });
  });

  it("refuses a path that leads elsewhere", async () => {
    await expect(store.put("../a.json", BYTES)).rejects.toMatchObject({ code: "PATH_UNSAFE" });
    await expect(store.read("/a.json")).rejects.toMatchObject({ code: "PATH_UNSAFE" });
  });
});

describe("a version that is opened", () => {
  it("comes as a stream, and says until when the bucket's default holds it", async () => {
    const large = new Uint8Array(5_000_000).fill(7);
    await store.put("a.bin", large);
    const opened = await store.open("a.bin");
    if (opened === undefined) throw new Error("nothing there");
    expect(opened.size).toBe(large.length);
    expect(opened.lock?.mode).toBe("governance");
    const [object] = await listed();
    const day = 24 * 3_600_000;
    const held =
      Date.parse(opened.lock?.retainUntil ?? "") - Date.parse(object?.lastModified ?? "");
    // To the second: the emulator counts from the moment after.
    expect(Math.abs(held - day)).toBeLessThan(5_000);
    expect(Buffer.concat(await Array.fromAsync(opened.chunks)).equals(large)).toBe(true);
  });

  it("says that it is not locked where its bucket has no default", async () => {
    const Bucket = `unlocked-${count}`;
    await client.send(new CreateBucketCommand({ Bucket }));
    const unlocked = await open("", Bucket);
    await unlocked.put("a.json", BYTES);
    const opened = await unlocked.open("a.json");
    expect(opened?.lock).toBeNull();
    await opened?.close();
  });
});

describe("what was written first", () => {
  it("is read and described, though another version was put above it", async () => {
    await store.put("a.json", BYTES);
    const [before] = await listed();
    await overwrite("a.json", OTHER);
    const [after] = await listed();
    expect(after).toEqual({ ...before, versions: 2 });
    expect(await store.read("a.json")).toEqual(BYTES);
    expect(before?.lastModified).toMatch(/^20\d\d-.*Z$/);
  });

  it("is read by one who has not listed it and by one who wrote it, under a delete marker", async () => {
    await store.put("a.json", BYTES);
    await hide("a.json");
    expect(await store.read("a.json")).toEqual(BYTES);
    const other = await open();
    expect(await other.read("a.json")).toEqual(BYTES);
    expect(await listed("", other)).toEqual([
      expect.objectContaining({ path: "a.json", hidden: true, size: BYTES.length }),
    ]);
  });

  it("is still told from what is put over a delete marker", async () => {
    await store.put("a.json", BYTES);
    await hide("a.json");
    // S3 itself takes it: to If-None-Match a deleted object is none.
    expect(await (await open()).put("a.json", OTHER)).toBe("created");
    const other = await open();
    expect(await listed("", other)).toEqual([
      expect.objectContaining({ versions: 2, size: BYTES.length }),
    ]);
    expect(await other.read("a.json")).toEqual(BYTES);
  });

  it("can be asked for by its version, and another bucket's version is nothing", async () => {
    await store.put("a.json", BYTES);
    await overwrite("a.json", OTHER);
    const [first] = await listed();
    expect(await (await open()).read("a.json", first?.versionId ?? "")).toEqual(BYTES);
    expect(await store.read("a.json", "b3a4f6d0-0000-4000-8000-000000000000")).toBeUndefined();
  });

  it("cannot be deleted for good", async () => {
    await store.put("a.json", BYTES);
    const [first] = await listed();
    const deleting = client.send(
      new DeleteObjectCommand({ Bucket: bucket, Key: "a.json", VersionId: first?.versionId ?? "" }),
    );
    await expect(deleting).rejects.toMatchObject({ name: "AccessDenied" });
  });
});

describe("listing a bucket", () => {
  it("is sorted by the UTF-8 bytes of whole paths, below a prefix that is no folder", async () => {
    const paths = ["Z", "a-b/c", "a.json", "a/z.json", "b", "\uffee", "\u{1f600}"];
    for (const path of paths.toReversed()) await store.put(path, BYTES);
    expect((await listed()).map(({ path }) => path)).toEqual(paths);
    expect((await listed("a")).map(({ path }) => path)).toEqual(["a-b/c", "a.json", "a/z.json"]);
  });

  it("leaves out what only a delete marker remembers", async () => {
    await hide("never-there.json");
    expect(await listed()).toEqual([]);
    expect(await store.read("never-there.json")).toBeUndefined();
  });

  it("goes on over many pages", async () => {
    const paths = Array.from(
      { length: 1_101 },
      (_, index) => `a/${String(index).padStart(4, "0")}`,
    );
    for (let start = 0; start < paths.length; start += 50) {
      await Promise.all(paths.slice(start, start + 50).map((path) => overwrite(path, BYTES)));
    }
    expect((await listed()).map(({ path }) => path)).toEqual(paths);
  });

  it("below a prefix knows nothing of what lies beside it", async () => {
    const inside = await open("evidence");
    await inside.put("a.json", BYTES);
    await store.put("evidence-of-others/b.json", BYTES);
    expect((await listed("", inside)).map(({ path }) => path)).toEqual(["a.json"]);
    const get = new GetObjectCommand({ Bucket: bucket, Key: "evidence/a.json" });
    expect((await client.send(get)).ContentLength).toBe(BYTES.length);
    expect(inside.describe()).toBe(`s3://${bucket}/evidence`);
  });
});

it("a bucket that is not there is named", async () => {
  const nowhere = await open("", "no-such-vault");
  const attempts = [
    () => listed("", nowhere),
    () => nowhere.read("a.json"),
    () => nowhere.put("a", BYTES),
  ];
  for (const attempt of attempts) {
    await expect(attempt()).rejects.toMatchObject({
      code: "STORE_UNREADABLE",
      message: expect.stringContaining("There is no bucket s3://no-such-vault"),
    });
  }
});
