import { readAccessAnalyzer } from "./access-analyzer.ts";
import { readAsff } from "./asff.ts";
import { configReader } from "./config-compliance.ts";
import type { ExternalCitation, RecordedFinding } from "./external-finding.ts";
import type { ExternalHeader, ExternalLine, PlacedLine } from "./external-object.ts";
import { listAt } from "./foreign-json.ts";
import { readGuardDuty } from "./guardduty.ts";
import { readInspector } from "./inspector.ts";
import { readMacie } from "./macie.ts";
import { readOcsf } from "./ocsf.ts";
import type { ReadRecord } from "./recorded-finding.ts";
import type { RuleLookup } from "./rule-lookup.ts";

/** A record as it was read, with where it stands. */
export interface PlacedFinding {
  readonly finding: RecordedFinding;
  readonly cite: ExternalCitation;
}

/** The lists of findings in answers, by service and operation. */
const LISTS: Readonly<Record<string, string>> = {
  "access-analyzer ListFindingsV2": "findings",
  "config GetComplianceDetailsByConfigRule": "EvaluationResults",
  "guardduty GetFindings": "Findings",
  "inspector2 ListFindings": "findings",
  "macie2 GetFindings": "findings",
  "securityhub GetFindings": "Findings",
};

/** How many findings a line holds: what is told of a source that was not read to its end. */
export function findingsIn(line: ExternalLine): number {
  if ("finding" in line) return 1;
  const list = LISTS[`${line.call.service} ${line.call.operation}`];
  return list === undefined ? 0 : listAt(line.call.response, list).length;
}

/**
 * Reads the lines of one source, in order and through all its parts: what one line says of the next
 * is kept.
 */
export class RecordReader {
  readonly #header: Pick<ExternalHeader, "account" | "region" | "importedFrom">;
  readonly #lookup: RuleLookup;
  readonly #config = configReader();

  constructor(
    header: Pick<ExternalHeader, "account" | "region" | "importedFrom">,
    lookup: RuleLookup,
  ) {
    this.#header = header;
    this.#lookup = lookup;
  }

  /** The findings of one line. */
  *read(
    path: string,
    { line, value }: Pick<PlacedLine, "line" | "value">,
  ): Generator<PlacedFinding> {
    const { importedFrom, region } = this.#header;
    const lookup = this.#lookup;
    if ("finding" in value) {
      const read = importedFrom?.format === "ocsf" ? readOcsf : readAsff;
      const finding = read(value.finding, { account: null, region: null, lookup });
      yield { finding, cite: { object: path, line, pointer: "/finding" } };
      return;
    }
    const { call } = value;
    const key = `${call.service} ${call.operation}`;
    if (key === "config DescribeConfigRules") this.#config.note(call.response);
    const list = LISTS[key];
    const read = this.#readerOf(key);
    if (list === undefined || read === undefined) return;
    const context = { account: this.#header.account, region, lookup };
    for (const [index, record] of listAt(call.response, list).entries()) {
      const pointer = `/call/response/${list}/${index}`;
      yield { finding: read(record, context), cite: { object: path, line, pointer } };
    }
  }

  #readerOf(key: string): ReadRecord | undefined {
    switch (key) {
      case "access-analyzer ListFindingsV2":
        return readAccessAnalyzer;
      case "config GetComplianceDetailsByConfigRule":
        return this.#config.read;
      case "guardduty GetFindings":
        return readGuardDuty;
      case "inspector2 ListFindings":
        return readInspector;
      case "macie2 GetFindings":
        return readMacie;
      case "securityhub GetFindings":
        return readAsff;
      default:
        return undefined;
    }
  }
}
