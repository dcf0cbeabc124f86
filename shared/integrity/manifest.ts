import * as z from "zod";
import { EvidenceError } from "../errors/evidence-error.ts";
import { isListable, snapshotTime } from "./bundle-layout.ts";
import { compareUtf8, equalBytes } from "./bytes.ts";
import { canonicalBytes } from "./canonical-json.ts";
import type { IntegrityCrypto } from "./crypto.ts";
import { merkleRoot } from "./merkle.ts";
import { assertSafePath, unsafePathReason } from "./safe-path.ts";
import { MAX_SEAL_BYTES } from "./size-limits.ts";

/** What `schema` says in manifests of this release. */
export const MANIFEST_SCHEMA = "manifest/1";

/**
 * The one signature algorithm of this release, by AWS KMS's name for it
 * (`SigningAlgorithmSpec`): ECDSA on P-256 with SHA-256.
 */
export const SIGNATURE_ALGORITHM = "ECDSA_SHA_256";

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lowercase hexadecimal digits");
const countSchema = z.int().min(0);
const timeSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/, "must be ISO 8601 UTC ending in Z")
  .refine(isRealTime, "must be a time that exists");
const nameSchema = z.string().min(1).max(256);

/** One source that was planned for one criterion, in one region or globally (null). */
export const plannedSourceSchema = z.strictObject({
  criterion: nameSchema,
  source: nameSchema,
  region: nameSchema.nullable(),
});

/** The link to the manifest before: its number and the SHA-256 of its bytes. */
export const manifestLinkSchema = z.strictObject({
  sequence: z.int().min(1),
  sha256: sha256Schema,
});

/** One sealed file. The RFC 8785 bytes of this object are its leaf in the Merkle tree. */
export const manifestFileSchema = z.strictObject({
  path: z.string().refine((path) => unsafePathReason(path) === undefined, "is not a safe path"),
  versionId: z.string().max(1024).nullable(),
  size: countSchema,
  sha256: sha256Schema,
  mediaType: nameSchema,
});

/** `manifest/1`: the signed index of one snapshot. Every rule is in `docs/formats/manifest.md`. */
export const manifestSchema = z
  .strictObject({
    schema: z.literal(MANIFEST_SCHEMA),
    chain: z.string().regex(/^[0-9a-f]{32}$/, "must be 32 lowercase hexadecimal digits"),
    account: z.string().regex(/^\d{12}$/, "must be 12 digits"),
    partition: z.string().regex(/^aws(?:-[a-z]+)*$/, "must be an AWS partition"),
    sequence: z.int().min(1),
    snapshot: z
      .string()
      .refine((name) => snapshotTime(name) !== undefined, "must be the name of a snapshot"),
    scheduledFor: timeSchema,
    startedAt: timeSchema,
    completedAt: timeSchema,
    awsDateMin: timeSchema.nullable(),
    awsDateMax: timeSchema.nullable(),
    nonce: z.string().min(1).max(256).nullable(),
    replayOf: z.string().min(1).max(1024).nullable(),
    nextExpectedBy: timeSchema.nullable(),
    previous: manifestLinkSchema.nullable(),
    gaps: z.array(z.string().min(1).max(1024)),
    collector: z.strictObject({
      version: nameSchema,
      codeSha256: sha256Schema,
      configSha256: sha256Schema,
    }),
    expected: z.array(plannedSourceSchema),
    files: z.array(manifestFileSchema),
    incomplete: z.array(plannedSourceSchema.extend({ reason: z.string().min(1).max(4096) })),
    merkleRoot: sha256Schema,
    signer: z
      .strictObject({ keyId: nameSchema, spkiSha256: sha256Schema, algorithm: nameSchema })
      .nullable(),
  })
  .superRefine(checkWhole);

/** A whole manifest, checked. */
export type Manifest = z.infer<typeof manifestSchema>;
/** One entry of `files[]`. */
export type ManifestFile = z.infer<typeof manifestFileSchema>;
/** One entry of `expected[]`. */
export type PlannedSource = z.infer<typeof plannedSourceSchema>;
/** One entry of `incomplete[]`. */
export type IncompleteSource = Manifest["incomplete"][number];
/** What `previous` holds in all but the first manifest. */
export type ManifestLink = z.infer<typeof manifestLinkSchema>;

/** Everything in a manifest that is not reckoned from the rest. Lists may come in any order. */
export type ManifestInput = Omit<Manifest, "schema" | "merkleRoot">;

/**
 * Makes the manifest: pure and deterministic, so that the same input gives the same bytes in every
 * process. Sorts every list by UTF-8 bytes and reckons the Merkle root.
 *
 * @throws EvidenceError PATH_UNSAFE for a path that is not an evidence path
 * @throws EvidenceError SCHEMA_INVALID when the result would break a rule of `manifest/1`, its size included
 */
