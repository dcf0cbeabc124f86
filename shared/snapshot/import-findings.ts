import { createHash, hash } from "node:crypto";
import { type RedactedCall, redact } from "../capture/redaction.ts";
import type { Call, Json } from "../evidence/evidence-object.ts";
import { storedJson } from "../evidence/serialize.ts";
import type { ImportedFrom } from "../external/external-object.ts";
import { endFindingList, findingList, importInvalid } from "../external/finding-list.ts";
import { textAt } from "../external/foreign-json.ts";
import { type ImportFormat, recognize } from "../external/import-format.ts";
import { type ImportedFile, inboxFolder } from "../external/imported-file.ts";
import { PartWriter } from "../external/part-writer.ts";
import type { Store } from "../store/store.ts";
import { importSourceOf } from "./external-plan.ts";
import { filedImports, importedFile, importedPart, standingImports } from "./file-imports.ts";

/** A place for what is read before it is known to be whole. */
export interface ImportStage {
  write(name: string, bytes: Uint8Array): Promise<void>;
  read(name: string): Promise<Uint8Array>;
}

/** A file with findings of another tool. */
export interface ImportInput {
  readonly store: Store;
  /** The file's own name. */
  readonly file: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly stage: ImportStage;
  /** ISO 8601 UTC. */
  readonly importedAt: string;
  /** This product's. */
  readonly version: string;
  /** Told now and then how many findings were read. */
  readonly progress?: (findings: number) => void;
}

/** What came of an import. */
export interface Imported {
  readonly file: ImportedFile;
  /** Where it waits for the next snapshot. */
  readonly folder: string;
  /** True when the same file had been imported before: nothing was written. */
  readonly unchanged: boolean;
  /** The last snapshot that has it; null where it waits for its first. */
  readonly filedIn: string | null;
  /** Whether the next snapshot takes it in: not where newer findings of its tools were imported. */
  readonly stands: boolean;
  /** The other imports that the next snapshot takes in, too. */
  readonly beside: readonly ImportedFile[];
  /** How many findings each account has, most first. */
  readonly accounts: readonly { readonly account: string; readonly findings: number }[];
  /** How many findings each tool has, most first. */
  readonly tools: readonly { readonly tool: string; readonly findings: number }[];
}

/** Findings between two reports of progress. */
const PROGRESS_EVERY = 1_000;

/**
 * Reads a file of findings, cuts secrets out of them and puts them into the inbox, whole or not at
 * all. One part of 8 MiB is in memory at a time, whatever the size of the file.
 *
 * @throws EvidenceError IMPORT_INVALID when it is not what it says, with nothing written
 */
