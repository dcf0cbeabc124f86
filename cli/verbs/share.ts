import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { escapeInJson } from "../../shared/report/visible-text.ts";
import { linkSeconds } from "../../shared/share/link-expiry.ts";
import { untilInWords } from "../../shared/share/link-page.ts";
import { openLinkSigner } from "../../shared/share/link-signer.ts";
import { type Share, shareSnapshot } from "../../shared/share/share-snapshot.ts";
import { type BucketPlace, bucketPlaceOf, openBucket } from "../../shared/store/s3-store.ts";
import { configuredRegion } from "../configured-region.ts";
import { openDeployedStack } from "../deployed-stack.ts";
import { printable } from "../printable.ts";
import type { Terminal } from "../terminal.ts";
import type { ShareOptions } from "../usage/share.ts";

/** How long a link is tried before the network is at fault, in milliseconds. */
const OPEN_TIMEOUT_MS = 30_000;

/** `share`: links for an auditor who has no AWS account, to exactly what was sealed. */
export async function runShare(
  terminal: Terminal,
  snapshot: string,
  options: ShareOptions,
): Promise<number> {
  const askedSeconds = linkSeconds(options.expires);
  if (options.for.trim() === "") {
    throw new EvidenceError("USAGE", "Say with whom it is shared: --for takes a name.");
  }
  const { place, region } = await vaultOf(terminal, options);
  const access = { region, endpoint: terminal.env.AWS_ENDPOINT_URL ?? null };
  terminal.progress("Signing links");
  const shared = await shareSnapshot({
    store: await openBucket(place, access),
    signer: await openLinkSigner(place, access),
    crypto: nodeCrypto,
    snapshot,
    recipient: options.for,
    askedSeconds,
    now: terminal.now,
    open: statusOf,
  });
  terminal.progress(null);
  terminal.out(options.json === true ? renderShareJson(shared) : renderShare(shared));
  return 0;
}

async function vaultOf(
  terminal: Terminal,
  { from, stack }: ShareOptions,
): Promise<{ place: BucketPlace; region: string }> {
  if (from === undefined) {
    const deployed = await openDeployedStack(terminal, stack);
    return { place: { bucket: deployed.vaultBucket, prefix: "" }, region: deployed.region };
  }
  const place = bucketPlaceOf(from);
  if (place !== undefined) return { place, region: await configuredRegion(terminal.env) };
  throw new EvidenceError(
    "USAGE",
    `${from} is no bucket (s3://bucket[/prefix]), and links lead to a bucket only. A folder is handed over as it is: give the whole folder, and the public key by another way.`,
  );
}

/** Opens a link as anybody does: no credentials, and no more than it takes. */
async function statusOf(url: string): Promise<number> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(OPEN_TIMEOUT_MS) }).catch(
    (cause: unknown) => {
      // The cause may name the link, which is a secret: it is not passed on.
      const why = cause instanceof Error ? cause.name : "no answer";
      throw new EvidenceError(
        "LINK_REFUSED",
        `A link was made and could not be tried (${why}), so nothing was shared. Look at this machine's network.`,
      );
    },
  );
  await answer.body?.cancel();
  return answer.status;
}

function renderShareJson({ record, recordPath, links }: Share): string {
  const { objects, page, ...rest } = record;
  const value = { ...rest, objects: objects.length, record: recordPath, links };
  return `${escapeInJson(JSON.stringify(value, null, 2))}\n`;
}

/** What was shared, until when and why then, for a person. */
export function renderShare({ record, recordPath, links }: Share): string {
  const { snapshot, objects, expires, asked, why } = record;
  const reason =
    why === "asked"
      ? "as asked. Whoever ends these credentials before ends the links with them."
      : `and not ${untilInWords(asked)}, as asked: the credentials that signed them end then.`;
  const lines = [
    `Shared ${snapshot} with ${record.for}: links to ${objects.length} objects.`,
    `They end at ${untilInWords(expires)}, ${reason}`,
    "",
    "Page of links, by criterion:",
    links.page,
    "",
    ...(links.report === null ? ["There is no report."] : ["Report:", links.report]),
    "",
    "Manifest:",
    links.manifest,
    "",
    "Each link opens for whoever has it: send them where only the recipient reads.",
    `Recorded as ${recordPath}, which the next snapshot seals.`,
  ];
  return `${lines.map(printable).join("\n")}\n`;
}
