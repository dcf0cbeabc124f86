import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { log } from "../../functions/middleware/log.ts";
import { earlierChainOf, signingKeys } from "../../functions/signing-keys.ts";
import { encodeBase64 } from "../../shared/integrity/base64.ts";
import type { Signer } from "../../shared/keys/signer.ts";
import { company, next, sealedBundle } from "../integrity/sample-bundle.ts";
import { FIRST, SECOND } from "../integrity/verifying.ts";
import { MemoryStore } from "../store/memory-store.ts";

/** Public halves by key id; a key that is not here is disabled. */
let keys: Readonly<Record<string, Signer>>;
let server: Server;

/** KMS as far as it gives public keys. */
beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "testing");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "testing");
  // What cannot be used is logged; here that is nobody's concern.
  vi.spyOn(log, "error").mockImplementation(() => {});
  server = createServer(async (request, response) => {
    const text = Buffer.concat(await Array.fromAsync(request)).toString();
    const key = keys[JSON.parse(text).KeyId];
    response.writeHead(key === undefined ? 400 : 200, {
      "content-type": "application/x-amz-json-1.1",
    });
    const answer =
      key === undefined
        ? { __type: "DisabledException", message: "It is disabled." }
        : { PublicKey: encodeBase64(key.spki), KeyUsage: "SIGN_VERIFY", KeySpec: "ECC_NIST_P256" };
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const BY_THE_OLD = await sealedBundle([FIRST]);
const BY_BOTH = await sealedBundle([FIRST, SECOND], (_day, index) =>
  index === 0 ? {} : { signer: next, previousSigners: [company] },
);

describe("the keys that sign in the account", () => {
  const both = { old: company, new: next };
  const onlyNew = { new: next };
  const change = { SIGNING_KEY_ID: "new", PREVIOUS_SIGNING_KEY_ID: "old" };
  type Row = [
    says: string,
    at: { keys: typeof keys; store: MemoryStore; env: Parameters<typeof signingKeys>[0] | object },
    signs: Signer | null,
    before: readonly Signer[],
  ];
  it.each<Row>([
    [
      "are one, as long as it does not change",
      { keys: both, store: BY_THE_OLD, env: { SIGNING_KEY_ID: "old" } },
      company,
      [],
    ],
    ["are two when it changes", { keys: both, store: BY_THE_OLD, env: change }, next, [company]],
    [
      "wait both when the old one has to sign and cannot",
      { keys: onlyNew, store: BY_THE_OLD, env: change },
      null,
      [],
    ],
    [
      "wait when the old one was retired before it agreed",
      { keys: both, store: BY_THE_OLD, env: { SIGNING_KEY_ID: "new" } },
      null,
      [],
    ],
    [
      "do not wait once the change is sealed",
      { keys: onlyNew, store: BY_BOTH, env: change },
      next,
      [],
    ],
    [
      "do not wait where nothing is sealed yet",
      { keys: onlyNew, store: new MemoryStore(), env: change },
      next,
      [],
    ],
    [
      "wait when the new one cannot sign, and the old one is at hand for what it began",
      { keys: { old: company }, store: BY_THE_OLD, env: change },
      null,
      [company],
    ],
    [
      "wait when there is one and it cannot sign",
      { keys: {}, store: BY_THE_OLD, env: { SIGNING_KEY_ID: "old" } },
      null,
      [],
    ],
  ])("%s", async (_says, at, signs, before) => {
    keys = at.keys;
    const { port } = server.address() as AddressInfo;
    const env = {
      SIGNING_KEY_ID: "",
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      ...at.env,
    };
    const found = await signingKeys(env, at.store);
    expect(found.signer?.spkiSha256).toBe(signs?.spkiSha256);
    expect(found.previousSigners.map(({ spkiSha256 }) => spkiSha256)).toEqual(
      before.map(({ spkiSha256 }) => spkiSha256),
    );
  });
});

describe("the chain that a deployment begins anew", () => {
  const earlier = {
    chain: "c".repeat(32),
    sequence: 41,
    manifestSha256: "ab".repeat(32),
    signer: "cd".repeat(32),
  };

  it("is none unless the environment names one", () => {
    expect(earlierChainOf(undefined)).toBeNull();
  });

  it("is read as the stack wrote it, also when nobody had signed", () => {
    expect(earlierChainOf(JSON.stringify(earlier))).toEqual(earlier);
    const unsigned = { ...earlier, signer: null };
    expect(earlierChainOf(JSON.stringify(unsigned))).toEqual(unsigned);
  });

  it.each([
    ["no JSON", "chain 1"],
    ["no chain", JSON.stringify({ ...earlier, chain: "x" })],
    ["no sequence", JSON.stringify({ ...earlier, sequence: 0 })],
  ])("is refused with %s", (_says, restarts) => {
    expect(() => earlierChainOf(restarts)).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        message: expect.stringContaining("deployment.restarts"),
      }),
    );
  });
});