export async function importFindings(input: ImportInput): Promise<Imported> {
  const { store, file, bytes, stage, importedAt, version, progress } = input;
  const elements = findingList(file);
  const sha256 = createHash("sha256");
  const accounts = new Map<string, number>();
  const covers = new Map<string, ImportedFile["covers"][number]>();
  const tools = new Map<string, { versions: Set<string | null>; findings: number }>();
  let format: ImportFormat | undefined;
  let size = 0;
  let findings = 0;
  const staged = new PartWriter<null>(
    "part",
    { header: () => null, end: () => null },
    (name, part) => stage.write(name, part),
  );
  const take = (finding: unknown): Promise<void> | undefined => {
    findings += 1;
    if (findings % PROGRESS_EVERY === 0) progress?.(findings);
    const recognized = recognize(finding);
    if ("why" in recognized) throw importInvalid(file, `finding ${findings}: ${recognized.why}`);
    format ??= recognized.format;
    if (recognized.format !== format) {
      throw importInvalid(
        file,
        `finding ${findings} is ${recognized.format}, those before are ${format}`,
      );
    }
    const known = tools.get(recognized.tool) ?? { versions: new Set(), findings: 0 };
    known.versions.add(recognized.toolVersion);
    tools.set(recognized.tool, { ...known, findings: known.findings + 1 });
    const account = accountOf(finding, format);
    accounts.set(account, (accounts.get(account) ?? 0) + 1);
    const { tool } = recognized;
    covers.set(`${account} ${tool}`, { tool, account });
    return staged.add(
      redactedFinding(finding as Json, format, () =>
        importInvalid(file, `finding ${findings} is nested too deeply`),
      ),
    );
  };
  for await (const chunk of bytes) {
    sha256.update(chunk);
    size += chunk.length;
    for (const element of elements.push(chunk)) {
      const waiting = take(element);
      if (waiting !== undefined) await waiting;
    }
  }
  endFindingList(elements, file);
  if (format === undefined) throw importInvalid(file, "it holds no findings");
  const names = await staged.close(null);
  const [[tool, { versions }] = [null, { versions: new Set([null]) }], ...otherTools] = tools;
  const [toolVersion = null, ...otherVersions] = versions;
  const importedFrom: ImportedFrom = {
    file,
    sha256: sha256.digest("hex"),
    size,
    format,
    tool: otherTools.length === 0 ? tool : null,
    toolVersion: otherTools.length + otherVersions.length === 0 ? toolVersion : null,
    importedBy: version,
  };
  const folder = inboxFolder(importedFrom.sha256);
  const told = {
    accounts: [...accounts]
      .map(([account, count]) => ({ account, findings: count }))
      .sort(byFindings),
    tools: [...tools]
      .map(([name, seen]) => ({ tool: name, findings: seen.findings }))
      .sort(byFindings),
  };
  const before = await importedFile(store, `${folder}import.json`);
  if (before !== undefined) {
    for (const part of before.parts) await importedPart(store, before, part);
    return { file: before, folder, unchanged: true, ...(await standing(store, before)), ...told };
  }
  const parts: ImportedFile["parts"] = [];
  for (const [index, staged] of names.entries()) {
    const name = `part-${String(index + 1).padStart(4, "0")}.ndjson`;
    const part = await stage.read(staged);
    await store.put(`${folder}${name}`, part);
    parts.push({ name, sha256: hash("sha256", part, "hex") });
  }
  const imported: ImportedFile = {
    schema: "import/1",
    importedFrom,
    importedAt,
    findings,
    covers: [...covers.values()],
    parts,
  };
  // Last: until it stands, the parts beside it count for nothing.
  await store.put(`${folder}import.json`, storedJson(imported));
  return {
    file: imported,
    folder,
    unchanged: false,
    ...(await standing(store, imported)),
    ...told,
  };
}

/** Which snapshot has an import, and what the next one takes in. */
async function standing(
  store: Store,
  { importedFrom: { sha256 } }: ImportedFile,
): Promise<Pick<Imported, "filedIn" | "stands" | "beside">> {
  const isThis = (file: ImportedFile) => file.importedFrom.sha256 === sha256;
  const all = await standingImports(store, null);
  return {
    filedIn: (await filedImports(store, null)).get(importSourceOf(sha256))?.last ?? null,
    stands: all.some(isThis),
    beside: all.filter((file) => !isThis(file)),
  };
}

function byFindings(a: { readonly findings: number }, b: { readonly findings: number }): number {
  return b.findings - a.findings;
}

/** A line of the list: the finding without its secrets, and where they stood. */
function redactedFinding(finding: Json, format: ImportFormat, tooDeep: () => Error): object {
  const service = format === "asff" ? "securityhub" : "prowler";
  let redacted: RedactedCall;
  try {
    redacted = redact({ ...NO_CALL, service, response: finding });
  } catch (thrown) {
    // The stack's end: nothing that tools write is that deep.
    if (thrown instanceof RangeError) throw tooDeep();
    throw thrown;
  }
  const { call, redactions } = redacted;
  return {
    finding: call.response,
    redactions: redactions.map(({ pointer, rule }) => ({
      pointer: pointer.replace(/^\/response/, "/finding"),
      rule,
    })),
  };
}

/** A finding in a file is cut as it is in the answer that it came from. */
const NO_CALL: Omit<Call, "service" | "response"> = {
  operation: "GetFindings",
  region: "",
  input: {},
  startedAt: "1970-01-01T00:00:00Z",
  completedAt: "1970-01-01T00:00:00Z",
  awsDate: null,
  requestId: null,
  httpStatus: null,
  attempts: 0,
  outcome: "ok",
  command: "",
};

function accountOf(finding: unknown, format: ImportFormat): string {
  const account =
    format === "asff"
      ? textAt(finding, "AwsAccountId")
      : textAt(finding, "cloud", "account", "uid");
  return account ?? "unknown";
}
