import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EvidenceObject } from "../shared/evidence/evidence-object.ts";
import { buildCompany, COMPANY, COMPANY_MOTO } from "../test/emulator/company.ts";
import { startMoto } from "../test/emulator/moto-server.ts";
import { benchPage } from "./bench-page.ts";
import { type CachingProxy, startCachingProxy } from "./caching-proxy.ts";
import { measureBundle } from "./cold-start.ts";
import { askOtherTools } from "./deployed-functions.ts";
import { measureDeployed } from "./deployed-measurements.ts";
import { type Evaluation, prepareEvaluation } from "./evaluation.ts";
import { measureExternal } from "./external.ts";
import { type GatheringRound, gatheringRound, LATENCY_MS } from "./gathering.ts";
import { growEvidence } from "./grow-evidence.ts";
import { measureGrownMemory } from "./grown-memory.ts";
import { countCalls, measureMemory } from "./growth.ts";
import { HOME_REGION, type KeptIn } from "./live-round.ts";
import {
  type MeasuredAccount,
  type MeasuredAccounts,
  measuredAccounts,
} from "./measured-accounts.ts";
import {
  plannedObjects,
  recordDays,
  recordedDay,
  recordedDays,
  scaledUsage,
} from "./measured-days.ts";
import { monthRows } from "./month-rows.ts";
import { type Measured, measurementTable, median, verdictOf } from "./table.ts";
import { measureVerify } from "./verify-speed.ts";

// `npm run bench`: measures, prints the table and writes docs/bench.md. With `--check` it measures
// fewer rounds, writes nothing and exits 1 when something that is checked is over its limit: single
// times are for people to read.
const root = join(import.meta.dirname, "..");
const onlyCheck = process.argv.includes("--check");
/** Fewer rounds, one set of regions, and none of what is deployed. */
const isShort = onlyCheck || process.argv.includes("--quick");
const ROUNDS = isShort
  ? { gathering: 3, judging: 3, verifying: 2 }
  : { gathering: 15, judging: 11, verifying: 5 };
/** A machine that was busy in both rounds of a check has these to make up for it. */
const MOST_VERIFYING = 5;
/** How many times the company's size its evidence is gathered and judged in. */
const { middle: MIDDLE_TIMES, large: LARGE_TIMES } = onlyCheck
  ? { middle: 2, large: 4 }
  : { middle: 10, large: 100 };
/** The size in which a collector's memory is measured, in a check as well. */
const MEMORY_TIMES = 100;
/** How often the company's own evidence is parsed in a round: half a second of work, less in a check. */
const SMALL_PARSINGS = isShort ? 10 : 40;
/** Of other tools' findings. */
const EXTERNAL_SIZES = onlyCheck
  ? { timed: 5_000, held: 20_000, rounds: 1 }
  : { timed: 100_000, held: 1_000_000, rounds: isShort ? 1 : 3 };
const LIMITS = { calls: 1, evaluation: 5, growth: 1.05, memory: 1.5 };

interface Account extends MeasuredAccount {
  readonly keptIn: KeptIn;
  readonly rounds: number;
}

