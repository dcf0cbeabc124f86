import type { EffectiveConfig } from "../config/effective-config.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import { storedJson } from "../evidence/serialize.ts";
import { manifestPath } from "../integrity/bundle-layout.ts";
import { canonicalBytes } from "../integrity/canonical-json.ts";
import { readChainHead } from "./chain-head.ts";
import { configPath } from "./config-path.ts";
import { assertMayFollow, type ResumeInput, resume, type Sealed, type SealInput } from "./seal.ts";

/** What a snapshot is, before anything is gathered for it. */
export interface BeginInput
  extends Pick<
    SealInput,
    "store" | "crypto" | "account" | "partition" | "snapshot" | "nonce" | "replayOf"
  > {
  readonly config: EffectiveConfig;
}

/**
 * Begins a snapshot, or comes back to one that was begun: keeps its configuration, before all else.
 *
 * @throws EvidenceError STORE_CONFLICT when it was begun with another configuration
 * @throws EvidenceError CHAIN_MIXED, CHAIN_ORDER before anything is written, when the snapshot does not
 *   belong to the chain that stands there
 */
export async function beginSnapshot(input: BeginInput): Promise<void> {
  const { store, crypto, config, snapshot } = input;
  // What cannot be sealed here must not be written here: it would stand as files that nothing lists.
  assertMayFollow(input, (await readChainHead(store, crypto)).head);
  await store.put(configPath(snapshot), storedJson(config));
}

/**
 * Comes back to a snapshot that was sealed: compares it with its seal, signs it where that was left
 * undone, and writes nothing else.
 *
 * @returns undefined when it has no manifest yet
 * @throws EvidenceError STORE_CONFLICT when it was sealed with another account, configuration or nonce
 * @throws EvidenceError SEAL_BROKEN, OBJECT_UNEXPECTED, PATH_UNSAFE when it is not as it was sealed
 */
export async function resumeSealed(
  input: BeginInput & Pick<ResumeInput, "signer" | "previousSigners">,
): Promise<Sealed | undefined> {
  if ((await input.store.read(manifestPath(input.snapshot))) === undefined) return undefined;
  const sealed = await resume(input);
  await assertSameRun(input, sealed);
  return sealed;
}

/** What stands there answers only the question that it was asked. */
async function assertSameRun(input: BeginInput, { manifest }: Sealed): Promise<void> {
  const { account, config, nonce, snapshot, store, crypto } = input;
  const other =
    manifest.account !== account
      ? `of account ${manifest.account}`
      : manifest.collector.configSha256 !== (await crypto.sha256(canonicalBytes(config)))
        ? "with another configuration"
        : nonce !== null && nonce !== manifest.nonce
          ? "without this nonce"
          : undefined;
  if (other === undefined) return;
  throw new EvidenceError(
    "STORE_CONFLICT",
    `${snapshot} was sealed ${other} in ${store.describe()} and cannot be taken again. Choose another folder with --out.`,
    { snapshot },
  );
}
