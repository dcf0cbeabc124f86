import { placeOf } from "../../shared/integrity/bundle-layout.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeClaim } from "../../shared/integrity/chain.ts";
import { encodeManifest, type Manifest } from "../../shared/integrity/manifest.ts";
import { type Predicate, predicateOf } from "../../shared/integrity/statement.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { Signer } from "../../shared/keys/signer.ts";
import { type Sealed, type SealInput, seal } from "../../shared/snapshot/seal.ts";
import { putEnvelope } from "../../shared/snapshot/sign-manifest.ts";
import type { Store } from "../../shared/store/store.ts";
import { deterministicSigner } from "../keys/deterministic-signer.ts";
import { MemoryStore } from "../store/memory-store.ts";

/** The account in every test bundle: AWS's own placeholder. */
export const ACCOUNT = "123456789012";
/** The chain id in every test bundle. */
export const CHAIN = "00112233445566778899aabbccddeeff";
/** Names of daily snapshots, and the schedule's promise for the one after each. */
export const DAYS = ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"] as const;

/** The private key of RFC 6979 appendix A.2.5: public for years, for tests only. */
export const COMPANY_KEY = 0xc9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721n;
/** Keys for tests only: SHA-256 of a sentence that says so. */
export const NEXT_KEY = BigInt(`0x${sha256Hex(utf8("soc2-evidence vectors: the next key"))}`);
export const STRANGER_KEY = BigInt(`0x${sha256Hex(utf8("soc2-evidence vectors: a stranger"))}`);

export const company = deterministicSigner(COMPANY_KEY);
export const next = deterministicSigner(NEXT_KEY);
export const stranger = deterministicSigner(STRANGER_KEY);

/** `2026-11-22` is `2026-11-22T06-00-00Z`. */
export function snapshotOf(day: string): string {
  return `${day}T06-00-00Z`;
}

/** What a test bundle's `seal` is given; tests override what they are about. */
export function sealInput(
  store: Store,
  day: string,
  overrides: Partial<SealInput> = {},
): SealInput {
  const due = new Date(Date.parse(`${day}T06:00:00Z`) + 25 * 3_600_000).toISOString();
  return {
    store,
    signer: company,
    crypto: nodeCrypto,
    account: ACCOUNT,
    partition: "aws",
    snapshot: snapshotOf(day),
    scheduledFor: `${day}T06:00:00Z`,
    startedAt: `${day}T06:00:03.114Z`,
    completedAt: `${day}T06:00:09.310Z`,
    awsDateMin: `${day}T06:00:03Z`,
    awsDateMax: `${day}T06:00:09Z`,
    nonce: null,
    replayOf: null,
    nextExpectedBy: due.replace(".000Z", "Z"),
    gaps: [],
    collector: {
      version: "1.0.0",
      codeSha256: sha256Hex(utf8("the collector's code")),
      configSha256: sha256Hex(configBytes()),
    },
    expected: [
      { criterion: "CC6.1", source: "iam.account-summary", region: null },
      { criterion: "CC6.6", source: "ec2.security-groups", region: "eu-west-1" },
    ],
    incomplete: [],
    folders: ["CC6.1-access-controls", "CC6.6-network-boundary"],
    randomChainId: () => CHAIN,
    ...overrides,
  };
}

/** Writes the evidence of one day, as collectors would. */
export async function putEvidence(store: Store, day: string, account = ACCOUNT): Promise<void> {
  const snapshot = snapshotOf(day);
  const put = (path: string, value: object): Promise<unknown> =>
    store.put(path, utf8(`${JSON.stringify(value, null, 2)}\n`));
  const summary = { SummaryMap: { AccountMFAEnabled: 1, Users: 3 } };
  const groups = { SecurityGroups: [{ GroupId: "sg-0a1b2c3d", GroupName: "web" }] };
  await put(
    `CC6.1-access-controls/${snapshot}/iam.account-summary.json`,
    evidence(day, account, "CC6.1", "iam.account-summary", null, "GetAccountSummary", summary),
  );
  await put(`CC6.1-access-controls/${snapshot}/assessment.json`, assessment(snapshot, "CC6.1"));
  await put(
    `CC6.6-network-boundary/${snapshot}/ec2.security-groups.eu-west-1.json`,
    evidence(
      day,
      account,
      "CC6.6",
      "ec2.security-groups",
      "eu-west-1",
      "DescribeSecurityGroups",
      groups,
    ),
  );
  await put(`CC6.6-network-boundary/${snapshot}/assessment.json`, assessment(snapshot, "CC6.6"));
  await put(`snapshots/${snapshot}/findings.json`, {
    schema: "findings/1",
    snapshot,
    account,
    findings: [],
  });
  await store.put(`snapshots/${snapshot}/config.json`, configBytes());
}

