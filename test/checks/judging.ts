import { expect } from "vitest";
import type { AnyCheck } from "../../shared/checks/check.ts";
import { sourcesOf } from "../../shared/checks/check.ts";
import { PolicyView } from "../../shared/checks/policy-view.ts";
import { defaultConfig } from "../../shared/config/default-config.ts";
import { type EffectiveConfig, effectiveConfig } from "../../shared/config/effective-config.ts";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import {
  ANSWERED,
  type Call,
  type Json,
  type Outcome,
} from "../../shared/evidence/evidence-object.ts";
import { EvidenceView } from "../../shared/evidence/evidence-view.ts";
import { instantOfSnapshot } from "../../shared/evidence/instant.ts";
import { type Expected, incompleteOf } from "../../shared/snapshot/incomplete.ts";
import { type Judged, judge } from "../../shared/snapshot/judge.ts";
import type { OperationName, Source, SourceInput } from "../../shared/sources/source.ts";

/** The account, snapshot and regions that check tests live in. */
export const ACCOUNT = "123456789012";
export const SNAPSHOT = "2026-11-22T06-00-00Z";
export const REGION = "eu-west-1";

/** One recorded call in short: what was asked and what AWS answered. */
export interface RecordedCall<S extends Source> {
  readonly operation: OperationName<S>;
  readonly input?: SourceInput<S, OperationName<S>>;
  /** As AWS's documentation shows it, in JSON: what the SDK gives, with dates as ISO text. */
  readonly response?: Json;
  /** Anything but `ok`: the source's declared errors, or a read that failed. */
  readonly outcome?: Exclude<Outcome, "ok">;
  /** The error's code, when it matters. */
  readonly code?: string;
}

/** The stored evidence of one source, as capture would have written it. */
export function recorded<S extends Source>(
  source: S,
  calls: readonly RecordedCall<S>[],
  region: string | null = source.scope === "regional" ? REGION : null,
): StoredEvidence {
  const whole = calls.map((call) => recordedCall(source, call, region));
  const unread = whole.find(({ outcome }) => !ANSWERED.has(outcome));
  return {
    path: `CC6.1-access-controls/${SNAPSHOT}/${source.name}${region === null ? "" : `.${region}`}.json`,
    object: {
      schema: "evidence/1",
      criterion: "CC6.1",
      snapshot: SNAPSHOT,
      source: source.name,
      account: ACCOUNT,
      region,
      collectedBy: {
        principal: `arn:aws:sts::${ACCOUNT}:assumed-role/a/b`,
        version: "0",
        sdk: "0",
      },
      startedAt: "2026-11-22T06:00:00.000Z",
      completedAt: "2026-11-22T06:00:01.000Z",
      complete: unread === undefined,
      ...(unread === undefined
        ? {}
        : {
            incompleteReason: `${unread.error?.code ?? unread.outcome} on ${unread.service}:${unread.operation}`,
          }),
      calls: whole,
      redactions: [],
    },
  };
}

function recordedCall<S extends Source>(
  source: S,
  { operation, input, response, outcome = undefined, code }: RecordedCall<S>,
  region: string | null,
): Call {
  const declared = source.operations.find(({ name }) => name === operation);
  if (declared === undefined) throw new Error(`${source.name} does not declare ${operation}`);
  return {
    service: declared.service.name,
    operation,
    region: region ?? "us-east-1",
    input: (input ?? {}) as Record<string, Json>,
    startedAt: "2026-11-22T06:00:00.000Z",
    completedAt: "2026-11-22T06:00:01.000Z",
    awsDate: "2026-11-22T06:00:00.000Z",
    requestId: "request",
    httpStatus: outcome === undefined ? 200 : 400,
    attempts: 1,
    outcome: outcome ?? "ok",
    ...(outcome === undefined
      ? { response: response ?? {} }
      : { error: { code: code ?? codeFor(outcome, declared.absent), message: "as AWS said it" } }),
    command: "aws",
  };
}

function codeFor(outcome: Outcome, absent: readonly string[] | undefined): string {
  if (outcome === "absent") return absent?.[0] ?? "NotFound";
  return outcome === "denied" ? "AccessDenied" : outcome;
}

/** What a test judges with beside the evidence. */
export interface Circumstances {
  readonly policy?: EffectiveConfig["policy"];
  readonly boundary?: EffectiveConfig["boundary"];
  readonly administrators?: NonNullable<EffectiveConfig["administrators"]>;
  readonly knownAccounts?: NonNullable<EffectiveConfig["knownAccounts"]>;
  readonly now?: string;
  /** Sources that the snapshot expects beside the check's own, such as the list of regions. */
  readonly alsoExpected?: readonly Expected[];
}

/** Runs a check on stored evidence, through the engine, and proves that each citation resolves. */
export function judged(
  check: AnyCheck,
  stored: readonly StoredEvidence[],
  {
    policy = {},
    boundary,
    administrators,
    knownAccounts,
    now = instantOfSnapshot(SNAPSHOT),
    alsoExpected = [],
  }: Circumstances = {},
): Judged {
  const defaults = effectiveConfig(defaultConfig());
  const config = {
    ...defaults,
    policy,
    ...(boundary === undefined ? {} : { boundary }),
    ...(administrators === undefined ? {} : { administrators }),
    ...(knownAccounts === undefined ? {} : { knownAccounts }),
  };
  const configPath = `snapshots/${SNAPSHOT}/config.json`;
  const expected = sourcesOf(check).flatMap((source) => {
    const given = stored.filter(({ object }) => object.source === source.name);
    const regions = given.map(({ object }) => object.region);
    const fallback = source.scope === "regional" ? REGION : null;
    return (regions.length > 0 ? regions : [fallback]).map((region) => ({
      source: source.name,
      region,
    }));
  });
  const outcome = judge(check, {
    context: {
      evidence: new EvidenceView(stored),
      policy: new PolicyView(config, configPath),
      now,
      account: ACCOUNT,
      partition: "aws",
    },
    config,
    incomplete: incompleteOf([...expected, ...alsoExpected], stored),
  });
  const files = new Map<string, unknown>(stored.map(({ path, object }) => [path, object]));
  files.set(configPath, config);
  for (const { cites, reason } of outcome.findings) {
    // Where no evidence was written at all there is nothing to point to.
    if (cites.length === 0) expect(reason).toContain("No evidence of");
    for (const { object, pointer } of cites) {
      expect(resolves(files.get(object), pointer), `${pointer} in ${object}`).toBe(true);
    }
  }
  const { listed, read, gone, unread } = outcome.population;
  expect(listed).toBe(read + gone + unread);
  return outcome;
}

/** The findings in short, one line each: `fail alice: alice has no MFA device.` */
export function outcomes(
  check: AnyCheck,
  stored: readonly StoredEvidence[],
  circumstances?: Circumstances,
): string[] {
  return judged(check, stored, circumstances).findings.map(
    ({ status, resource, reason }) => `${status} ${resource.id}: ${reason}`,
  );
}

/** Where the findings point, in short: `iam.account-summary.json#/calls/0/…`. */
export function citations(
  check: AnyCheck,
  stored: readonly StoredEvidence[],
  circumstances?: Circumstances,
): string[] {
  return judged(check, stored, circumstances).findings.flatMap(({ cites }) =>
    cites.map(({ object, pointer }) => `${object.split("/").at(-1)}#${pointer}`),
  );
}

function resolves(root: unknown, pointer: string): boolean {
  let here = root;
  for (const segment of pointer.split("/").slice(1)) {
    const key = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return false;
    here = (here as Record<string, unknown>)[key];
  }
  return here !== undefined;
}
