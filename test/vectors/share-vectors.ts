import { storedJson } from "../../shared/evidence/serialize.ts";
import { sharePagePath, shareRecordPath } from "../../shared/integrity/bundle-layout.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import { SHARE_SCHEMA, type ShareRecord } from "../../shared/share/share-record.ts";
import {
  flipByte,
  manifestOf,
  sealDay,
  sealedBundle,
  snapshotOf,
} from "../integrity/sample-bundle.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import { changed, FIRST, SECOND } from "./bundle-changes.ts";
import type { Vector } from "./vector.ts";

const PAGE = utf8("<!doctype html><title>Links that have ended</title>\n");
/** Shared before the second day, which seals it; and after, so that it waits. */
export const SEALED_SHARE = shareRecordPath("2026-11-20T09-12-00Z", "jo-auditor");
const WAITING_SHARE = shareRecordPath("2026-11-21T14-00-00Z", "jo-auditor");
const SEALED_PAGE = sharePagePath("2026-11-20T09-12-00Z", "jo-auditor");

/** A share of the first day, by a session that ended before what was asked. */
function recordOf(store: MemoryStore): ShareRecord {
  const versionOf = (path: string): string => sha256Hex(utf8(`version of ${path}`)).slice(0, 32);
  return {
    schema: SHARE_SCHEMA,
    snapshot: snapshotOf(FIRST),
    for: "Jo Auditor",
    by: "arn:aws:sts::123456789012:assumed-role/Audit/sam",
    created: "2026-11-20T09:12:00Z",
    asked: "2026-11-27T09:12:00Z",
    expires: "2026-11-20T21:03:41Z",
    why: "credentials",
    page: { path: SEALED_PAGE, versionId: versionOf(SEALED_PAGE), sha256: sha256Hex(PAGE) },
    objects: manifestOf(store, FIRST).files.map(({ path, sha256 }) => ({
      path,
      versionId: versionOf(path),
      sha256,
    })),
  };
}

async function sharedBundle(): Promise<MemoryStore> {
  const store = await sealedBundle([FIRST]);
  const record = recordOf(store);
  await store.put(SEALED_PAGE, PAGE);
  await store.put(SEALED_SHARE, storedJson(record));
  await sealDay(store, SECOND);
  const later = { created: "2026-11-21T14:00:00Z", expires: "2026-11-21T15:00:00Z" };
  await store.put(WAITING_SHARE, storedJson({ ...record, ...later }));
  return store;
}

/** Bundles with records of what was shared with whom. */
export const SHARE_VECTORS: readonly Vector[] = [
  {
    name: "good-with-shares",
    about: "One share is sealed, one waits for the next snapshot; the page of links is outside.",
    exitCode: 0,
    warnings: ["SHARE_NOT_SEALED"],
    make: sharedBundle,
  },
  {
    name: "good-without-the-page-of-links",
    about: "A pack leaves the page of links out; the record of its share stands.",
    exitCode: 0,
    warnings: ["SHARE_NOT_SEALED"],
    make: () => changed(sharedBundle(), (store) => void store.objects.delete(SEALED_PAGE)),
  },
  {
    name: "share-record-changed",
    about: "The record of a share was changed after it was sealed.",
    cases: [1],
    exitCode: 1,
    faults: [{ code: "FILE_CHANGED", path: SEALED_SHARE }],
    warnings: ["SHARE_NOT_SEALED"],
    make: () => changed(sharedBundle(), (store) => flipByte(store, SEALED_SHARE, 60)),
  },
  {
    name: "share-record-deleted",
    about: "The record of a share was deleted after it was sealed.",
    cases: [4],
    exitCode: 1,
    faults: [{ code: "FILE_MISSING", path: SEALED_SHARE }],
    warnings: ["SHARE_NOT_SEALED"],
    make: () => changed(sharedBundle(), (store) => void store.objects.delete(SEALED_SHARE)),
  },
];
