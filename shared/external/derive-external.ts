import type { Decision } from "../config/sealed-decision.ts";
import type { Decidable } from "../decisions/coverage.ts";
import type { DecisionMark } from "../decisions/decision-mark.ts";
import { instantOfSnapshot } from "../evidence/instant.ts";
import { ExternalAssessor } from "./assess-external.ts";
import type { ExternalAssessment, ExternalSource } from "./external-assessment.ts";
import { ExternalDecisions } from "./external-decisions.ts";
import {
  type ExternalFinding,
  MAX_FINDING_CITES,
  type RecordedFinding,
} from "./external-finding.ts";
import { type ExternalHeader, type ExternalLine, linesOf } from "./external-object.ts";
import { findingsStem } from "./external-path.ts";
import { FindingIndex, type Others } from "./finding-index.ts";
import { GapPlaces } from "./gap-places.ts";
import { PartWriter } from "./part-writer.ts";
import { type PlacedFinding, RecordReader } from "./record-reader.ts";
import type { RuleLookup } from "./rule-lookup.ts";
import type { OwnFinding } from "./witnesses.ts";

/** What is stored of one source in one region. */
export interface ExternalUnit {
  readonly header: ExternalHeader;
  /** Its parts, in order. */
  readonly paths: readonly string[];
  readonly source: ExternalSource;
}

/** What the list and the assessment are made from: stored files, our own findings and the mapping. */
export interface DeriveInput {
  readonly snapshot: string;
  readonly account: string;
  /** In the order of their paths, whatever order they were read in. */
  readonly units: readonly ExternalUnit[];
  /** The bytes of a stored part. */
  readonly read: (path: string) => Promise<Uint8Array>;
  readonly own: readonly OwnFinding[];
  readonly lookup: RuleLookup;
  /** The register as it stands at the snapshot. */
  readonly decisions: readonly Decision[];
  /** Takes each part of the list of findings, in order. */
  readonly put: (path: string, bytes: Uint8Array) => Promise<void>;
  /** Sees each line once, on its way. */
  readonly see?: (line: ExternalLine) => void;
}

/** What the stored records of all sources come to. */
export interface DerivedExternal {
  readonly assessment: ExternalAssessment;
  /** The open findings that decisions are about. */
  readonly decidable: readonly Decidable[];
}

/**
 * Brings the stored records of all sources together: one finding for each id, written to `put` as
 * NDJSON, and the assessment by rule. Reads every part twice, first to see which record of each id
 * stands, and a third time where a register may be about some; holds one part at a time.
 *
 * The same input gives the same bytes, so that both can be derived again from sealed evidence.
 *
 * @throws EvidenceError SCHEMA_INVALID where a part is not what `external/1` says
 */
export async function deriveExternal(input: DeriveInput): Promise<DerivedExternal> {
  const { snapshot, account, units, own, lookup, put, see } = input;
  const index = new FindingIndex();
  let records = 0;
  await eachRecord(input, see, (placed, unit) => {
    index.note(placed, unit);
    records += 1;
    return undefined;
  });
  const places = new GapPlaces(own, lookup);
  const decisions = await decisionsOn(input, index, places);
  const assessor = new ExternalAssessor(account, places);
  const writer = new PartWriter<null>(
    findingsStem(snapshot),
    {
      header: (part) => ({ schema: "external-findings/1", snapshot, account, part }),
      end: () => null,
    },
    put,
  );
  const names = units.map(({ source: { source, region } }) =>
    region === null ? source : `${source}.${region}`,
  );
  await eachStanding(input, index, (placed, others) => {
    const place = isOpen(placed.finding, account) ? places.of(placed.finding) : undefined;
    const mark = place === undefined ? undefined : decisions.markOf(placed.finding, place);
    const finding = together(placed, others, names, mark);
    assessor.add(finding, place);
    return writer.add(finding);
  });
  const findings = await writer.close(null);
  const assessment = assessor.finish({
    snapshot,
    sources: units.map(({ source }) => source),
    findings: [...findings],
    records,
    ids: index.size,
  });
  return { assessment, decidable: decisions.decidable };
}

/** The register against all open findings: where it may be about none, they are not read for it. */
async function decisionsOn(
  input: DeriveInput,
  index: FindingIndex,
  places: GapPlaces,
): Promise<ExternalDecisions> {
  const decisions = new ExternalDecisions(input.decisions, input.own);
  if (!decisions.needNoting) return decisions;
  await eachStanding(input, index, ({ finding }) => {
    if (isOpen(finding, input.account)) decisions.note(finding, () => places.of(finding));
    return undefined;
  });
  decisions.settle(instantOfSnapshot(input.snapshot));
  return decisions;
}

/** Findings of other accounts are listed and counted nowhere. */
function isOpen({ status, account }: RecordedFinding, ours: string): boolean {
  return status === "open" && (account === null || account === ours);
}

/** Walks through the records that stand, one for each id. */
async function eachStanding(
  input: DeriveInput,
  index: FindingIndex,
  visit: (placed: PlacedFinding, others: Others) => Promise<void> | undefined,
): Promise<void> {
  let ordinal = 0;
  await eachRecord(input, undefined, (placed, unit) => {
    const others = index.standing(placed.finding, ordinal, unit);
    ordinal += 1;
    return others === undefined ? undefined : visit(placed, others);
  });
}

/** Walks through all records in their order; what `visit` gives is waited for. */
async function eachRecord(
  { units, read, lookup }: DeriveInput,
  see: ((line: ExternalLine) => void) | undefined,
  visit: (placed: PlacedFinding, unit: number) => Promise<void> | undefined,
): Promise<void> {
  for (const [number, { header, paths }] of units.entries()) {
    const reader = new RecordReader(header, lookup);
    for (const path of paths) {
      for (const line of linesOf(await read(path), path)) {
        see?.(line.value);
        for (const placed of reader.read(path, line)) {
          const waiting = visit(placed, number);
          if (waiting !== undefined) await waiting;
        }
      }
    }
  }
}

function together(
  { finding, cite }: PlacedFinding,
  { copies, contradictions, sources, cites }: Others,
  names: readonly string[],
  decision: DecisionMark | undefined,
): ExternalFinding {
  const others = cites.filter(
    ({ object, line, pointer }) =>
      object !== cite.object || line !== cite.line || pointer !== cite.pointer,
  );
  return {
    ...(finding satisfies RecordedFinding),
    seenIn: sources.flatMap((source) => names[source] ?? []).sort(),
    copies,
    contradictions,
    ...(decision === undefined ? {} : { decision }),
    cites: [cite, ...others].slice(0, MAX_FINDING_CITES),
  };
}
