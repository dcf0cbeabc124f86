import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openKmsWitness } from "../../shared/keys/kms-witness.ts";

const ARN = "arn:aws:kms:eu-west-1:123456789012:key/1";
const MANIFEST = { chain: "c".repeat(32), sequence: 7, manifestSha256: "ab".repeat(32) };

let asked: { operation: string; body: Record<string, unknown> }[];
let status: number;
let server: Server;

/** KMS as far as its requests and refusals go; what it makes of them is tested against the emulator. */
beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "testing");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "testing");
  asked = [];
  status = 200;
  server = createServer(async (request, response) => {
    const operation = String(request.headers["x-amz-target"]).replace("TrentService.", "");
    const text = Buffer.concat(await Array.fromAsync(request)).toString();
    asked.push({ operation, body: JSON.parse(text) });
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    const refusal = { __type: "DisabledException", message: "So it is" };
    response.end(JSON.stringify(status === 200 ? { CiphertextBlob: "eA==" } : refusal));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const attest = async () => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const witness = await openKmsWitness(ARN, { region: "eu-west-1", endpoint });
  await witness.attest(MANIFEST);
};

it("asks for one encryption, of a word, under the manifest's place and hash", async () => {
  await attest();
  expect(asked).toEqual([
    {
      operation: "Encrypt",
      body: {
        KeyId: ARN,
        Plaintext: Buffer.from("witness").toString("base64"),
        EncryptionContext: {
          "soc2-evidence:schema": "witness/1",
          "soc2-evidence:chain": MANIFEST.chain,
          "soc2-evidence:sequence": "7",
          "soc2-evidence:manifest-sha256": MANIFEST.manifestSha256,
        },
      },
    },
  ]);
});

it("says which key did not, and why", async () => {
  status = 400;
  await expect(attest()).rejects.toMatchObject({
    code: "KEY_UNAVAILABLE",
    message: expect.stringContaining(
      `${ARN} did not witness sequence 7 (DisabledException: So it is)`,
    ),
    fields: { key: ARN, sequence: 7 },
  });
});
