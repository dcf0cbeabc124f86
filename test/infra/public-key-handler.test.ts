import { createHash, createPublicKey, generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { handlerCode } from "../../infra/constructs/public-key.ts";
import { handler, type PublicKeyRequest } from "../../infra/public-key-handler.ts";

const KEY_ARN = "arn:aws:kms:eu-west-1:123456789012:key/1";
const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const spki = createPublicKey(publicKey.export({ type: "spki", format: "pem" })).export({
  type: "spki",
  format: "der",
});
const SURROUNDINGS = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "testing",
  AWS_SECRET_ACCESS_KEY: "testing",
};

/** One server is KMS at /, and where CloudFormation waits for its answer at /answer. */
let server: Server;
let base: string;
let kmsStatus = 200;
let answers: { method: string | undefined; contentType: string | undefined; body: unknown }[] = [];
const before = new Map<string, string | undefined>();

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => {
      text += part;
    });
    request.on("end", () => {
      if (request.url === "/answer") {
        const contentType = request.headers["content-type"];
        answers.push({ method: request.method, contentType, body: JSON.parse(text) });
        response.end();
        return;
      }
      response.writeHead(kmsStatus, { "content-type": "application/x-amz-json-1.1" });
      response.end(
        JSON.stringify(
          kmsStatus === 200
            ? { KeyId: KEY_ARN, PublicKey: spki.toString("base64") }
            : { __type: "AccessDeniedException", message: "no" },
        ),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const [name, value] of Object.entries({ ...SURROUNDINGS, AWS_ENDPOINT_URL_KMS: base })) {
    before.set(name, process.env[name]);
    process.env[name] = value;
  }
});
afterEach(() => {
  kmsStatus = 200;
  answers = [];
});
afterAll(async () => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await new Promise((resolve) => server.close(resolve));
});

const request = (RequestType: PublicKeyRequest["RequestType"]): PublicKeyRequest => ({
  RequestType,
  ResponseURL: `${base}/answer`,
  StackId: "stack",
  RequestId: "request",
  LogicalResourceId: "PublicKey",
  ResourceProperties: { KeyId: KEY_ARN },
});
const ANSWER = {
  StackId: "stack",
  RequestId: "request",
  LogicalResourceId: "PublicKey",
  PhysicalResourceId: KEY_ARN,
};

describe("the function that tells CloudFormation the public key", () => {
  it.each(["Create", "Update"] as const)(
    "answers %s with the key and its fingerprint",
    async (type) => {
      await handler(request(type));
      const sha256 = createHash("sha256").update(spki).digest("hex");
      expect(answers).toEqual([
        {
          method: "PUT",
          contentType: "",
          body: {
            ...ANSWER,
            Status: "SUCCESS",
            Data: { Spki: spki.toString("base64"), SpkiSha256: sha256 },
          },
        },
      ]);
    },
  );

  it("answers a deletion without asking KMS: the key may be gone by then", async () => {
    kmsStatus = 400;
    await handler({ ...request("Delete"), PhysicalResourceId: "as-created" });
    expect(answers.map(({ body }) => body)).toEqual([
      { ...ANSWER, PhysicalResourceId: "as-created", Status: "SUCCESS", Data: {} },
    ]);
  });

  it("answers a failure with a sentence, so that CloudFormation does not wait for an hour", async () => {
    kmsStatus = 400;
    await handler(request("Create"));
    expect(answers.map(({ body }) => body)).toEqual([
      {
        ...ANSWER,
        Status: "FAILED",
        Reason: `The public key of ${KEY_ARN} was not read: AccessDeniedException: no`,
      },
    ]);
  });

  it("fits into a template as a script with one handler", () => {
    const code = handlerCode();
    expect(code.length).toBeLessThan(4_096);
    const exported: { handler?: unknown } = {};
    const load = new Function("module", "exports", "require", code);
    const module = { exports: exported as Record<string, unknown> };
    load(module, module.exports, () => ({}));
    expect(typeof module.exports.handler).toBe("function");
  });
});
