import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteUserPolicyCommand,
  IAMClient,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import { type ShareRecord, shareRecordSchema } from "../../shared/share/share-record.ts";
import type { S3Store } from "../../shared/store/s3-store.ts";
import { sealDay } from "../integrity/sample-bundle.ts";
import { verify, warned } from "../integrity/verifying.ts";
import { type Moto, startMoto } from "./moto-server.ts";
import { type CliRun, runCli } from "./run-cli.ts";
import { SNAPSHOT, sharedVault } from "./shared-vault.ts";

const NINE = "2026-11-21T09:00:00Z";
const EVIDENCE = `CC6.1-access-controls/${SNAPSHOT}/iam.account-summary.json`;
const home = mkdtempSync(join(tmpdir(), "share-"));

let moto: Moto;
let store: S3Store;

beforeAll(async () => {
  moto = await startMoto({ clock: NINE, withPresignedUrls: true });
  for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
  store = await sharedVault(moto, "vault");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await moto.stop();
});

/** Shares under the emulator's clock. */
function share(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const all = { ...moto.env, ...moto.clockEnv, SOC2_EVIDENCE_HOME: home, ...env };
  return runCli(["share", ...argv], all);
}

interface Told {
  readonly record: string;
  readonly created: string;
  readonly asked: string;
  readonly expires: string;
  readonly why: string;
  readonly objects: number;
  readonly links: { readonly page: string; readonly report: string; readonly manifest: string };
}

function toldBy({ exitCode, stdout, stderr }: CliRun): Told {
  expect([exitCode, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout);
}

const FROM = ["--from", "s3://vault", "--json"];

/** An instant some seconds after another, in ISO 8601. */
const later = (instant: string, seconds: number): string =>
  new Date(Date.parse(instant) + seconds * 1_000).toISOString();

async function opened(url: string) {
  const answer = await fetch(url);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return {
    status: answer.status,
    type: answer.headers.get("content-type"),
    disposition: answer.headers.get("content-disposition"),
    bytes,
    text: new TextDecoder().decode(bytes),
  };
}

async function recordAt(path: string): Promise<ShareRecord> {
  return shareRecordSchema.parse(JSON.parse(new TextDecoder().decode(await store.read(path))));
}

/** The links of a page by their path in the vault. */
function linksOf(page: string): Map<string, string> {
  const urls = [...page.matchAll(/href="(http[^"]*)"/g)].map(([, url = ""]) =>
    url.replaceAll("&amp;", "&"),
  );
  return new Map(
    urls.map((url) => [decodeURIComponent(new URL(url).pathname).replace("/vault/", ""), url]),
  );
}

