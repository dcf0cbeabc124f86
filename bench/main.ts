import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CHECKS } from "../shared/checks/catalogue.ts";
import { type EffectiveConfig, effectiveConfig } from "../shared/config/effective-config.ts";
import { loadConfig } from "../shared/config/load.ts";
import type { EvidenceObject } from "../shared/evidence/evidence-object.ts";
import { buildCompany, COMPANY, COMPANY_MOTO } from "../test/emulator/company.ts";
import { startMoto } from "../test/emulator/moto-server.ts";
import { type CachingProxy, startCachingProxy } from "./caching-proxy.ts";
import { type Evaluation, prepareEvaluation } from "./evaluation.ts";
import { type GatheringRound, gatheringRound, LATENCY_MS } from "./gathering.ts";
import { growEvidence } from "./grow-evidence.ts";
import { HOME_REGION } from "./live-round.ts";
import { type Measured, measurementTable, median, verdictOf } from "./table.ts";

// `npm run bench`: measures, prints the table and writes docs/bench.md. With `--check` it measures
// fewer rounds, writes nothing and exits 1 when a limit is broken beyond a machine's noise.
const root = join(import.meta.dirname, "..");
/**
 * How many times its limit a time may be in a check of few rounds: enough for a machine that others
 * use as well. A change that makes the work several times as long is still found.
 */
const CHECK_TOLERANCE = 3;

const onlyCheck = process.argv.includes("--check");
const ROUNDS = onlyCheck ? { gathering: 5, judging: 5 } : { gathering: 15, judging: 11 };
/** How many times the company's size its evidence is judged in. */
const LARGE_TIMES = 100;
/** How often the company's own evidence is parsed in a round: half a second of work. */
const SMALL_PARSINGS = 40;
const LIMITS = { calls: 1, wall: 1.5, evaluation: 3 };

interface Account {
  readonly name: string;
  readonly config: EffectiveConfig;
  readonly wallLimit: number | null;
}

const moto = await startMoto(COMPANY_MOTO);
const proxy = await startCachingProxy(moto.endpoint);
try {
  await buildCompany(moto);
  const accounts = await configuredAccounts();
  // Fills the cache, and loads every module that gathering needs.
  for (const { config } of accounts) await gatheringRound(proxy, config, snapshotAt(0));
  await proxy.freeze(LATENCY_MS);
  const rounds = await interleaved(proxy, accounts);
  const [company] = accounts;
  const evidence = company === undefined ? [] : (rounds.get(company)?.[0]?.evidence ?? []);
  const measured = [
    ...accounts.flatMap((account) => measuredGathering(account, rounds.get(account) ?? [])),
    ...(company === undefined ? [] : measuredEvaluation(company, evidence)),
  ];
  process.stdout.write(`${measurementTable(measured)}\n`);
  if (!onlyCheck) await writeFile(join(root, "docs/bench.md"), await page(measured));
  if (onlyCheck && measured.some(failsCheck)) process.exitCode = 1;
} finally {
  await proxy.close();
  await moto.stop();
}

/**
 * Whether a measurement fails `--check`: a count that is over its limit at all, or a time that is
 * several times over it. Few rounds on a machine that others use tell no finer.
 */
function failsCheck(one: Measured): boolean {
  if (verdictOf(one) !== "broken") return false;
  const isCount = one.limit === LIMITS.calls;
  return isCount || (one.limit !== null && one.ratio > one.limit * CHECK_TOLERANCE);
}

/** The company as the sample records it, and the same with every region that its account has. */
async function configuredAccounts(): Promise<Account[]> {
  const content = await readFile(join(root, "soc2.yaml"));
  const today = COMPANY.at.before.slice(0, 10);
  const config = effectiveConfig(loadConfig({ fileName: "soc2.yaml", content, today }));
  const only = { only: [...COMPANY.regions], reason: "Every other region is closed." };
  return [
    {
      name: `${COMPANY.name}, two regions`,
      config: { ...config, regions: only },
      wallLimit: LIMITS.wall,
    },
    // So many calls at once that making them takes longer than waiting for them.
    { name: `${COMPANY.name}, all enabled regions`, config, wallLimit: null },
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
      done.push(await gatheringRound(asked, account.config, snapshotAt(round)));
    }
  }
  return rounds;
}

function snapshotAt(round: number): string {
  return `2026-10-19T06-00-${String(round).padStart(2, "0")}Z`;
}

function measuredGathering(
  { name, wallLimit }: Account,
  rounds: readonly GatheringRound[],
): Measured[] {
  const [first] = rounds;
  if (first === undefined) return [];
  const { requests, fewest, chain } = first;
  const boundMs = chain.length * LATENCY_MS;
  return [
    {
      what: "calls sent ÷ distinct calls in the evidence",
      on: name,
      ratio: Math.max(...rounds.map((round) => round.requests / round.fewest)),
      limit: LIMITS.calls,
      behind: `${requests} sent, ${fewest} distinct`,
    },
    {
      what: "wall time ÷ longest chain of dependent calls",
      on: name,
      ratio: median(rounds.map(({ wallMs }) => wallMs / boundMs)),
      atLeast: median(rounds.map(({ wallMs, waitedMs }) => (wallMs - waitedMs) / boundMs)),
      limit: wallLimit,
      behind: `${chain.length} calls: ${chain.calls.join(" → ")}`,
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

async function page(measured: readonly Measured[]): Promise<string> {
  const sdk = await versionOf("node_modules/@aws-sdk/client-ec2/package.json");
  return `# Measurements

Generated by \`npm run bench\`; \`npm run bench -- --check\` measures fewer rounds and fails when a
count is over its limit, or a time is more than three times it. Everything is a ratio of two things measured in the same run.

${measurementTable(measured)}

- **Calls.** A proxy in front of the emulator counts requests and gives each answer a request id of
  its own. The fewest possible are the distinct calls (service, operation, region, input) in the
  evidence, and each poll. A request that no evidence holds ends the run with an error.
- **Wall time** is from the first request to the last answer, each answered ${LATENCY_MS} ms after it came;
  median of ${ROUNDS.gathering} rounds. The bound is ${LATENCY_MS} ms times the longest chain of calls of which
  each needs the answer before it; the rules are in \`bench/dependent-calls.ts\`. A limit counts as
  broken only when it is without the time in which other programs kept this one from running
  (Linux counts it); in between the run cannot tell. One process makes, signs and parses all calls:
  with all regions that takes longer than the chain, so that row has no limit.
- **Judging** is what \`takeSnapshot\` does with parsed evidence, for all criteria and with all
  ${CHECKS.length} checks, in processor time of its thread, after the code is compiled; median of
  ${ROUNDS.judging} rounds.

Measured with Node ${process.version}, AWS SDK ${sdk}.
`;
}

async function versionOf(file: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, file), "utf8")) as { version: string };
  return version;
}
