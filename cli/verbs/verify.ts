import { stat } from "node:fs/promises";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { parseKnownHead } from "../../shared/integrity/known-from-outside.ts";
import {
  type VerifyInput,
  type VerifyProgress,
  type VerifyReport,
  verifyBundle,
} from "../../shared/integrity/verify.ts";
import { configurationFolder } from "../../shared/keys/configuration-folder.ts";
import { trustedKeys } from "../../shared/keys/local-key.ts";
import { type NamedKeys, namedKeys } from "../../shared/keys/named-keys.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import { renderVerdict } from "../../shared/report/verdict.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import type { EvidenceReader } from "../../shared/store/store.ts";
import { openPlace } from "../evidence-place.ts";
import type { Terminal } from "../terminal.ts";
import type { VerifyOptions } from "../usage/verify.ts";

/** `verify`: whether anything changed since it was sealed, and whether anything is missing before the last. */
export async function runVerify(
  terminal: Terminal,
  place: string,
  options: VerifyOptions,
): Promise<number> {
  refuseMixed(options);
  const { origins: keyOrigins, named, ...keys } = await knownKeys(terminal, options);
  const asOf = options.asOf ?? terminal.now().toISOString();
  const trust = { crypto: nodeCrypto, ...keys, asOf };
  const json = options.json === true;
  // What an option asks for is loaded with it: the rules of all checks take longer to load than most
  // bundles to verify.
  if (options.proof !== undefined) {
    const { verifyByProof } = await import("../verify/one-file.ts");
    return verifyByProof(terminal, trust, place, options.proof, json);
  }
  const reader = await openPlace(terminal, place);
  if (reader instanceof FolderStore) await assertFolder(reader.describe(), place);
  if (options.file !== undefined) {
    const { verifyOneFile } = await import("../verify/one-file.ts");
    return verifyOneFile(terminal, { ...trust, reader }, options.file, json);
  }
  const verified = await verifyBundle({
    ...trust,
    reader,
    ...(options.knownHead === undefined ? {} : { knownHead: parseKnownHead(options.knownHead) }),
    onProgress: (progress) => terminal.progress(progressInWords(progress)),
  });
  const derived =
    options.rederive === true ? await derivedAgain(terminal, reader, verified) : verified;
  const { cloudtrail } = options;
  const { report, first, more } =
    cloudtrail === undefined
      ? { report: derived, first: [], more: [] }
      : await compared(terminal, cloudtrail, { ...trust, reader }, derived);
  terminal.progress(null);
  terminal.out(
    json
      ? `${JSON.stringify(report, null, 2)}\n`
      : renderVerdict(report, place, options.knownHead !== undefined, {
          width: terminal.columns,
          colour: terminal.colour,
          keyOrigins,
          named,
          first,
          more,
        }),
  );
  return report.exitCode;
}

async function derivedAgain(
  terminal: Terminal,
  reader: EvidenceReader,
  verified: VerifyReport,
): Promise<VerifyReport> {
  const { deriveAgain } = await import("../verify/derive-again.ts");
  return deriveAgain(terminal, reader, verified);
}

async function compared(
  terminal: Terminal,
  path: string,
  input: Pick<VerifyInput, "reader" | "crypto" | "asOf">,
  derived: VerifyReport,
): Promise<{ report: VerifyReport; first: string[]; more: string[] }> {
  const { cloudTrailFirst, cloudTrailSentences, withCloudTrail } = await import(
    "../verify/cloudtrail.ts"
  );
  const report = await withCloudTrail(terminal, path, input, derived);
  const { cloudtrail } = report;
  return { report, first: cloudTrailFirst(cloudtrail), more: cloudTrailSentences(cloudtrail) };
}

function progressInWords({ snapshot, done, all, filesDone, files }: VerifyProgress): string {
  return `verifying ${snapshot} (${done + 1} of ${all}): ${filesDone} of ${files} files`;
}

/**
 * The keys that this user's configuration knows and those that were named, with where they came from and
 * which were named.
 */
async function knownKeys(
  terminal: Terminal,
  { key = [], fingerprint = [] }: VerifyOptions,
): Promise<NamedKeys & { readonly named: ReadonlySet<string> }> {
  const folder = configurationFolder(terminal.env, terminal.homeFolder, terminal.platform);
  const named = await namedKeys(terminal.cwd, key, fingerprint);
  const configured = await trustedKeys(folder);
  const origins = new Map([
    ...configured.map(({ spki }) => [sha256Hex(spki), "from your configuration"] as const),
    ...named.origins,
  ]);
  return {
    ...named,
    trustedKeys: [...configured, ...named.trustedKeys],
    origins,
    named: new Set(named.origins.keys()),
  };
}

/** One file says nothing of the chain or of results, and a proof is of one file. */
function refuseMixed({ file, proof, knownHead, rederive, cloudtrail }: VerifyOptions): void {
  if (file === undefined && proof === undefined) return;
  const chosen = file === undefined ? "--proof" : "--file";
  const others = [
    ...(file !== undefined && proof !== undefined ? ["--proof"] : []),
    ...(knownHead !== undefined ? ["--known-head"] : []),
    ...(rederive === true ? ["--rederive"] : []),
    ...(cloudtrail !== undefined ? ["--cloudtrail"] : []),
  ];
  const [other] = others;
  if (other === undefined) return;
  throw new EvidenceError(
    "USAGE",
    `${chosen} is about one file and does not go with ${other}. Give one of them.`,
  );
}

async function assertFolder(path: string, folder: string): Promise<void> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return;
  throw new EvidenceError("NOT_FOUND", `There is no folder ${folder} to verify.`, { folder });
}
