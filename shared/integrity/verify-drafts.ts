import { EvidenceError } from "../errors/evidence-error.ts";
import { draftPath } from "./bundle-layout.ts";
import { type Manifest, parseManifest } from "./manifest.ts";
import { MAX_SEAL_BYTES } from "./size-limits.ts";
import { parseStrictJson } from "./strict-json.ts";
import type { Link } from "./verify-chain.ts";
import type { VerifyContext } from "./verify-context.ts";

/**
 * Looks for drafts of manifests beyond the end of the chain. A bucket keeps the draft of every manifest
 * that was about to be claimed: where that of a later one stands and neither claim nor manifest does,
 * a run was interrupted, or somebody removed what it sealed and forgot the draft.
 *
 * Nobody signs drafts, so only those count whose name is their hash and that are whole manifests of
 * this chain; those that the chain knows are not read.
 */
export async function verifyDrafts(
  context: VerifyContext,
  drafts: ReadonlySet<string>,
  links: readonly Link[],
): Promise<void> {
  const head = links.at(-1)?.place;
  if (head === undefined) return;
  const known = new Set(links.map(({ record }) => record.seal.sha256));
  for (const sha256 of drafts.difference(known)) {
    const manifest = await readDraft(context, sha256);
    if (manifest?.chain !== head.chain || manifest.sequence <= head.sequence) continue;
    const { snapshot, sequence } = manifest;
    const path = draftPath(sha256);
    const message = `${path} is the draft of the manifest of ${snapshot}, sequence ${sequence}, and the chain ends before it: that run was interrupted, or what it sealed is gone.`;
    context.log.fault("DRAFT_LEFT", path, message, sequence);
  }
}

async function readDraft(context: VerifyContext, sha256: string): Promise<Manifest | undefined> {
  const path = draftPath(sha256);
  const opened = await context.hash(path, MAX_SEAL_BYTES.manifest);
  if (opened.state !== "hashed" || opened.sha256 !== sha256) return undefined;
  const bytes = await context.read(path, MAX_SEAL_BYTES.manifest);
  if (typeof bytes === "string") return undefined;
  try {
    return parseManifest(parseStrictJson(bytes, path), bytes, path);
  } catch (error) {
    if (error instanceof EvidenceError) return undefined;
    throw error;
  }
}
