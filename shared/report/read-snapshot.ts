import * as z from "zod";
import { type EffectiveConfig, effectiveConfigSchema } from "../config/effective-config.ts";
import { CRITERIA } from "../criteria/criteria.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import {
  type ExternalAssessment,
  externalAssessmentSchema,
} from "../external/external-assessment.ts";
import { externalAssessmentPath } from "../external/external-path.ts";
import { manifestPath, placeOf, snapshotFolder } from "../integrity/bundle-layout.ts";
import { type Manifest, parseManifest } from "../integrity/manifest.ts";
import { parseStrictJson } from "../integrity/strict-json.ts";
import {
  type Assessment,
  assessmentSchema,
  type Finding,
  findingsSchema,
} from "../snapshot/assessment.ts";
import { namesRefused } from "../snapshot/sealed-snapshot.ts";
import type { EvidenceReader } from "../store/store.ts";

/** How many snapshots an error names. */
const NAMED_SNAPSHOTS = 10;

/** The names under which findings continue, so that a changed file cannot lead anywhere else. */
const PART_NAME = /^findings\.part-\d{4}\.json$/;

/** A snapshot as it was written: all that reports are made from. */
export interface SnapshotRecord {
  /** `2026-11-22T06-00-00Z`. */
  readonly snapshot: string;
  /** 12 digits. */
  readonly account: string;
  /** Null while the snapshot is not sealed. */
  readonly manifest: Manifest | null;
  readonly config: EffectiveConfig;
  /** All 61, in catalogue order, with the findings of all their parts. */
  readonly assessments: readonly Assessment[];
  /** All findings, one per id, with those of all parts. */
  readonly findings: readonly Finding[];
  /** What other tools found; null where nothing of them was read or imported. */
  readonly external: ExternalAssessment | null;
}

/**
 * Reads a snapshot back from where it was stored. The seal is not checked here: that is `verify`.
 *
 * @param snapshot its name, or `"latest"` for the highest by name
 * @throws EvidenceError NOT_FOUND when it is not there or was never finished; the sentence lists the
 *   snapshots that there are
 * @throws EvidenceError SEAL_BROKEN when it was sealed and a file of it is gone
 * @throws EvidenceError JSON_INVALID, SCHEMA_INVALID, SCHEMA_UNKNOWN for a file that is not what its
 *   name says
 */
export async function readSnapshot(
  reader: EvidenceReader,
  snapshot: string | "latest",
): Promise<SnapshotRecord> {
  const present = await snapshotsIn(reader);
  const name = snapshot === "latest" ? present.at(-1) : snapshot;
  if (name === undefined || !present.includes(name)) throw notFound(snapshot, present);
  const source: Source = { reader, snapshot: name, present, isSealed: false };
  const manifest = await readManifest(source);
  const files = { ...source, isSealed: manifest !== null };
  const folder = snapshotFolder(name);
  const config = await readFile(files, `${folder}config.json`, effectiveConfigSchema);
  const { account, findings } = await readFindings(files, folder);
  const assessments: Assessment[] = [];
  for (const criterion of CRITERIA) {
    const path = `${criterion.folder}/${name}/assessment.json`;
    assessments.push(
      manifest !== null && namesRefused(manifest, path)
        ? refusedAssessment(name, criterion.id, path, findings)
        : await readAssessment(files, criterion),
    );
  }
  const external = await readExternalAssessment(files, manifest);
  return { snapshot: name, account, manifest, config, assessments, findings, external };
}

interface Source {
  readonly reader: EvidenceReader;
  readonly snapshot: string;
  readonly present: readonly string[];
  readonly isSealed: boolean;
}

/** The names of all snapshots here, oldest first: their names sort as their times do. */
async function snapshotsIn(reader: EvidenceReader): Promise<string[]> {
  const names = new Set<string>();
  for await (const { path } of reader.list("snapshots/")) {
    const place = placeOf(path);
    if (place.kind === "summary" || place.kind === "seal") names.add(place.snapshot);
  }
  return [...names].sort();
}

async function readManifest({ reader, snapshot }: Source): Promise<Manifest | null> {
  const path = manifestPath(snapshot);
  const bytes = await reader.read(path);
  if (bytes === undefined) return null;
  const manifest = parseManifest(parseStrictJson(bytes, path), bytes, path);
  assertSnapshot(manifest.snapshot, snapshot, path);
  return manifest;
}

async function readFindings(
  source: Source,
  folder: string,
): Promise<{ account: string; findings: Finding[] }> {
  const path = `${folder}findings.json`;
  const first = await readFile(source, path, findingsSchema);
  assertSnapshot(first.snapshot, source.snapshot, path);
  const findings = [...first.findings];
  await appendParts(source, folder, first.continuedIn, findings);
  return { account: first.account, findings };
}

