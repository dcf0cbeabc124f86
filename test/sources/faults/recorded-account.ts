import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKS } from "../../../shared/checks/catalogue.ts";
import { judgedFrom, sourcesOf } from "../../../shared/checks/check.ts";
import { PolicyView } from "../../../shared/checks/policy-view.ts";
import {
  type EffectiveConfig,
  effectiveConfigSchema,
} from "../../../shared/config/effective-config.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Call, EvidenceObject } from "../../../shared/evidence/evidence-object.ts";
import { EvidenceView } from "../../../shared/evidence/evidence-view.ts";
import { instantOfSnapshot } from "../../../shared/evidence/instant.ts";
import { stableText } from "../../../shared/evidence/stable-text.ts";
import { SAMPLE_STATES, sampleFolder } from "../../../shared/sample/sample-account.ts";
import { incompleteOf } from "../../../shared/snapshot/incomplete.ts";
import { type Judged, judge } from "../../../shared/snapshot/judge.ts";
import { CONTEXT_SOURCES, expectedOf } from "../../../shared/snapshot/plan.ts";
import { regionsInUse } from "../../../shared/snapshot/regions-in-use.ts";
import type { Source } from "../../../shared/sources/source.ts";

/** The sample account in one of its states. */
export interface RecordedAccount {
  readonly stored: readonly StoredEvidence[];
  readonly config: EffectiveConfig;
  /** What AWS answered to this very call; undefined where nobody asked it. */
  answerTo(asked: Pick<Call, "service" | "operation" | "region" | "input">): Call | undefined;
}

/** Both states of the sample account. */
export const RECORDED_ACCOUNTS: readonly RecordedAccount[] = SAMPLE_STATES.map((state) =>
  readAccount(sampleFolder(state)),
);

/** Where a source is gathered again: the state and the region in which most of it was answered. */
export interface Place {
  readonly account: RecordedAccount;
  readonly evidence: StoredEvidence;
}

/** The evidence of a source that has answers to most of its operations; undefined without any. */
export function placeOf(source: Source): Place | undefined {
  const places = RECORDED_ACCOUNTS.flatMap((account) =>
    account.stored
      .filter(({ object }) => object.source === source.name)
      .map((evidence) => ({ account, evidence })),
  );
  return places.toSorted((a, b) => wealthOf(b) - wealthOf(a))[0];
}

/** Operations count before calls. */
function wealthOf({ evidence }: Place): number {
  const answered = evidence.object.calls.filter(({ outcome }) => outcome === "ok");
  const operations = new Set(answered.map(({ operation }) => operation));
  return operations.size * 10_000 + evidence.object.calls.length;
}

function readAccount(root: string): RecordedAccount {
  const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => join(entry.parentPath, entry.name));
  const stored = files
    .filter((path) => !path.endsWith("config.json"))
    .map((path) => ({ path: path.slice(root.length + 1), object: json(path) as EvidenceObject }));
  const answers = new Map<string, Call>();
  for (const { object } of stored) {
    for (const call of object.calls) answers.set(keyOf(call), call);
  }
  return {
    stored,
    config: effectiveConfigSchema.parse(
      json(files.find((path) => path.endsWith("config.json")) ?? ""),
    ),
    answerTo: (asked) => answers.get(keyOf(asked)),
  };
}

function keyOf({
  service,
  operation,
  region,
  input,
}: Pick<Call, "service" | "operation" | "region" | "input">): string {
  return `${service} ${operation} ${region} ${stableText(input)}`;
}

/** Judges every check that stands on a source, with `changed` in place of what was recorded. */
export function judgeWith(
  { stored, config }: RecordedAccount,
  source: Source,
  changed: readonly StoredEvidence[],
): Judged[] {
  const replaced = new Set(changed.map(({ path }) => path));
  const given = [...stored.filter(({ path }) => !replaced.has(path)), ...changed];
  const checks = CHECKS.filter((check) => judgedFrom(check).includes(source));
  const sources = [...new Set([...CONTEXT_SOURCES, ...checks.flatMap(sourcesOf)])];
  const read = regionsInUse(config, given, "us-east-1");
  // Shared by the checks, as in a snapshot: members are listed once.
  const input = {
    config,
    incomplete: incompleteOf(expectedOf({ sources }, read), given),
    context: {
      evidence: new EvidenceView(given),
      policy: new PolicyView(config, "config.json"),
      now: instantOfSnapshot(given[0]?.object.snapshot ?? ""),
      account: given[0]?.object.account ?? "",
      partition: "aws",
    },
  };
  return checks.map((check) => judge(check, input));
}
