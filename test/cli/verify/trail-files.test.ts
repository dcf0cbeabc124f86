import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { trailFiles } from "../../../cli/verify/trail-files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trail-files-"));
});
afterEach(() => rm(folder, { recursive: true }));

const TEXT = '{"Records":[]}';
const LOG =
  "AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/22/123456789012_CloudTrail_eu-west-1_20261122T0605Z_Mu0KsOhtH1ar15ZZ.json.gz";

async function put(path: string, bytes: string | Uint8Array): Promise<void> {
  await mkdir(join(folder, path, ".."), { recursive: true });
  await writeFile(join(folder, path), bytes);
}

async function textOf(path: string, named = path): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for await (const { name, open } of trailFiles(path, named)) {
    found.push([name, Buffer.concat(await Array.fromAsync(open())).toString()]);
  }
  return found;
}

describe("CloudTrail's log files", () => {
  it("are found however deep, packed or not, in the order of their names", async () => {
    await put(LOG, gzipSync(TEXT));
    await put("a.json", TEXT);
    await put("b.JSON.GZ", gzipSync(TEXT));
    expect(await textOf(folder)).toEqual([
      [LOG, TEXT],
      ["a.json", TEXT],
      ["b.JSON.GZ", TEXT],
    ]);
  });

  it("are not digests or anything else", async () => {
    await put(LOG.replace("CloudTrail/", "CloudTrail-Digest/"), gzipSync("{}"));
    await put(
      "123456789012_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20261122T060500Z.json.gz",
      "x",
    );
    await put("notes.txt", "x");
    await put("elsewhere/log.json", TEXT);
    expect(await textOf(folder)).toEqual([["elsewhere/log.json", TEXT]]);
  });

  it("are followed where they are links, or lie in a folder that is one", async () => {
    await put("kept/packed.json.gz", gzipSync(TEXT));
    await put("kept/plain.json", TEXT);
    await put("deep/er/log.json", TEXT);
    await mkdir(join(folder, "logs"));
    await symlink("../kept/packed.json.gz", join(folder, "logs/newest"));
    await symlink("../kept/plain.json", join(folder, "logs/one.json"));
    await symlink("../deep", join(folder, "logs/two"));
    const found = [
      ["newest", TEXT],
      ["one.json", TEXT],
      ["two/er/log.json", TEXT],
    ];
    expect(await textOf(join(folder, "logs"))).toEqual(found);
    await symlink("logs", join(folder, "link"));
    expect(await textOf(join(folder, "link"))).toEqual(found);
  });

  it("are read once, however many links lead to them", async () => {
    await put("a/log.json", TEXT);
    await symlink("..", join(folder, "a/up"));
    await symlink("log.json", join(folder, "a/again.json"));
    await symlink("a", join(folder, "b"));
    expect(await textOf(folder)).toEqual([["a/again.json", TEXT]]);
  });

  it.each(["log.json.gz", "2026"])("are not passed over where %s leads nowhere", async (name) => {
    await put("log.json", TEXT);
    await symlink("gone", join(folder, name));
    const files = await Array.fromAsync(trailFiles(folder, folder));
    expect(files.map((one) => one.name).toSorted()).toEqual(["log.json", name].toSorted());
    const [link] = files.filter((one) => one.name === name);
    expect(() => link?.open()).toThrow(
      expect.objectContaining({
        code: "STORE_UNREADABLE",
        message: expect.stringContaining(`${name} is a link`),
      }),
    );
  });

  it("are not passed over where something else than a file has the name of one", async () => {
    const socket = createServer().listen(join(folder, "log.json"));
    await once(socket, "listening");
    try {
      await expect(textOf(folder)).rejects.toMatchObject({
        code: "STORE_UNREADABLE",
        message: "log.json is no file. Fetch it from CloudTrail's bucket again.",
      });
    } finally {
      socket.close();
    }
  });

  it("are refused with the folder's name where one below cannot be listed", async () => {
    await put("a.json", TEXT);
    await put("b/log.json", TEXT);
    const files = trailFiles(folder, "logs");
    expect((await files.next()).value).toMatchObject({ name: "a.json" });
    await rm(join(folder, "b"), { recursive: true });
    await expect(files.next()).rejects.toMatchObject({
      code: "STORE_UNREADABLE",
      message: "The folder logs/b cannot be listed (ENOENT). Check that you may read it.",
    });
  });

  it("may be one file, which has the name that was given", async () => {
    await put("one.json.gz", gzipSync(TEXT));
    expect(await textOf(join(folder, "one.json.gz"), "./one.json.gz")).toEqual([
      ["./one.json.gz", TEXT],
    ]);
  });

  it("have to be there", async () => {
    await expect(textOf(join(folder, "gone"), "gone")).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "There is no gone with CloudTrail's log files.",
    });
  });

  it("are copied from a bucket first", async () => {
    await expect(textOf(join(folder, "s3:/trail"), "s3://trail/AWSLogs")).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("aws s3 sync s3://trail/AWSLogs cloudtrail"),
    });
  });

  it.each<[string, Uint8Array, string]>([
    ["cut short", gzipSync(TEXT.repeat(1_000)).subarray(0, -9), "(Z_BUF_ERROR)"],
    ["not packed at all", Buffer.from(TEXT), "(Z_DATA_ERROR)"],
    // Half a gigabyte in half a megabyte.
    [
      "that unpack to far more than a log file holds",
      gzipSync(Buffer.alloc(2 ** 29 + 1)),
      "unpacks to more than 536870912 bytes",
    ],
  ])("%s are refused", async (_says, bytes, sentence) => {
    await put("log.json.gz", bytes);
    await expect(textOf(folder)).rejects.toMatchObject({
      code: "STORE_UNREADABLE",
      message: expect.stringContaining(sentence),
    });
  });
});
