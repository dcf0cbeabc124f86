import type { ListObjectVersionsCommandOutput } from "@aws-sdk/client-s3";
import { compareUtf8 } from "../integrity/bytes.ts";

/** A version of an object, or a delete marker, as a listing of versions shows it. */
interface Listed {
  readonly key: string;
  /** Null in a bucket that has never been versioned. */
  readonly versionId: string | null;
  readonly size: number;
  readonly lastModified: string | undefined;
  readonly isMarker: boolean;
  readonly isLatest: boolean;
}

/** All that a bucket holds under one key. */
export interface KeyHistory {
  readonly key: string;
  /** What was written first: nothing that came later changes it. */
  readonly first: Omit<Listed, "key" | "isMarker" | "isLatest">;
  /** Without delete markers. */
  readonly versions: number;
  /** Whether a delete marker is the latest, so that plain reads find nothing. */
  readonly hidden: boolean;
}

/**
 * Groups the pages of ListObjectVersions by key, in their order, which is that of the keys' UTF-8
 * bytes. A key whose last version is gone, and that only a delete marker remembers, is left out.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
export async function* keyHistories(
  pages: AsyncIterable<ListObjectVersionsCommandOutput>,
): AsyncGenerator<KeyHistory> {
  let held: Listed[] = [];
  for await (const page of pages) {
    // Versions and markers come as two lists, newest first within a key; a key may go on on the next page.
    held.push(...listedOf(page));
    held.sort((left, right) => compareUtf8(left.key, right.key));
    const last = held.at(-1)?.key;
    yield* histories(held.filter(({ key }) => key !== last));
    held = held.filter(({ key }) => key === last);
  }
  yield* histories(held);
}

function* histories(listed: readonly Listed[]): Generator<KeyHistory> {
  for (const [key, entries] of Map.groupBy(listed, (one) => one.key)) {
    const versions = entries.filter(({ isMarker }) => !isMarker);
    const first = versions.at(-1);
    if (first === undefined) continue;
    const hidden = entries.some(({ isMarker, isLatest }) => isMarker && isLatest);
    const { versionId, size, lastModified } = first;
    yield { key, first: { versionId, size, lastModified }, versions: versions.length, hidden };
  }
}

function listedOf(page: ListObjectVersionsCommandOutput): Listed[] {
  const decode = page.EncodingType === "url" ? decodeKey : (key: string) => key;
  const of = (
    one: {
      Key?: string | undefined;
      VersionId?: string | undefined;
      LastModified?: Date | undefined;
      IsLatest?: boolean | undefined;
    },
    size: number,
    isMarker: boolean,
  ): Listed => ({
    key: decode(one.Key ?? ""),
    // What was written before versioning was switched on has the version "null".
    versionId: one.VersionId === undefined || one.VersionId === "null" ? null : one.VersionId,
    size,
    lastModified: one.LastModified?.toISOString(),
    isMarker,
    isLatest: one.IsLatest === true,
  });
  return [
    ...(page.Versions ?? []).map((one) => of(one, one.Size ?? 0, false)),
    ...(page.DeleteMarkers ?? []).map((one) => of(one, 0, true)),
  ];
}

/** Keys come URL-encoded, since XML has no way to write every character that a key may hold. */
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll("+", " "));
}
