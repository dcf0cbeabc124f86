import type { TrailFile } from "../../shared/anchors/verify-cloudtrail.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeManifest } from "../../shared/integrity/manifest.ts";
import { witnessContext } from "../../shared/integrity/witness.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import { type SealInput, seal } from "../../shared/snapshot/seal.ts";
import {
  ACCOUNT,
  manifestOf,
  putEvidence,
  sealInput,
  snapshotOf,
} from "../integrity/sample-bundle.ts";
import { MemoryStore } from "../store/memory-store.ts";

/**
 * CloudTrail's log files, made by hand in the shape that AWS documents: the emulator records no
 * events and delivers no files, and an account at AWS is not at hand. What AWS itself shows as an
 * example is in `aws-examples.ts`.
 */
export type TrailRecord = Readonly<Record<string, unknown>>;

/** The principal of the evidence in test bundles. */
export const COLLECTOR = `arn:aws:sts::${ACCOUNT}:assumed-role/collector/run`;
const SEALER = `arn:aws:sts::${ACCOUNT}:assumed-role/manifest/run`;

/** The request ids of a day's two calls. */
export const requestIdOf = (day: string, call: "iam" | "ec2"): string =>
  `5f2c8a0e-${day.replaceAll("-", "").slice(0, 4)}-4${day.slice(5, 7)}0-80${day.slice(8)}-0000000000${call === "iam" ? "01" : "02"}`;

/** A chain whose every call has a request id of its own. */
export async function bundleOf(
  days: readonly string[],
  overrides: (day: string) => Partial<SealInput> = () => ({}),
): Promise<MemoryStore> {
  const store = new MemoryStore();
  for (const day of days) {
    await putEvidence(store, day);
    for (const [path, bytes] of store.objects) {
      if (!path.includes(`/${snapshotOf(day)}/`)) continue;
      const call = path.includes("iam.") ? "iam" : "ec2";
      const text = new TextDecoder().decode(bytes);
      store.objects.set(
        path,
        utf8(text.replaceAll("5f2c8a0e-0000-4000-8000-000000000001", requestIdOf(day, call))),
      );
    }
    await seal(sealInput(store, day, overrides(day)));
  }
  return store;
}

/** An event's record with everything that CloudTrail writes for a management event of a call. */
export function record(fields: TrailRecord, principal = COLLECTOR): TrailRecord {
  const { eventTime, requestID } = fields;
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: "AROAIDPPEZS35WEXAMPLE:run",
      arn: principal,
      accountId: ACCOUNT,
      accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    },
    awsRegion: "eu-west-1",
    sourceIPAddress: "192.0.2.0",
    userAgent: "aws-sdk-js/3.1169.0",
    requestParameters: null,
    responseElements: null,
    eventID: sha256Hex(utf8(`${eventTime} ${requestID}`)).slice(0, 32),
    readOnly: true,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: "Management",
    ...fields,
  };
}

/** The event of a day's call, as it should be unless said otherwise. */
export function callEvent(
  day: string,
  call: "iam" | "ec2",
  fields: TrailRecord = {},
  principal = COLLECTOR,
): TrailRecord {
  const [eventName, awsRegion] =
    call === "iam" ? ["GetAccountSummary", "us-east-1"] : ["DescribeSecurityGroups", "eu-west-1"];
  return record(
    {
      eventTime: `${day}T06:00:03Z`,
      eventSource: `${call}.amazonaws.com`,
      eventName,
      awsRegion,
      requestID: requestIdOf(day, call),
      ...fields,
    },
    principal,
  );
}

/** The witness of a day's manifest, as it should be unless said otherwise. */
export function witnessEvent(
  store: MemoryStore,
  day: string,
  fields: TrailRecord = {},
  context: Readonly<Record<string, string>> = {},
): TrailRecord {
  const manifest = manifestOf(store, day);
  const { chain, sequence } = manifest;
  const manifestSha256 = sha256Hex(encodeManifest(manifest));
  return record(
    {
      eventTime: `${day}T06:01:10Z`,
      eventSource: "kms.amazonaws.com",
      eventName: "Encrypt",
      requestID: `witness-${sequence}`,
      requestParameters: {
        encryptionContext: {
          ...witnessContext({ chain, sequence, manifestSha256 }),
          ...context,
        },
        keyId: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        encryptionAlgorithm: "SYMMETRIC_DEFAULT",
      },
      ...fields,
    },
    SEALER,
  );
}

/** Everything that CloudTrail would hold of a chain. */
export function wholeTrail(store: MemoryStore, days: readonly string[]): TrailRecord[] {
  return days.flatMap((day) => [
    callEvent(day, "iam"),
    callEvent(day, "ec2"),
    witnessEvent(store, day),
  ]);
}

/** The text of a log file. */
export const trailText = (records: readonly TrailRecord[]): string =>
  JSON.stringify({ Records: records });

/** Log files in memory, by name. */
export async function* trailOf(files: Readonly<Record<string, string>>): AsyncGenerator<TrailFile> {
  for (const [name, text] of Object.entries(files)) yield { name, open: () => chunked(utf8(text)) };
}

/** Bytes as a stream of small chunks, so that records are divided. */
export async function* chunked(bytes: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) {
    yield bytes.subarray(start, start + size);
  }
}