async function readAssessment(
  source: Source,
  criterion: (typeof CRITERIA)[number],
): Promise<Assessment> {
  const folder = `${criterion.folder}/${source.snapshot}/`;
  const path = `${folder}assessment.json`;
  const { continuedIn, ...assessment } = await readFile(source, path, assessmentSchema);
  assertSnapshot(assessment.snapshot, source.snapshot, path);
  if (assessment.criterion !== criterion.id) {
    throw invalid(path, `it is the assessment of ${assessment.criterion}`);
  }
  await appendParts(source, folder, continuedIn, assessment.findings);
  return assessment;
}

/** Where the seal names none, or names it refused, there is none. */
async function readExternalAssessment(
  source: Source,
  manifest: Manifest | null,
): Promise<ExternalAssessment | null> {
  const path = externalAssessmentPath(source.snapshot);
  const isThere =
    manifest === null
      ? (await source.reader.read(path)) !== undefined
      : manifest.files.some((file) => file.path === path) && !namesRefused(manifest, path);
  if (!isThere) return null;
  const assessment = await readFile(source, path, externalAssessmentSchema);
  assertSnapshot(assessment.snapshot, source.snapshot, path);
  return assessment;
}

/** What stands where a criterion's assessment should, and was refused, is somebody else's. */
function refusedAssessment(
  snapshot: string,
  criterion: string,
  path: string,
  findings: readonly Finding[],
): Assessment {
  return {
    schema: "assessment/1",
    criterion,
    snapshot,
    headline: "indeterminate",
    reason: `What stands at ${path} was refused when the snapshot was sealed, so it was not read.`,
    controls: [],
    checks: [],
    findings: findings.filter(({ criteria }) => criteria.includes(criterion)),
  };
}

/** Adds the findings of the parts, in order. */
async function appendParts(
  source: Source,
  folder: string,
  continuedIn: readonly string[] | undefined,
  findings: Finding[],
): Promise<void> {
  for (const name of continuedIn ?? []) {
    const path = `${folder}${name}`;
    if (!PART_NAME.test(name)) throw invalid(path, "findings do not continue under such a name");
    const part = await readFile(source, path, findingsSchema);
    assertSnapshot(part.snapshot, source.snapshot, path);
    // Spreading 10,000 arguments is near what engines allow in one call.
    for (const finding of part.findings) findings.push(finding);
  }
}

async function readFile<Schema extends z.ZodType>(
  { reader, snapshot, present, isSealed }: Source,
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const bytes = await reader.read(path);
  if (bytes === undefined) throw isSealed ? sealBroken(path) : unfinished(snapshot, path, present);
  const parsed = schema.safeParse(parseStrictJson(bytes, path));
  if (!parsed.success) throw invalid(path, z.prettifyError(parsed.error));
  return parsed.data;
}

function assertSnapshot(stated: string, snapshot: string, path: string): void {
  if (stated !== snapshot) throw invalid(path, `it is of the snapshot ${stated}`);
}

function invalid(path: string, what: string): EvidenceError {
  return new EvidenceError(
    "SCHEMA_INVALID",
    `${path} is not what its name says: ${what}. Run verify to see whether it was changed.`,
    { path },
  );
}

function sealBroken(path: string): EvidenceError {
  return new EvidenceError(
    "SEAL_BROKEN",
    `${path} was sealed and is gone. Run verify to see everything that is wrong.`,
    { path },
  );
}

function unfinished(snapshot: string, path: string, present: readonly string[]): EvidenceError {
  return new EvidenceError(
    "NOT_FOUND",
    `The snapshot ${snapshot} was begun and not finished: ${path} is missing. Run snapshot again, or name another one. ${listed(present.filter((name) => name !== snapshot))}`,
    { snapshot, path },
  );
}

function notFound(asked: string, present: readonly string[]): EvidenceError {
  const what = asked === "latest" ? "There is no snapshot here" : `There is no snapshot ${asked}`;
  return new EvidenceError("NOT_FOUND", `${what}. ${listed(present)}`, { snapshot: asked });
}

function listed(present: readonly string[]): string {
  if (present.length === 0) return "Take one with soc2-evidence snapshot.";
  const newest = present.slice(-NAMED_SNAPSHOTS).reverse();
  const more =
    present.length > newest.length ? ` and ${present.length - newest.length} older ones` : "";
  return `There are: ${newest.join(", ")}${more}.`;
}
