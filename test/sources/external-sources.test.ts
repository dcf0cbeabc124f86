import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Gathered } from "../../shared/capture/capture.ts";
import type { Call } from "../../shared/evidence/evidence-object.ts";
import type { RecordedFinding } from "../../shared/external/external-finding.ts";
import { findingsIn, RecordReader } from "../../shared/external/record-reader.ts";
import { EXTERNAL_SOURCES } from "../../shared/sources/external-sources.ts";
import { FINDINGS_SHARDS } from "../../shared/sources/securityhub/findings.ts";
import type { Operation, Source } from "../../shared/sources/source.ts";
import { ACCOUNT } from "../checks/judging.ts";
import { type AskedCall, gatherAnswered } from "./faults/answered-source.ts";
import { EXTERNAL_ANSWERS } from "./faults/external-answers.ts";
import { hostileAnswer } from "./faults/hostile-names.ts";
import { goingOn, NEXT } from "./faults/next-page.ts";
import { REFUSALS } from "./faults/refusals.ts";
import type { Said } from "./faults/wire-answer.ts";

// Every source of other tools' findings, gathered by its own code through the real SDK and capture,
// with one fault at a time.
const REGION = "eu-west-1";

function usual(source: Source, asked: AskedCall): Said {
  const response = EXTERNAL_ANSWERS[source.name]?.[asked.operation];
  return response === undefined
    ? { code: "NotScripted", message: "Nobody scripted this.", status: 400 }
    : { response };
}

/** Gathers with every answer of `operation` as `said` gives it. */
function gatherWith(
  source: Source,
  operation: string,
  said: (asked: AskedCall) => Said,
): Promise<Gathered> {
  return gatherAnswered(source, REGION, (asked) =>
    asked.operation === operation ? said(asked) : usual(source, asked),
  );
}

/** The findings that the reader makes of what was gathered. */
function readFrom(calls: readonly Call[]): RecordedFinding[] {
  const reader = new RecordReader({ account: ACCOUNT, region: REGION }, () => undefined);
  return calls.flatMap((call, index) =>
    [...reader.read("x.ndjson", { line: index + 2, value: { call } })].map(
      ({ finding }) => finding,
    ),
  );
}

describe.each(EXTERNAL_SOURCES.map((source): [string, Source] => [source.name, source]))(
  "%s",
  (_name, source) => {
    const { operations } = source;

    it("asks every operation that it declares, and is complete", async () => {
      const { calls, complete, incompleteReason } = await gatherAnswered(source, REGION, (asked) =>
        usual(source, asked),
      );
      expect({ complete, incompleteReason }).toEqual({ complete: true });
      const asked = new Set(calls.map(({ operation }) => operation));
      expect(operations.map(({ name }) => name).filter((name) => !asked.has(name))).toEqual([]);
    });

    it.each(Object.entries(REFUSALS))(
      "is incomplete where an operation is %s",
      async (_how, how) => {
        for (const { service, name } of operations) {
          const gathered = await gatherWith(source, name, how.said);
          const refused = gathered.calls.find((call) => call.operation === name);
          expect({ name, ...gathered, calls: refused?.outcome }).toMatchObject({
            name,
            complete: false,
            incompleteReason: `${refused?.error?.code} on ${service.name}:${name}`,
            calls: how.outcome,
            writable: true,
          });
        }
      },
    );

    it.each(["denied", "repeated"] as const)(
      "is incomplete where the second page of a listing is %s",
      async (how) => {
        for (const { name } of operations) {
          let isPaged = false;
          const gathered = await gatherWith(source, name, (asked) => {
            const isNext = Object.values(asked.input).includes(NEXT);
            if (isNext && how === "denied") return REFUSALS.denied.said(asked);
            const said = usual(source, asked);
            const more = "response" in said ? goingOn(asked.spoken, said.response) : undefined;
            isPaged ||= more !== undefined;
            return more === undefined ? said : { response: more };
          });
          expect({ name, complete: gathered.complete }).toEqual({ name, complete: !isPaged });
        }
      },
    );

    it("reads the second page of every listing, an empty one too", async () => {
      for (const { name } of operations) {
        let pages = 0;
        let isPaged = false;
        const { complete } = await gatherWith(source, name, (asked) => {
          const said = usual(source, asked);
          if (Object.values(asked.input).includes(NEXT)) {
            pages += 1;
            return said;
          }
          const more = "response" in said ? goingOn(asked.spoken, said.response) : undefined;
          isPaged ||= more !== undefined;
          return more === undefined ? said : { response: more };
        });
        expect({ name, complete, pages: pages > 0 }).toEqual({
          name,
          complete: true,
          pages: isPaged,
        });
      }
    });

    it("is complete where AWS gives an error that it declares as an answer", async () => {
      const errors = operations.flatMap((operation) => ordinaryErrors(operation));
      for (const { name, outcome, said } of errors) {
        const { calls, complete } = await gatherWith(source, name, () => said);
        const ended = calls.filter(({ operation }) => operation === name);
        expect({ name, complete, outcomes: ended.map((call) => call.outcome) }).toMatchObject({
          name,
          complete: true,
          outcomes: expect.arrayContaining([outcome]),
        });
      }
    });

    it("is read whole where names are hostile, and gives as many findings", async () => {
      const plain = await gatherAnswered(source, REGION, (asked) => usual(source, asked));
      const hostile = await gatherAnswered(source, REGION, (asked) => {
        const said = usual(source, asked);
        return "response" in said
          ? { response: hostileAnswer(asked.operation, said.response) }
          : said;
      });
      expect(hostile.incompleteReason).toBeUndefined();
      expect(readFrom(hostile.calls)).toHaveLength(readFrom(plain.calls).length);
      const counted = plain.calls.reduce((sum, call) => sum + findingsIn({ call }), 0);
      expect(readFrom(plain.calls)).toHaveLength(counted);
    });
  },
);