describe("a share", () => {
  let told: Told;
  beforeAll(async () => {
    await moto.setClock(NINE);
    told = toldBy(await share([SNAPSHOT, "--for", "Jo Müller, CPA", "--expires", "2h", ...FROM]));
  });

  it("has links that open without credentials: pages as pages, evidence as text", async () => {
    const { page, report, manifest } = told.links;
    const links = linksOf((await opened(page)).text);
    const seen = [page, report, manifest, links.get(EVIDENCE) ?? ""].map(async (url) => {
      const { status, type, disposition } = await opened(url);
      return [status, type, disposition];
    });
    expect(await Promise.all(seen)).toEqual([
      [200, "text/html; charset=utf-8", expect.stringMatching(/^inline; .*-jo-muller-cpa\.html"$/)],
      [200, "text/html; charset=utf-8", 'inline; filename="gap-report.html"'],
      [200, "text/plain; charset=utf-8", 'inline; filename="manifest.json"'],
      [200, "text/plain; charset=utf-8", 'inline; filename="iam.account-summary.json"'],
    ]);
  });

  it("opens exactly what the record says, byte for byte, documents of others as files", async () => {
    const record = await recordAt(told.record);
    const links = linksOf((await opened(told.links.page)).text);
    expect([...links.keys()].sort()).toEqual(record.objects.map(({ path }) => path).sort());
    for (const { path, sha256, versionId } of record.objects) {
      const url = links.get(path) ?? "";
      expect(new URL(url).searchParams.get("versionId")).toBe(versionId);
      expect([path, sha256Hex((await opened(url)).bytes)]).toEqual([path, sha256]);
    }
    const document = links.get("CC6.1-access-controls/manual/Zugänge & <b>.html") ?? "";
    expect(await opened(document)).toMatchObject({
      type: "application/octet-stream",
      disposition: "attachment; filename*=UTF-8''Zug%C3%A4nge%20%26%20%3Cb%3E.html",
    });
  });

  it("is recorded with who, to whom, until when, and without any part of a link", async () => {
    const text = new TextDecoder().decode(await store.read(told.record));
    expect(shareRecordSchema.parse(JSON.parse(text))).toMatchObject({
      snapshot: SNAPSHOT,
      for: "Jo Müller, CPA",
      by: "arn:aws:sts::123456789012:user/moto",
      created: told.created,
      asked: later(told.created, 7_200).replace(".000", ""),
      expires: told.expires,
      why: "asked",
    });
    expect(text).not.toMatch(/X-Amz|http|testing/);
  });

  it("ends at the second that was printed, and not before", async () => {
    await moto.setClock(later(told.expires, -20));
    expect((await opened(told.links.page)).status).toBe(200);
    await moto.setClock(later(told.expires, 1));
    for (const url of Object.values(told.links)) {
      const { status, text } = await opened(url);
      expect([status, text]).toEqual([403, expect.stringContaining("Request has expired")]);
    }
    const longer = told.links.page.replace(/X-Amz-Expires=\d+/, "X-Amz-Expires=604800");
    expect((await opened(longer)).text).toContain("SignatureDoesNotMatch");
    await moto.setClock(NINE);
  });

  it("opens what was sealed, whatever is put above it", async () => {
    const client = new S3Client({ endpoint: moto.endpoint, forcePathStyle: true });
    const links = linksOf((await opened(told.links.page)).text);
    const before = (await opened(links.get(EVIDENCE) ?? "")).text;
    await sharedVault(moto, "tampered-vault");
    const Body = utf8("forged\n");
    await client.send(new PutObjectCommand({ Bucket: "tampered-vault", Key: EVIDENCE, Body }));
    const from = ["--from", "s3://tampered-vault", "--json"];
    const { links: tampered } = toldBy(await share(["latest", "--for", "Jo", ...from]));
    const page = (await opened(tampered.page)).text.replaceAll("tampered-vault", "vault");
    const url = (linksOf(page).get(EVIDENCE) ?? "").replace("/vault/", "/tampered-vault/");
    expect((await opened(url)).text).toBe(before);
  });

  it("is signed for the region where the bucket is, wherever it is shared from", async () => {
    await sharedVault(moto, "irish-vault", "eu-west-1");
    const { links } = toldBy(
      await share(["latest", "--for", "Jo", "--from", "s3://irish-vault", "--json"]),
    );
    const scope = new URL(links.manifest).searchParams.get("X-Amz-Credential");
    expect(scope).toBe("testing/20261121/eu-west-1/s3/aws4_request");
  });

  it("is sealed with the next snapshot, and noted until then", async () => {
    const before = await verify(store, undefined, { asOf: "2026-11-21T10:00:00Z" });
    expect([before.exitCode, before.faults]).toEqual([0, []]);
    expect([...new Set(warned(before))]).toEqual(["SHARE_NOT_SEALED"]);
    const { manifest } = await sealDay(store, "2026-11-22");
    expect(manifest.files.map(({ path }) => path)).toContain(told.record);
    const sealed = await verify(store, undefined, { asOf: "2026-11-22T06:30:00Z" });
    expect([sealed.exitCode, warned(sealed)]).toEqual([0, []]);
  });
});

describe("links and the credentials that sign them", () => {
  /** A session of a quarter of an hour, the shortest that there is. */
  async function session(): Promise<Record<string, string>> {
    const { Credentials } = await new STSClient({ endpoint: moto.endpoint }).send(
      new AssumeRoleCommand({
        RoleArn: "arn:aws:iam::123456789012:role/audit",
        RoleSessionName: "laptop",
        DurationSeconds: 900,
      }),
    );
    const {
      AccessKeyId = "",
      SecretAccessKey = "",
      SessionToken = "",
      Expiration,
    } = Credentials ?? {};
    return {
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      AWS_SESSION_TOKEN: SessionToken,
      AWS_CREDENTIAL_EXPIRATION: Expiration?.toISOString() ?? "",
    };
  }

  it("end with the session, which is said and recorded, and S3 agrees", async () => {
    await moto.setClock(NINE);
    const env = await session();
    const { exitCode, stdout } = await share(
      ["latest", "--for", "Jo", "--from", "s3://vault"],
      env,
    );
    const told = toldBy(await share(["latest", "--for", "Jo B", "--expires", "7d", ...FROM], env));
    const end = later(`${env.AWS_CREDENTIAL_EXPIRATION}`, 0).replace(/\.\d+Z$/, "Z");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`They end at ${end.replace("T", " ").replace("Z", " UTC")}, and not `);
    expect(told).toMatchObject({ expires: end, why: "credentials" });
    expect(Date.parse(told.asked) - Date.parse(told.created)).toBe(604_800_000);
    expect(await recordAt(told.record)).toMatchObject({
      by: "arn:aws:sts::123456789012:assumed-role/audit/laptop",
      expires: end,
      why: "credentials",
    });
    await moto.setClock(later(end, -20));
    expect((await opened(told.links.page)).status).toBe(200);
    await moto.setClock(later(end, 2));
    expect((await opened(told.links.page)).status).toBeGreaterThanOrEqual(400);
    await moto.setClock(NINE);
  });

  it("are not made by a session that does not say when it ends", async () => {
    const { AWS_CREDENTIAL_EXPIRATION: _, ...env } = await session();
    const { exitCode, stdout, stderr } = await share(["latest", "--for", "Jo", ...FROM], env);
    expect([exitCode, stdout, JSON.parse(stderr).error.code]).toEqual([3, "", "CREDENTIALS"]);
    expect(stderr).toContain("no time can be promised");
  });

  it("are not made by a key that nobody has", async () => {
    const { exitCode, stderr } = await share(["latest", "--for", "Jo", ...FROM], {
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    });
    expect([exitCode, JSON.parse(stderr).error.code]).toEqual([3, "LINK_REFUSED"]);
  });
});

describe("under enforcement", () => {
  it("links do what their signer may, and end with the key that signed them", async () => {
    await moto.setClock(NINE);
    const iam = new IAMClient({ endpoint: moto.endpoint });
    const UserName = "sam";
    await iam.send(new CreateUserCommand({ UserName }));
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    });
    const PolicyName = "all";
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKeyId = "", SecretAccessKey = "" } = AccessKey ?? {};
    const env = { AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey };
    const told = toldBy(await share(["latest", "--for", "Jo C", ...FROM], env));
    const statusUnderEnforcement = async () => {
      await moto.enforceIam(true);
      const { status } = await opened(told.links.page);
      await moto.enforceIam(false);
      return status;
    };
    expect(await statusUnderEnforcement()).toBe(200);
    await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
    expect(await statusUnderEnforcement()).toBe(403);
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
    expect(await statusUnderEnforcement()).toBe(200);
    await iam.send(new UpdateAccessKeyCommand({ AccessKeyId, UserName, Status: "Inactive" }));
    expect(await statusUnderEnforcement()).toBe(403);
  });
});

