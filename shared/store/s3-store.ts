import { createHash } from "node:crypto";
import type { ListObjectVersionsCommandOutput, S3Client } from "@aws-sdk/client-s3";
import { EvidenceError } from "../errors/evidence-error.ts";
import { mediaTypeOf } from "../integrity/bundle-layout.ts";
import { equalBytes } from "../integrity/bytes.ts";
import { assertSafePath } from "../integrity/safe-path.ts";
import { keyHistories } from "./object-versions.ts";
import { readWhole } from "./opened-object.ts";
import { bucketError, statusOf } from "./s3-error.ts";
import { openedAnswer } from "./s3-object.ts";
import type { OpenedObject, Store, StoredObject } from "./store.ts";

/** A bucket, and where in it evidence lies. */
export interface BucketPlace {
  readonly bucket: string;
  /** Without slashes at its ends; empty for the whole bucket. */
  readonly prefix: string;
}

/** How a bucket is reached. */
export interface BucketAccess {
  readonly region: string;
  /** `AWS_ENDPOINT_URL`; null for AWS. */
  readonly endpoint: string | null;
  /** Waits before a write that met another one is tried again; replaced in tests. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

type S3Sdk = typeof import("@aws-sdk/client-s3");

/** Attempts of one request, the first included, with the SDK's own delays between them. */
const MAX_ATTEMPTS = 6;
/** How often a write is tried that meets another one of the same object at the same moment. */
const MAX_CONFLICTS = 8;
const CONFLICT_PAUSE_MS = 100;
const REQUEST_TIMEOUT_MS = 30_000;

/** `s3://bucket` or `s3://bucket/prefix`; undefined for a text that does not begin like this. */
export function bucketPlaceOf(text: string): BucketPlace | undefined {
  const [, bucket, prefix = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(text) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix: prefix.replace(/^\/+|\/+$/g, "") };
}

/** Opens a bucket with the credentials of the environment. Nothing is sent until it is used. */
export async function openBucket(place: BucketPlace, access: BucketAccess): Promise<S3Store> {
  const sdk = await import("@aws-sdk/client-s3");
  const client = new sdk.S3Client({
    region: access.region,
    maxAttempts: MAX_ATTEMPTS,
    followRegionRedirects: true,
    // Emulators have no host per bucket.
    ...(access.endpoint === null ? {} : { endpoint: access.endpoint, forcePathStyle: true }),
    requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true },
  });
  return new S3Store(place, sdk, client, access.wait ?? pauseFor);
}