function ordinaryErrors(operation: Operation) {
  const { name, absent = [], gone = [], notEnabled = [], notEnabledSays } = operation;
  const of = (outcome: string) => (code: string) => ({
    name,
    outcome,
    said: { code, message: "As AWS says it.", status: 400 },
  });
  return [
    ...absent.map(of("absent")),
    ...gone.map(of("gone")),
    ...notEnabled.map(of("not-enabled")),
    ...(notEnabledSays === undefined
      ? []
      : [
          {
            name,
            outcome: "not-enabled",
            said: { code: "AccessDeniedException", message: `${notEnabledSays}.`, status: 403 },
          },
        ]),
  ];
}

describe("what each tool found, in our words", () => {
  const firstOf = async (name: string) => {
    const source = EXTERNAL_SOURCES.find((one) => one.name === name);
    if (source === undefined) throw new Error(`No source ${name}`);
    const { calls } = await gatherAnswered(source, REGION, (asked) => usual(source, asked));
    return readFrom(calls);
  };
  const WHEN = "2026-11-01T06:00:00.000Z";
  const FROM = "2026-10-01T06:00:00.000Z";
  const common = { rule: null, account: ACCOUNT, workflow: null, status: "open" };
  const id = expect.stringMatching(/^[0-9a-f]{16}$/);

  it.each([
    [
      "config.rule-compliance",
      {
        ...{ tool: "Config", catalogue: "config", ruleId: "S3_BUCKET_PUBLIC_READ_PROHIBITED" },
        ...{ title: "no-public-buckets", severity: null, region: REGION },
        resource: { id: "invoices", arn: null, type: "AWS::S3::Bucket" },
        ...{ firstSeen: FROM, lastSeen: WHEN, updatedAt: WHEN },
      },
    ],
    [
      "guardduty.findings",
      {
        ...{ tool: "GuardDuty", catalogue: "guardduty" },
        ruleId: "Recon:EC2/PortProbeUnprotectedPort",
        title: "i-0123 is asked for by an unusual port probe.",
        ...{ severity: "high", region: REGION },
        resource: { id: "i-0123", arn: null, type: "Instance" },
        ...{ firstSeen: "2026-10-19T06:00:00.000Z", lastSeen: WHEN, updatedAt: WHEN },
      },
    ],
    [
      "inspector2.findings",
      {
        ...{ tool: "Inspector", catalogue: "inspector", ruleId: "CVE-2026-0001" },
        ...{ title: "CVE-2026-0001 - openssl", severity: "critical", region: REGION },
        resource: { id: "i-0123", arn: null, type: "AWS_EC2_INSTANCE" },
        ...{ firstSeen: FROM, lastSeen: WHEN, updatedAt: WHEN },
      },
    ],
    [
      "macie2.findings",
      {
        ...{ tool: "Macie", catalogue: "macie", ruleId: "SensitiveData:S3Object/Personal" },
        title: "The S3 object contains personal information",
        ...{ severity: "high", region: REGION },
        resource: { id: "invoices", arn: "arn:aws:s3:::invoices", type: "AWS::S3::Bucket" },
        ...{ firstSeen: FROM, lastSeen: WHEN, updatedAt: WHEN },
      },
    ],
    [
      "accessanalyzer.findings-v2",
      {
        ...{ tool: "Access Analyzer", catalogue: "access-analyzer", ruleId: "ExternalAccess" },
        title: "Open to others than this account (AWS::IAM::Role)",
        ...{ severity: null, region: null },
        resource: {
          id: "partner",
          arn: `arn:aws:iam::${ACCOUNT}:role/partner`,
          type: "AWS::IAM::Role",
        },
        ...{ firstSeen: FROM, lastSeen: WHEN, updatedAt: WHEN },
      },
    ],
  ])("%s", async (name, expected) => {
    expect(await firstOf(name)).toEqual([{ id, ...common, ...expected }]);
  });
});

describe("the shards of Security Hub's findings", () => {
  const word = (...names: readonly string[]) => fc.oneof(fc.constantFrom(...names), fc.string());
  const holds = (
    filters: readonly { readonly Value: string; readonly Comparison: string }[],
    value: string,
  ) =>
    filters.length === 0 ||
    (filters[0]?.Comparison === "EQUALS"
      ? filters.some(({ Value }) => Value === value)
      : filters.every(({ Value }) => Value !== value));

  it("hold every finding exactly once, whatever its severity and state say", () => {
    fc.assert(
      fc.property(
        word("CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"),
        word("ACTIVE", "ARCHIVED"),
        (severity, state) => {
          const holding = FINDINGS_SHARDS.filter(
            ({ filters }) =>
              holds(filters.SeverityLabel, severity) && holds(filters.RecordState, state),
          );
          expect(holding).toHaveLength(1);
        },
      ),
    );
  });
});
