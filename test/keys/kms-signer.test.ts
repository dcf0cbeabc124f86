import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { encodeBase64 } from "../../shared/integrity/base64.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { openKmsSigner } from "../../shared/keys/kms-signer.ts";
import { company } from "../integrity/sample-bundle.ts";

const ARN = "arn:aws:kms:eu-west-1:123456789012:key/1";

let answers: Readonly<Record<string, { status: number; body: object }>>;
let server: Server;

/** KMS as far as refusals go; what it signs is tested against the emulator. */
beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "testing");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "testing");
  server = createServer((request, response) => {
    const operation = String(request.headers["x-amz-target"]).replace("TrentService.", "");
    const { status, body } = answers[operation] ?? { status: 500, body: {} };
    request.resume();
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const open = () => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return openKmsSigner(ARN, { region: "eu-west-1", endpoint });
};
const refusal = (name: string) => ({ status: 400, body: { __type: name, message: "So it is" } });
const PUBLIC = {
  status: 200,
  body: {
    PublicKey: encodeBase64(company.spki),
    KeyUsage: "SIGN_VERIFY",
    KeySpec: "ECC_NIST_P256",
  },
};

it.each(["DisabledException", "KMSInvalidStateException", "AccessDeniedException"])(
  "a key that does not sign (%s) is told apart from one that may not: what it should sign waits",
  async (name) => {
    answers = { GetPublicKey: PUBLIC, Sign: refusal(name) };
    const signer = await open();
    expect(signer.spkiSha256).toBe(company.spkiSha256);
    await expect(signer.sign(utf8("x"))).rejects.toMatchObject({
      code: "KEY_UNAVAILABLE",
      message: expect.stringContaining(`${ARN} did not sign (${name}: So it is)`),
    });
  },
);

it("a key that does not even give its public half waits as well", async () => {
  answers = { GetPublicKey: refusal("DisabledException") };
  await expect(open()).rejects.toMatchObject({
    code: "KEY_UNAVAILABLE",
    message: expect.stringContaining("did not give its public half"),
  });
});

it("a key for agreeing on secrets is refused, though it lies on the same curve", async () => {
  answers = { GetPublicKey: { ...PUBLIC, body: { ...PUBLIC.body, KeyUsage: "KEY_AGREEMENT" } } };
  await expect(open()).rejects.toMatchObject({ code: "KEY_UNSAFE" });
});