it.each<[string, readonly string[], string]>([
  [
    "more than seven days",
    ["latest", "--for", "Jo", "--expires", "8d"],
    "no signature for more than 7 days",
  ],
  ["no time", ["latest", "--for", "Jo", "--expires", "soon"], "such as 30m, 12h or 7d"],
  ["nobody", ["latest", "--for", " "], "--for takes a name"],
  ["no --for", ["latest"], "required option '--for <name>'"],
  ["a folder", ["latest", "--for", "Jo", "--from", "evidence"], "handed over as it is"],
  [
    "no such snapshot",
    ["2026-01-01T06-00-00Z", "--for", "Jo", "--from", "s3://vault"],
    "The newest sealed ones: 2026-11-22T06-00-00Z, 2026-11-21T06-00-00Z.",
  ],
  ["no stack", ["latest", "--for", "Jo"], "There is no stack Soc2Evidence"],
])("share says what is wrong: %s", async (_what, argv, sentence) => {
  const { exitCode, stdout, stderr } = await share(argv);
  expect(stderr).toContain(sentence);
  expect([exitCode, stdout]).toEqual([3, ""]);
});

it("plain moto opens a link whose time is over: hence the option", async () => {
  const plain = await startMoto({ clock: NINE });
  try {
    await sharedVault(plain, "vault");
    const env = { ...plain.env, ...plain.clockEnv, SOC2_EVIDENCE_HOME: home };
    const { links, expires } = toldBy(
      await runCli(["share", "latest", "--for", "Jo", "--expires", "1m", ...FROM], env),
    );
    await plain.setClock(later(expires, 3_600));
    expect((await opened(links.manifest)).status).toBe(200);
  } finally {
    await plain.stop();
  }
});