const moto = await startMoto(COMPANY_MOTO);
const proxy = await startCachingProxy(moto.endpoint);
try {
  await buildCompany(moto);
  // What a check may fail on shows in the smaller account as well.
  const all = await measuredAccounts();
  const accounts = configuredAccounts(all).slice(0, isShort ? 1 : 2);
  // Fills the cache, and loads every module that gathering needs.
  for (const account of accounts) {
    await gatheringRound(proxy, { ...account, keptIn: "memory" }, snapshotAt(0));
  }
  if (!isShort) {
    await askOtherTools(proxy, { config: all.enabled.config, account: COMPANY.account });
  }
  await proxy.freeze(LATENCY_MS);
  const rounds = await interleaved(proxy, accounts);
  const [company] = accounts;
  const evidence = company === undefined ? [] : (rounds.get(company)?.[0]?.evidence ?? []);
  const deployed =
    company === undefined || isShort
      ? null
      : await measureDeployed(
          proxy,
          { ...all.byDefault, recorded: { ...company, evidence } },
          LARGE_TIMES,
        );
  if (deployed !== null) {
    const [few, byDefault] = deployed.days;
    recordDays([recordedDay(few, all.few), recordedDay(byDefault, all.byDefault)]);
  }
  const measured = [
    ...accounts.flatMap((account) => measuredGathering(account, rounds.get(account) ?? [])),
    ...(company === undefined ? [] : measuredEvaluation(company, evidence)),
    ...(company === undefined ? [] : await measuredGrowth(company, evidence)),
    ...(await measureExternal(EXTERNAL_SIZES)),
    ...(deployed?.measured ?? []),
    ...measuredMonth(all, deployed !== null),
    ...(await measureVerify({ fewest: ROUNDS.verifying, most: MOST_VERIFYING })),
    ...(onlyCheck && company !== undefined ? await checkedDeployed({ ...company, evidence }) : []),
  ];
  process.stdout.write(`${measurementTable(measured)}\n`);
  if (!onlyCheck)
    await writeFile(
      join(root, "docs/bench.md"),
      await benchPage(measured, { isShort, withDeployed: deployed !== null, rounds: ROUNDS }),
    );
  if (onlyCheck && measured.some(failsCheck)) process.exitCode = 1;
} finally {
  await proxy.close();
  await moto.stop();
}

/** What is checked of the deployed functions: what they load, how quickly, and their memory. */
async function checkedDeployed(
  company: Account & { readonly evidence: readonly EvidenceObject[] },
): Promise<Measured[]> {
  return [
    ...(await measureBundle({ fewest: 7, most: 60 })),
    ...(await measureGrownMemory(company, MEMORY_TIMES)),
  ];
}

/** Whether a measurement fails `--check`: a single time on a machine that others use does not. */
function failsCheck(one: Measured): boolean {
  return one.isChecked === true && verdictOf(one) === "broken";
}

function configuredAccounts({ few, enabled }: MeasuredAccounts): Account[] {
  return [
    { ...few, keptIn: "folder", rounds: ROUNDS.gathering },
    // So many calls at once that making them takes longer than waiting for them; only their number
    // is limited, and that is the same in every round.
    { ...enabled, keptIn: "memory", rounds: 5 },
  ];
}

/** Rounds of all accounts in turn, so that what else the machine does falls on all alike. */
async function interleaved(
  asked: CachingProxy,
  accounts: readonly Account[],
): Promise<Map<Account, GatheringRound[]>> {
  const rounds = new Map<Account, GatheringRound[]>(accounts.map((account) => [account, []]));
  for (let round = 1; round <= ROUNDS.gathering; round += 1) {
    for (const [account, done] of rounds) {
      if (round > account.rounds) continue;
      done.push(await gatheringRound(asked, account, snapshotAt(round)));
    }
  }
  return rounds;
}

function snapshotAt(round: number): string {
  return `2026-10-19T06-00-${String(round).padStart(2, "0")}Z`;
}

function measuredGathering({ name }: Account, rounds: readonly GatheringRound[]): Measured[] {
  const [first] = rounds;
  if (first === undefined) return [];
  const { requests, fewest, chain } = first;
  const chainMs = chain.length * LATENCY_MS;
  const boundMs = ({ ranMs }: GatheringRound) => Math.max(chainMs, ranMs);
  return [
    {
      what: "calls sent ÷ distinct calls in the evidence",
      on: name,
      ratio: Math.max(...rounds.map((round) => round.requests / round.fewest)),
      limit: LIMITS.calls,
      isChecked: true,
      behind: `${requests} sent, ${fewest} distinct`,
    },
    {
      what: "wall time ÷ the longer of dependent calls and own work",
      on: name,
      ratio: median(rounds.map((round) => round.wallMs / boundMs(round))),
      limit: null,
      behind: `${median(rounds.map(({ ranMs }) => ranMs)).toFixed(0)} ms of work; ${chainMs} ms for ${chain.length} calls: ${chain.calls.join(" → ")}`,
    },
  ];
}