export async function buildManifest(
  input: ManifestInput,
  crypto: Pick<IntegrityCrypto, "sha256">,
): Promise<Manifest> {
  for (const file of input.files) assertSafePath(file.path);
  const files = input.files.toSorted((left, right) => compareUtf8(left.path, right.path));
  const manifest = {
    ...input,
    schema: MANIFEST_SCHEMA,
    gaps: input.gaps.toSorted(compareUtf8),
    expected: input.expected.toSorted(compareSources),
    incomplete: input.incomplete.toSorted(compareSources),
    files,
    merkleRoot: await filesRoot(files, crypto),
  };
  const whole = checkManifest(manifest, `The manifest of ${input.snapshot}`);
  if (encodeManifest(whole).length <= MAX_SEAL_BYTES.manifest) return whole;
  throw invalid(
    `The manifest of ${input.snapshot}`,
    `it is larger than the ${MAX_SEAL_BYTES.manifest} bytes that verifiers read`,
  );
}

/** Root of the RFC 6962 tree whose leaves are the RFC 8785 bytes of the entries, in this order. */
export async function filesRoot(
  files: readonly ManifestFile[],
  crypto: Pick<IntegrityCrypto, "sha256">,
): Promise<string> {
  return merkleRoot(files.map(canonicalBytes), crypto.sha256);
}

/** The bytes that are stored, hashed and signed: RFC 8785, UTF-8, no final newline. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  return canonicalBytes(manifest);
}

/**
 * Checks a value that strict parsing gave against `manifest/1`.
 *
 * @param path names the file in errors
 * @throws EvidenceError PATH_UNSAFE when a listed path is not an evidence path
 * @throws EvidenceError SCHEMA_UNKNOWN when it states another schema or signature algorithm
 * @throws EvidenceError SCHEMA_INVALID when it breaks any other rule, or when `bytes` are not its
 *   canonical form
 */
export function parseManifest(value: unknown, bytes: Uint8Array, path: string): Manifest {
  const stated = z.looseObject({ schema: z.string() }).safeParse(value).data?.schema;
  if (stated !== undefined && stated !== MANIFEST_SCHEMA) {
    throw unknown(path, "schema", stated);
  }
  const listed = z
    .looseObject({ files: z.array(z.looseObject({ path: z.string() })) })
    .safeParse(value).data?.files;
  for (const file of listed ?? []) assertSafePath(file.path);
  const manifest = checkManifest(value, path);
  if (!equalBytes(encodeManifest(manifest), bytes)) {
    throw invalid(path, "its bytes are not canonical JSON (RFC 8785)");
  }
  if (manifest.signer !== null && manifest.signer.algorithm !== SIGNATURE_ALGORITHM) {
    throw unknown(path, "algorithm", manifest.signer.algorithm);
  }
  return manifest;
}

function checkManifest(value: unknown, path: string): Manifest {
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) throw invalid(path, z.prettifyError(parsed.error));
  return parsed.data;
}

/** The rules of `manifest/1` that concern more than one field. */
function checkWhole(manifest: Manifest, context: z.RefinementCtx): void {
  const demand = (holds: boolean, path: string, message: string): void => {
    if (!holds) context.addIssue({ code: "custom", path: [path], message });
  };
  const { snapshot, sequence, previous } = manifest;
  const named = Date.parse(snapshotTime(snapshot) ?? "");
  demand(Date.parse(manifest.scheduledFor) === named, "scheduledFor", "must be what snapshot says");
  demand((previous === null) === (sequence === 1), "previous", "must be null in the first only");
  demand(previous === null || previous.sequence === sequence - 1, "previous", "must be one before");
  demand(isOrdered(manifest.gaps, compareUtf8), "gaps", "must be sorted, each gap once");
  demand(
    isOrdered(manifest.files, (a, b) => compareUtf8(a.path, b.path)),
    "files",
    "must be sorted by path, each path once",
  );
  demand(
    isOrdered(manifest.expected, compareSources),
    "expected",
    "must be sorted, each source once",
  );
  demand(
    isOrdered(manifest.incomplete, compareSources),
    "incomplete",
    "must be sorted, each source once",
  );
  for (const { path } of manifest.files) {
    demand(isListable(path, snapshot), "files", `must not list ${JSON.stringify(path)}`);
  }
}

function isOrdered<Item>(items: readonly Item[], compare: (a: Item, b: Item) => number): boolean {
  return items.every((item, index) => {
    const before = items[index - 1];
    return before === undefined || compare(before, item) < 0;
  });
}

/** By criterion, source, then region, global (null) first. */
function compareSources(left: PlannedSource, right: PlannedSource): number {
  return (
    compareUtf8(left.criterion, right.criterion) ||
    compareUtf8(left.source, right.source) ||
    compareUtf8(left.region ?? "", right.region ?? "")
  );
}

function isRealTime(time: string): boolean {
  const milliseconds = Date.parse(time);
  return (
    !Number.isNaN(milliseconds) &&
    new Date(milliseconds).toISOString().slice(0, 19) === time.slice(0, 19)
  );
}

function invalid(path: string, what: string): EvidenceError {
  return new EvidenceError(
    "SCHEMA_INVALID",
    `${path} breaks the rules of ${MANIFEST_SCHEMA}: ${what}`,
    {
      path,
    },
  );
}

function unknown(path: string, what: "schema" | "algorithm", value: string): EvidenceError {
  return new EvidenceError(
    "SCHEMA_UNKNOWN",
    `${path} states the ${what} ${JSON.stringify(value)}, which this release does not know. Verify it with the release that wrote it.`,
    { path, what },
  );
}
