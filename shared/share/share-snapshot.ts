import { EvidenceError } from "../errors/evidence-error.ts";
import { snapshotOfInstant } from "../evidence/instant.ts";
import { storedJson } from "../evidence/serialize.ts";
import { manifestPath, sharePagePath, shareRecordPath } from "../integrity/bundle-layout.ts";
import { utf8 } from "../integrity/bytes.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import { isPlainlyVisible } from "../report/visible-text.ts";
import type { Store } from "../store/store.ts";
import { type LinkExpiry, linkExpiry, toTheSecond } from "./link-expiry.ts";
import { type LinkedFile, renderLinkPage } from "./link-page.ts";
import type { LinkSigner } from "./link-signer.ts";
import { presentationOf } from "./presentation.ts";
import {
  MAX_RECIPIENT_CHARACTERS,
  SHARE_SCHEMA,
  type SharedObject,
  type ShareRecord,
  slugOf,
} from "./share-record.ts";
import { readSharedFiles, type SharedFile } from "./shared-files.ts";

/** What sharing takes. */
export interface ShareInput {
  readonly store: Store;
  readonly signer: LinkSigner;
  readonly crypto: Pick<IntegrityCrypto, "sha256">;
  /** A snapshot's name, or `latest`. */
  readonly snapshot: string;
  /** Who gets the links. */
  readonly recipient: string;
  /** How long the links were asked to last, see `linkSeconds`. */
  readonly askedSeconds: number;
  readonly now: () => Date;
  /** Opens a link as its recipient will, without credentials; gives the HTTP status. */
  readonly open: (url: string) => Promise<number>;
}

/** What was shared. The links open for whoever has them: they go to the recipient and nowhere else. */
export interface Share {
  readonly record: ShareRecord;
  readonly recordPath: string;
  readonly links: {
    readonly page: string;
    /** Null where the snapshot has no report. */
    readonly report: string | null;
    readonly manifest: string;
  };
}

/**
 * Gives links to everything that was sealed in a snapshot: one for each object, on a page, and one
 * that opens the page. Page and record are written before anyone can have a link, so that nothing is
 * shared unrecorded.
 *
 * @throws EvidenceError USAGE for a recipient without a name
 * @throws EvidenceError LINK_REFUSED when a link does not open
 * @throws EvidenceError what `linkExpiry` and `readSharedFiles` throw
 */
export async function shareSnapshot(input: ShareInput): Promise<Share> {
  const { store, signer, crypto } = input;
  const recipient = recipientOf(input.recipient);
  const shared = await readSharedFiles(store, crypto, input.snapshot);
  // Signatures count whole seconds.
  const created = new Date(Math.floor(input.now().getTime() / 1_000) * 1_000);
  const expiry = linkExpiry(created, input.askedSeconds, signer.life);
  const link = ({ path, versionId }: Pick<SharedFile, "path" | "versionId">) =>
    signer.sign({ path, versionId, presentation: presentationOf(path) }, created, expiry.seconds);

  const files: LinkedFile[] = [];
  for (const file of shared.files) files.push({ ...file, url: await link(file) });
  const manifest = linkOf(files, manifestPath(shared.manifest.snapshot));
  await assertOpens(manifest, input.open);

  const at = snapshotOfInstant(created.toISOString());
  const slug = slugOf(recipient);
  const pageFile = await writePage(input, sharePagePath(at, slug), {
    ...{ shared, files, recipient, expiry },
  });
  const record = recordOf(input, created, expiry, {
    snapshot: shared.manifest.snapshot,
    for: recipient,
    page: pageFile,
    objects: shared.files.map(({ path, versionId, sha256 }) => ({ path, versionId, sha256 })),
  });
  const recordPath = shareRecordPath(at, slug);
  await store.put(recordPath, storedJson(record));
  return {
    record,
    recordPath,
    links: {
      page: await link(pageFile),
      report: shared.reportPath === null ? null : linkOf(files, shared.reportPath),
      manifest,
    },
  };
}

function recipientOf(text: string): string {
  const recipient = text.trim();
  if (recipient === "") {
    throw new EvidenceError("USAGE", "Say with whom it is shared: --for takes a name.");
  }
  if (recipient.length > MAX_RECIPIENT_CHARACTERS || !isPlainlyVisible(recipient)) {
    throw new EvidenceError(
      "USAGE",
      `--for takes a name of at most ${MAX_RECIPIENT_CHARACTERS} characters, all of them visible.`,
    );
  }
  return recipient;
}

async function writePage(
  { store, crypto }: Pick<ShareInput, "store" | "crypto">,
  path: string,
  page: Parameters<typeof renderLinkPage>[0],
): Promise<SharedObject> {
  const bytes = utf8(renderLinkPage(page));
  await store.put(path, bytes);
  for await (const object of store.list(path)) {
    if (object.path !== path || object.versionId === null) continue;
    return { path, versionId: object.versionId, sha256: await crypto.sha256(bytes) };
  }
  throw new EvidenceError(
    "STORE_UNREADABLE",
    `${path} was written in ${store.describe()} and is not there. Find out who deletes there.`,
    { path },
  );
}

function recordOf(
  { signer }: Pick<ShareInput, "signer">,
  created: Date,
  { asked, expires, why }: LinkExpiry,
  rest: Pick<ShareRecord, "snapshot" | "for" | "page" | "objects">,
): ShareRecord {
  const { snapshot, page, objects } = rest;
  return {
    schema: SHARE_SCHEMA,
    snapshot,
    for: rest.for,
    by: signer.principal,
    created: toTheSecond(created.getTime()),
    asked,
    expires,
    why,
    page,
    objects,
  };
}

function linkOf(files: readonly LinkedFile[], path: string): string {
  const file = files.find((one) => one.path === path);
  if (file !== undefined) return file.url;
  throw new EvidenceError("SEAL_BROKEN", `${path} is gone, so nothing was shared.`, { path });
}

/** Better here than at the recipient's: a signature shows nothing of what its signer may not do. */
async function assertOpens(url: string, open: ShareInput["open"]): Promise<void> {
  const status = await open(url);
  if (status === 200) return;
  throw new EvidenceError(
    "LINK_REFUSED",
    `A link was made and S3 does not open it (HTTP ${status}), so nothing was shared. These credentials need s3:GetObjectVersion on the vault and kms:Decrypt on its key, from any network; and this machine's clock must be right.`,
    { status },
  );
}