/**
 * Evidence in a versioned bucket. A write is one PutObject with `If-None-Match: *` and its SHA-256,
 * so it is whole or not at all, and S3 itself refuses the second writer. What was written first
 * counts: later versions and delete markers hide nothing from a reader here, and a listing tells of
 * them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export class S3Store implements Store {
  readonly #place: BucketPlace;
  readonly #sdk: S3Sdk;
  readonly #client: S3Client;
  readonly #wait: (milliseconds: number) => Promise<void>;
  /** The first version of each path that was listed or written here. */
  readonly #first = new Map<string, string>();

  /** Use {@link openBucket}. */
  constructor(
    place: BucketPlace,
    sdk: S3Sdk,
    client: S3Client,
    wait: (milliseconds: number) => Promise<void>,
  ) {
    this.#place = place;
    this.#sdk = sdk;
    this.#client = client;
    this.#wait = wait;
  }

  describe(): string {
    const { bucket, prefix } = this.#place;
    return prefix === "" ? `s3://${bucket}` : `s3://${bucket}/${prefix}`;
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    const root = this.#key("");
    try {
      for await (const { key, first, versions, hidden } of keyHistories(this.#pages(prefix))) {
        const path = key.slice(root.length);
        const { versionId, size, lastModified } = first;
        if (versionId !== null) this.#first.set(path, versionId);
        yield {
          path,
          size,
          versionId,
          ...(lastModified === undefined ? {} : { lastModified }),
          ...(versions > 1 ? { versions } : {}),
          ...(hidden ? { hidden } : {}),
        };
      }
    } catch (thrown) {
      throw bucketError(thrown, { where: this.describe(), doing: "list", path: prefix });
    }
  }

  async read(path: string, versionId?: string): Promise<Uint8Array | undefined> {
    const opened = await this.open(path, versionId);
    return opened === undefined ? undefined : readWhole(opened);
  }

  async open(path: string, versionId?: string): Promise<OpenedObject | undefined> {
    assertSafePath(path);
    const found = await this.#get(path, versionId ?? this.#first.get(path));
    if (found !== undefined || versionId !== undefined) return found;
    // Nothing stands there, or a delete marker hides it.
    for await (const object of this.list(path)) {
      if (object.path !== path || object.versionId === null) break;
      return this.#get(path, object.versionId);
    }
    return undefined;
  }

  async put(path: string, bytes: Uint8Array): Promise<"created" | "unchanged"> {
    assertSafePath(path);
    for (let conflicts = 0; ; conflicts += 1) {
      try {
        const { VersionId } = await this.#client.send(
          new this.#sdk.PutObjectCommand({
            Bucket: this.#place.bucket,
            Key: this.#key(path),
            Body: bytes,
            IfNoneMatch: "*",
            ChecksumAlgorithm: "SHA256",
            ChecksumSHA256: createHash("sha256").update(bytes).digest("base64"),
            ContentType: mediaTypeOf(path),
          }),
        );
        if (VersionId !== undefined && !this.#first.has(path)) this.#first.set(path, VersionId);
        return "created";
      } catch (thrown) {
        const status = statusOf(thrown);
        // Somebody was first, perhaps this very write, whose answer was lost: the bytes decide.
        const winner = status === 412 ? await this.read(path) : undefined;
        if (winner !== undefined) return this.#adopt(path, winner, bytes);
        const isRace = status === 409 || status === 412;
        if (!isRace || conflicts === MAX_CONFLICTS) {
          throw bucketError(thrown, { where: this.describe(), doing: "write", path });
        }
        await this.#wait(CONFLICT_PAUSE_MS * 2 ** conflicts);
      }
    }
  }

  #adopt(path: string, standing: Uint8Array, bytes: Uint8Array): "unchanged" {
    if (equalBytes(standing, bytes)) return "unchanged";
    throw new EvidenceError(
      "STORE_CONFLICT",
      `Other bytes already stand at ${path} in ${this.describe()}; evidence is never overwritten.`,
      { path },
    );
  }

  async #get(path: string, versionId: string | undefined): Promise<OpenedObject | undefined> {
    try {
      const answer = await this.#client.send(
        new this.#sdk.GetObjectCommand({
          Bucket: this.#place.bucket,
          Key: this.#key(path),
          ...(versionId === undefined ? {} : { VersionId: versionId }),
          ChecksumMode: "ENABLED",
        }),
      );
      return openedAnswer(answer, path, (thrown) => this.#unreadable(path, thrown));
    } catch (thrown) {
      if (isAbsent(thrown, versionId)) return undefined;
      throw this.#unreadable(path, thrown);
    }
  }

  #unreadable(path: string, thrown: unknown): EvidenceError {
    return bucketError(thrown, { where: this.describe(), doing: "read", path });
  }

  async *#pages(prefix: string): AsyncGenerator<ListObjectVersionsCommandOutput> {
    let keyMarker: string | undefined;
    let versionIdMarker: string | undefined;
    for (;;) {
      const page = await this.#client.send(
        new this.#sdk.ListObjectVersionsCommand({
          Bucket: this.#place.bucket,
          Prefix: this.#key(prefix),
          EncodingType: "url",
          ...(keyMarker === undefined ? {} : { KeyMarker: keyMarker }),
          ...(versionIdMarker === undefined ? {} : { VersionIdMarker: versionIdMarker }),
        }),
      );
      yield page;
      if (page.IsTruncated !== true) return;
      const next = page.NextKeyMarker;
      const isStuck = next === keyMarker && page.NextVersionIdMarker === versionIdMarker;
      if (next === undefined || isStuck) {
        throw new Error("S3 says that the listing goes on, and not where");
      }
      keyMarker =
        page.EncodingType === "url" ? decodeURIComponent(next.replaceAll("+", " ")) : next;
      versionIdMarker = page.NextVersionIdMarker;
    }
  }

  #key(path: string): string {
    const { prefix } = this.#place;
    return prefix === "" ? path : `${prefix}/${path}`;
  }
}

/** A version id that another bucket gave may not even look like one of this one. */
function isAbsent(thrown: unknown, versionId: string | undefined): boolean {
  const name = thrown instanceof Error ? thrown.name : "";
  if (name === "NoSuchKey" || name === "NoSuchVersion") return true;
  if (versionId !== undefined && name === "InvalidArgument") return true;
  // The latest version is a delete marker, or the version that was asked for is one.
  return name === "MethodNotAllowed" && versionId !== undefined;
}

function pauseFor(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
