import { describe, expect, it } from "vitest";
import { regionClosedByPolicy } from "../../shared/checks/account/region-closed-by-policy.ts";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { sourcesOf } from "../../shared/checks/check.ts";
import type { Json } from "../../shared/evidence/evidence-object.ts";
import type { Judged } from "../../shared/snapshot/judge.ts";
import { CONTEXT_SOURCES } from "../../shared/snapshot/plan.ts";
import type { Operation, Source } from "../../shared/sources/source.ts";
import { harmless, hostileAnswer } from "./faults/hostile-names.ts";
import { goingOn, NEXT } from "./faults/next-page.ts";
import { REFUSALS, type Refusal } from "./faults/refusals.ts";
import { ScriptedSource } from "./faults/scripted-source.ts";
import { CUT, isCut, type Said } from "./faults/wire-answer.ts";

// Every source that a check reads, gathered by its own code through the real SDK and capture from
// the answers that the sample account recorded, with one fault at a time.
const SOURCES = [...new Set([...CONTEXT_SOURCES, ...CHECKS.flatMap(sourcesOf)])].toSorted((a, b) =>
  a.name < b.name ? -1 : 1,
);

/** Passes and not-applicables in the region, of checks that need what was not read there. */
function comforts(judged: readonly Judged[], region: string | null): string[] {
  return judged.flatMap(({ check, findings, closedRegions }) => [
    ...findings
      .filter(({ status }) => status === "pass" || status === "not-applicable")
      .filter(({ resource: { region: own } }) => region === null || own === null || own === region)
      .map(({ status, resource }) => `${check.id} says ${status} of ${resource.id}`),
    ...(findings.length + closedRegions.length > 0 ? [] : [`${check.id} says nothing`]),
  ]);
}

/** What is wrong with judgements whatever was read. */
function flaws(judged: readonly Judged[]): string[] {
  return judged.flatMap(({ check, findings, population: { listed, read, gone, unread } }) => [
    ...(listed === read + gone + unread ? [] : [`${check.id} does not add up`]),
    ...(new Set(findings.map(({ id }) => id)).size === findings.length
      ? []
      : [`${check.id} gives an id twice`]),
  ]);
}

/** What is wrong with the record, and with what checks make of it, where an operation is refused. */
async function refuse(
  scripted: ScriptedSource,
  { service, name }: Operation,
  { outcome, attempts, said }: Refusal,
): Promise<string[]> {
  const gathered = await scripted.gatherWith(name, said);
  const refused = gathered.calls.filter((call) => call.operation === name);
  const reason = `${refused[0]?.error?.code} on ${service.name}:${name}`;
  const judged = scripted.judge(gathered);
  return [
    ...(refused.length > 0 ? [] : ["it was not asked"]),
    ...refused
      .filter((call) => call.outcome !== outcome || call.attempts !== attempts)
      .map((call) => `recorded as ${call.outcome} after ${call.attempts} attempts`),
    ...(gathered.complete ? ["the source is complete"] : []),
    ...(gathered.incompleteReason === reason ? [] : [`the reason is ${gathered.incompleteReason}`]),
    ...(gathered.writable ? [] : ["nothing can be written"]),
    ...comforts(judged, scripted.region),
    ...flaws(judged),
  ].map((problem) => `${name}: ${problem}`);
}

/** The same where only the last of several calls is refused. */
async function refuseLast(scripted: ScriptedSource, { name }: Operation): Promise<string[]> {
  const { calls } = await scripted.gather();
  const last = calls.findLast((call) => call.operation === name);
  const gathered = await scripted.gatherWith(name, (asked) =>
    JSON.stringify(asked.input) === JSON.stringify(last?.input)
      ? REFUSALS.denied.said(asked)
      : scripted.usual(asked),
  );
  const judged = scripted.judge(gathered);
  return [
    ...(gathered.complete ? ["the source is complete"] : []),
    ...comforts(judged, scripted.region),
    ...flaws(judged),
  ].map((problem) => `last ${name}: ${problem}`);
}

/** What is wrong where an operation names a next page, and that page is answered by `said`. */
async function cutShort(
  scripted: ScriptedSource,
  { service, name }: Operation,
  how: "denied" | "repeated",
): Promise<string[]> {
  let isPaged = false;
  let wasAsked = false;
  const gathered = await scripted.gatherWith(name, (asked) => {
    const isNext = Object.values(asked.input).includes(NEXT);
    wasAsked ||= isNext;
    if (isNext && how === "denied") return REFUSALS.denied.said(asked);
    const first = isNext ? firstOf(asked.input) : asked.input;
    const usual = scripted.usual({ ...asked, input: first });
    // What is asked for by its name is the answer, and has no further page.
    const isByName = Array.isArray(asked.input.Names);
    const more =
      "response" in usual && !isByName ? goingOn(asked.spoken, usual.response) : undefined;
    isPaged ||= more !== undefined;
    return more === undefined ? usual : { response: more };
  });
  if (!isPaged) return [];
  const judged = scripted.judge(gathered);
  const reason =
    how === "denied"
      ? ` on ${service.name}:${name}`
      : `${name} gave a paging token that it had given before`;
  return [
    ...(wasAsked ? [] : ["the next page was not asked for"]),
    ...(gathered.complete ? ["the source is complete"] : []),
    ...(gathered.incompleteReason?.endsWith(reason)
      ? []
      : [`the reason is ${gathered.incompleteReason}`]),
    ...comforts(judged, scripted.region),
    ...flaws(judged),
  ].map((problem) => `${name}: ${problem}`);
}