/** A whole chain: evidence and seal for each day. */
export async function sealedBundle(
  days: readonly string[],
  overrides: (day: string, index: number) => Partial<SealInput> = () => ({}),
): Promise<MemoryStore> {
  const store = new MemoryStore();
  for (const [index, day] of days.entries()) {
    const changed = overrides(day, index);
    await putEvidence(store, day, changed.account);
    await seal(sealInput(store, day, changed));
  }
  return store;
}

/** Evidence and seal of one more day. */
export async function sealDay(
  store: Store,
  day: string,
  overrides: Partial<SealInput> = {},
): Promise<Sealed> {
  await putEvidence(store, day, overrides.account);
  return seal(sealInput(store, day, overrides));
}

/**
 * Puts any bytes in a manifest's place and signs them, as someone who holds a key could. Replaces
 * what stands there.
 *
 * @param place what the statement says; that of the manifest unless said
 */
export async function forgeManifest(
  store: MemoryStore,
  folder: string,
  manifest: Uint8Array,
  place: Predicate,
  signers: readonly [Signer, ...Signer[]],
): Promise<void> {
  const path = (name: string): string => `snapshots/${folder}/${name}`;
  const subjectSha256 = sha256Hex(manifest);
  for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem"]) {
    store.objects.delete(path(name));
  }
  store.objects.set(path("manifest.json"), manifest);
  store.objects.set(path("public-key.pem"), utf8(signers[0].publicKeyPem));
  const statement = { subjectSha256, predicate: place };
  await putEnvelope(store, path("manifest.dsse.json"), "manifest", statement, signers);
  const claim = encodeClaim({
    schema: "claim/1",
    chain: place.chain,
    sequence: place.sequence,
    snapshot: place.snapshot,
    manifestSha256: subjectSha256,
    signer: signers[0].spkiSha256,
  });
  store.objects.set(`chain/${place.sequence}.json`, claim);
}

/** {@link forgeManifest} for a manifest that is well-formed. */
export async function forge(
  store: MemoryStore,
  manifest: Manifest,
  signers: readonly [Signer, ...Signer[]],
): Promise<void> {
  const bytes = encodeManifest(manifest);
  await forgeManifest(store, manifest.snapshot, bytes, predicateOf(manifest), signers);
}

/** The manifest of a day in a store. Only for bundles that were made by `seal`. */
export function manifestOf(store: MemoryStore, day: string): Manifest {
  const bytes = store.objects.get(`snapshots/${snapshotOf(day)}/manifest.json`);
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Takes everything of one day out of a store, its claim too. */
export function deleteDay(store: MemoryStore, day: string): void {
  const { sequence } = manifestOf(store, day);
  store.objects.delete(`chain/${sequence}.json`);
  for (const path of [...store.objects.keys()]) {
    const place = placeOf(path);
    if ("snapshot" in place && place.snapshot === snapshotOf(day)) store.objects.delete(path);
  }
}

/** Flips the lowest bit of one byte of an object. */
export function flipByte(store: MemoryStore, path: string, offset: number): void {
  const bytes = Uint8Array.from(store.objects.get(path) ?? []);
  const byte = bytes.at(offset);
  if (byte === undefined) throw new RangeError(`${path} has no byte ${offset}.`);
  bytes[offset < 0 ? bytes.length + offset : offset] = byte ^ 1;
  store.objects.set(path, bytes);
}

function evidence(
  day: string,
  account: string,
  criterion: string,
  source: string,
  region: string | null,
  operation: string,
  response: object,
): object {
  const service = source.slice(0, source.indexOf("."));
  return {
    schema: "evidence/1",
    criterion,
    snapshot: snapshotOf(day),
    source,
    account,
    region,
    collectedBy: {
      principal: `arn:aws:sts::${account}:assumed-role/collector/run`,
      version: "1.0.0",
      sdk: "3.1169.0",
    },
    startedAt: `${day}T06:00:03.114Z`,
    completedAt: `${day}T06:00:03.310Z`,
    complete: true,
    calls: [
      {
        service,
        operation,
        region: region ?? "us-east-1",
        input: {},
        startedAt: `${day}T06:00:03.114Z`,
        completedAt: `${day}T06:00:03.310Z`,
        awsDate: `${day}T06:00:03Z`,
        requestId: "5f2c8a0e-0000-4000-8000-000000000001",
        httpStatus: 200,
        attempts: 1,
        outcome: "ok",
        response,
        command: `aws ${service} ${operation.replace(/(?<=.)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}`,
      },
    ],
    redactions: [],
  };
}

function assessment(snapshot: string, criterion: string): object {
  return {
    schema: "assessment/1",
    criterion,
    snapshot,
    headline: "no-exception",
    controls: [],
    checks: [],
    findings: [],
  };
}

function configBytes(): Uint8Array {
  return utf8(
    `${JSON.stringify({ schema: "config/1", company: "Larkspur Analytics" }, null, 2)}\n`,
  );
}
