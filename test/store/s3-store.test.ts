import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { readWhole } from "../../shared/store/opened-object.ts";
import { bucketPlaceOf, openBucket, type S3Store } from "../../shared/store/s3-store.ts";

const BYTES = utf8("evidence\n");

/** How S3 answers one request: a status and an error's code, "kept" or "lost" for a write. */
type Answer = "kept" | "lost" | "bytes" | { status: number; code: string };

let answers: Answer[] = [];
let asked: string[] = [];
let waits: number[] = [];
let headers: Readonly<Record<string, string>> = {};
let stored: Uint8Array = new Uint8Array();
let store: S3Store;
let server: ReturnType<typeof createServer>;

/** S3 as far as faults go, which no emulator shows on demand. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  asked.push(`${request.method} ${request.headers["if-none-match"] ?? ""}`.trim());
  const body = await buffer(request);
  const next = answers.shift() ?? { status: 500, code: "NothingLeftToAnswer" };
  if (next === "kept" || next === "lost") stored = new Uint8Array(body);
  if (next === "lost") return void request.socket.destroy();
  if (next === "kept") return void response.writeHead(200).end();
  if (next === "bytes") {
    response.writeHead(200, { "content-length": stored.length, ...headers });
    return void response.end(stored);
  }
  response.writeHead(next.status, { "content-type": "application/xml" });
  response.end(
    `<?xml version="1.0"?><Error><Code>${next.code}</Code><Message>So it is</Message></Error>`,
  );
}

beforeEach(async () => {
  [answers, asked, waits] = [[], [], []];
  headers = {};
  vi.stubEnv("AWS_ACCESS_KEY_ID", "testing");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "testing");
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  store = await openBucket(
    { bucket: "vault", prefix: "" },
    {
      region: "eu-west-1",
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      wait: async (milliseconds) => void waits.push(milliseconds),
    },
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const EXISTS = { status: 412, code: "PreconditionFailed" };
const CONFLICT = { status: 409, code: "ConditionalRequestConflict" };
const BUSY = { status: 503, code: "SlowDown" };
const ABSENT = { status: 404, code: "NoSuchKey" };

describe("a write to a bucket", () => {
  it.each<[string, Answer[], "created" | "unchanged", number]>([
    ["is tried again when S3 is busy", [BUSY, "kept"], "created", 0],
    ["whose answer was lost is found by its bytes", ["lost", EXISTS, "bytes"], "unchanged", 0],
    ["that meets another is tried again", [CONFLICT, CONFLICT, "kept"], "created", 2],
  ])("%s", async (_says, script, outcome, pauses) => {
    answers = script;
    expect(await store.put("a.json", BYTES)).toBe(outcome);
    expect(answers).toEqual([]);
    expect(stored).toEqual(BYTES);
    expect(waits).toHaveLength(pauses);
    expect(asked.filter((one) => one.startsWith("PUT")).every((one) => one === "PUT *")).toBe(true);
  });

  it("that lost to other bytes says so", async () => {
    stored = utf8("other\n");
    answers = [EXISTS, "bytes"];
    await expect(store.put("a.json", BYTES)).rejects.toMatchObject({ code: "STORE_CONFLICT" });
  });

  it("that meets another again and again ends, waiting longer each time", async () => {
    answers = Array.from({ length: 20 }, () => CONFLICT);
    await expect(store.put("a.json", BYTES)).rejects.toMatchObject({ code: "STORE_UNREADABLE" });
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800]);
  });
});

describe("what S3 refuses", () => {
  it.each<[string, number, string, string, string]>([
    ["a missing bucket", 404, "NoSuchBucket", "STORE_UNREADABLE", "There is no bucket s3://vault"],
    ["a denial", 403, "AccessDenied", "STORE_UNREADABLE", "It takes s3:GetObject"],
    ["another region", 301, "PermanentRedirect", "STORE_UNREADABLE", "lies in another region"],
    [
      "another region's signature",
      400,
      "AuthorizationHeaderMalformed",
      "STORE_UNREADABLE",
      "Set AWS_REGION",
    ],
    ["a key that is off", 400, "KMS.DisabledException", "STORE_UNREADABLE", "Enable it again"],
    ["a token that ran out", 400, "ExpiredToken", "CREDENTIALS", "aws sso login"],
    ["an unknown key id", 403, "InvalidAccessKeyId", "CREDENTIALS", "AWS refused the credentials"],
    ["something else", 400, "Whatever", "STORE_UNREADABLE", "Whatever: So it is"],
  ])("is told in a sentence: %s", async (_says, status, name, code, sentence) => {
    answers = Array.from({ length: 20 }, () => ({ status, code: name }));
    await expect(store.read("a.json")).rejects.toMatchObject({
      code,
      message: expect.stringContaining(sentence),
    });
  });

  it("is no such object only where the bucket's versions have none either", async () => {
    answers = [ABSENT, { status: 403, code: "AccessDenied" }];
    await expect(store.read("a.json")).rejects.toMatchObject({
      message: expect.stringContaining("It takes s3:ListBucketVersions"),
    });
  });
});

describe("a version that is read", () => {
  it.each([
    [
      "held by compliance",
      "COMPLIANCE",
      { mode: "compliance", retainUntil: "2027-12-25T06:00:00.000Z" },
    ],
    [
      "held by governance",
      "GOVERNANCE",
      { mode: "governance", retainUntil: "2027-12-25T06:00:00.000Z" },
    ],
    ["without a lock, or one that may not be seen", undefined, null],
  ])("says that it is %s", async (_what, mode, lock) => {
    stored = BYTES;
    if (mode !== undefined) {
      headers = {
        "x-amz-object-lock-mode": mode,
        "x-amz-object-lock-retain-until-date": "2027-12-25T06:00:00.000Z",
      };
    }
    answers = ["bytes"];
    const opened = await store.open("a.json", "v1");
    expect(opened).toMatchObject({ size: BYTES.length, lock });
    expect(opened && (await readWhole(opened))).toEqual(BYTES);
    expect(asked).toEqual(["GET"]);
  });

  it("may be let go unread, and its connection ends", async () => {
    // More than the buffers between server and client hold.
    stored = new Uint8Array(64_000_000);
    answers = ["bytes"];
    const ended = new Promise((done) =>
      server.once("connection", (one) => one.once("close", done)),
    );
    const opened = await store.open("a.json", "v1");
    await opened?.close();
    await opened?.close();
    await ended;
    expect(asked).toEqual(["GET"]);
  });
});

it.each([
  ["s3://vault", { bucket: "vault", prefix: "" }],
  ["s3://vault/", { bucket: "vault", prefix: "" }],
  ["s3://vault/a/b/", { bucket: "vault", prefix: "a/b" }],
  ["vault", undefined],
  ["s3://", undefined],
  ["./s3://vault", undefined],
])("%s is a bucket or none", (text, place) => {
  expect(bucketPlaceOf(text)).toEqual(place);
});