/** The input of the first page of a listing. */
function firstOf(input: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== NEXT));
}

/** Each ordinary error that an operation declares, with how it is recorded. */
function ordinaryErrors(operation: Operation) {
  return [
    ...(operation.absent ?? []).map((code) => ({ operation, code, outcome: "absent" as const })),
    ...(operation.gone ?? []).map((code) => ({ operation, code, outcome: "gone" as const })),
    ...(operation.notEnabled ?? []).map((code) => ({
      operation,
      code,
      outcome: "not-enabled" as const,
    })),
  ];
}

/** Values that were cut out come back as a text, or cut out once more. */
function withoutCuts(value: Json): Json {
  if (isCut(value)) return CUT;
  if (Array.isArray(value)) return value.map(withoutCuts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withoutCuts(member)]),
  );
}

async function problemsOf<T>(items: readonly T[], find: (item: T) => Promise<string[]>) {
  const problems: string[] = [];
  for (const item of items) problems.push(...(await find(item)));
  return problems;
}

describe.each(SOURCES.map((source): [string, Source] => [source.name, source]))(
  "%s",
  (_name, source) => {
    const { operations } = source;

    it("is gathered from recorded answers, every operation of it", async () => {
      const scripted = new ScriptedSource(source);
      const { calls, complete, incompleteReason } = await scripted.gather();
      const asked = new Set(calls.map(({ operation }) => operation));
      expect([...scripted.unanswered]).toEqual([]);
      expect({ complete, incompleteReason }).toEqual({ complete: true });
      expect(operations.map(({ name }) => name).filter((name) => !asked.has(name))).toEqual([]);
      for (const call of calls) {
        const said = scripted.usual(call);
        const { response } = call;
        expect("response" in said ? withoutCuts(said.response) : undefined, call.operation).toEqual(
          response === undefined ? undefined : withoutCuts(response),
        );
      }
    });

    it.each(Object.entries(REFUSALS))(
      "never passes where an operation is %s",
      async (_how, how) => {
        const scripted = new ScriptedSource(source);
        expect(await problemsOf(operations, (one) => refuse(scripted, one, how))).toEqual([]);
      },
    );

    it("never passes where the last call of an operation is denied", async () => {
      const scripted = new ScriptedSource(source);
      expect(await problemsOf(operations, (one) => refuseLast(scripted, one))).toEqual([]);
    });

    it.each(["denied", "repeated"] as const)(
      "never passes where the second page is %s",
      async (how) => {
        const scripted = new ScriptedSource(source);
        expect(await problemsOf(operations, (one) => cutShort(scripted, one, how))).toEqual([]);
      },
    );

    it("is complete where AWS gives an error that is an ordinary answer", async () => {
      const scripted = new ScriptedSource(source);
      const errors = operations.flatMap(ordinaryErrors);
      const problems = await problemsOf(errors, async ({ operation, code, outcome }) => {
        const { name, polled } = operation;
        const said: Said = { code, message: "As AWS says it.", status: 400 };
        const gathered = await scripted.gatherWith(name, () => said);
        const ends = gathered.calls.filter((call) => call.operation === name);
        // What is polled is asked until it is there.
        return [
          ...(gathered.complete || polled === true ? [] : [`${gathered.incompleteReason}`]),
          ...(ends.every((call) => call.outcome === outcome)
            ? []
            : ["recorded as another outcome"]),
          ...flaws(scripted.judge(gathered)),
        ].map((problem) => `${name} ${code}: ${problem}`);
      });
      expect(problems).toEqual([]);
    });

    it("is read whole and judged where names are hostile", async () => {
      const scripted = new ScriptedSource(source);
      const usual = await scripted.gather();
      const gathered = await scripted.gather((asked) => {
        const input = harmless(asked.input) as typeof asked.input;
        const said = scripted.usual({ ...asked, input });
        return "response" in said
          ? { response: hostileAnswer(asked.operation, said.response) }
          : said;
      });
      expect(gathered.incompleteReason).toBeUndefined();
      for (const [index, { operation, input, response = null }] of gathered.calls.entries()) {
        const was = usual.calls[index];
        expect({ operation, input: harmless(input), response }).toEqual({
          operation: was?.operation,
          input: was?.input,
          response: hostileAnswer(operation, was?.response ?? null),
        });
      }
      expect(flaws(scripted.judge(gathered))).toEqual([]);
    });
  },
);

describe.each(
  SOURCES.filter(({ scope }) => scope === "regional").map((source): [string, Source] => [
    source.name,
    source,
  ]),
)("%s in a region that a service control policy closes", (_name, source) => {
  it("says so once for each check, and passes nothing there", async () => {
    const scripted = new ScriptedSource(source);
    const { said } = REFUSALS["denied by a service control policy"];
    const gathered = await scripted.gather(said);
    const error = gathered.calls[0]?.error ?? { code: "", message: "" };
    const rest = scripted.restRefused(() => ({ outcome: "denied", error }));
    for (const { findings, closedRegions } of scripted.judge(gathered, rest)) {
      expect(closedRegions).toMatchObject([
        { check: regionClosedByPolicy.id, resource: { region: scripted.region } },
      ]);
      // What another region's evidence shows of a bucket there stands.
      const standing = findings.filter(({ status, resource, cites }) => {
        const isHere =
          resource.region === scripted.region &&
          cites.some(({ object }) => object.endsWith(`.${scripted.region}.json`));
        return isHere && (status === "pass" || status === "not-applicable");
      });
      expect(standing).toEqual([]);
    }
  });
});