function measuredEvaluation({ name, config }: Account, evidence: readonly EvidenceObject[]) {
  const sizes = [
    { times: 1, parsings: SMALL_PARSINGS },
    { times: LARGE_TIMES, parsings: 1 },
  ];
  return sizes.map(({ times, parsings }): Measured => {
    const grown = times === 1 ? evidence : growEvidence(evidence, times);
    const evaluation = prepareEvaluation(grown, config, HOME_REGION);
    return {
      what: "judging ÷ `JSON.parse` of the same evidence",
      on: times === 1 ? name : `${name}, ${times} times the resources`,
      ratio: evaluationRatio(evaluation, parsings),
      limit: LIMITS.evaluation,
      behind: `${(evaluation.bytes / 1e6).toFixed(1)} MB, ${evaluation.findings} findings`,
    };
  });
}

/** What a month costs by the days measured last, with as much to read as the plan has today. */
function measuredMonth(accounts: MeasuredAccounts, withAll: boolean): Measured[] {
  const [few, byDefault] = recordedDays();
  const usage = scaledUsage(few, plannedObjects(accounts.few));
  return [
    ...monthRows({ on: few.on, usage }, true),
    ...(withAll ? monthRows(byDefault, false) : []),
  ];
}

/** What grows with the account, and whether each resource costs as much in a large one. */
async function measuredGrowth(
  { name, config }: Account,
  evidence: readonly EvidenceObject[],
): Promise<Measured[]> {
  const { resources } = prepareEvaluation(evidence, config, HOME_REGION);
  const recorded = { evidence, config, regions: COMPANY.regions };
  const sizes = [1, MIDDLE_TIMES, LARGE_TIMES];
  const on = `${name}, ${LARGE_TIMES} times the resources`;
  const calls: number[] = [];
  for (const times of sizes) calls.push(await countCalls(recorded, times));
  const measured: Measured[] = [
    {
      what: "calls for each further resource ÷ the same in a smaller account",
      on,
      ...growthOf(calls, resources, (count) => count.toFixed(2)),
      limit: LIMITS.growth,
      isChecked: true,
    },
  ];
  if (onlyCheck) return measured;
  const peaks: number[] = [];
  for (const times of sizes) peaks.push(await measureMemory(recorded, times));
  const inMegabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
  return [
    ...measured,
    {
      what: "memory for each further resource ÷ the same in a smaller account",
      on,
      ...growthOf(peaks, resources, inMegabytes),
      limit: LIMITS.memory,
    },
  ];
}

/** The slope between the larger sizes against that between the smaller ones, and the line itself. */
function growthOf(
  [one = 0, middle = 0, large = 0]: readonly number[],
  resources: number,
  inUnits: (amount: number) => string,
): Pick<Measured, "ratio" | "behind"> {
  const further = (from: number, to: number) => (to - from) * resources;
  const early = (middle - one) / further(1, MIDDLE_TIMES);
  const late = (large - middle) / further(MIDDLE_TIMES, LARGE_TIMES);
  const whole = (large - one) / further(1, LARGE_TIMES);
  const count = (times: number) => (times * resources).toLocaleString("en");
  return {
    ratio: late / early,
    behind: `${inUnits(one - whole * resources)} + ${inUnits(whole)} for each resource: ${[one, middle, large].map((amount) => inUnits(amount)).join(", ")} at ${[1, MIDDLE_TIMES, LARGE_TIMES].map(count).join(", ")} resources`,
  };
}

function evaluationRatio(evaluation: Evaluation, parsings: number): number {
  // Compiles what is measured.
  evaluation.round(parsings);
  const ratios: number[] = [];
  for (let round = 1; round <= ROUNDS.judging; round += 1) {
    const { parseMs, judgeMs } = evaluation.round(parsings);
    ratios.push(judgeMs / parseMs);
  }
  return median(ratios);
}
