import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { CHECKS } from "../shared/checks/catalogue.ts";
import { externalExpected } from "../shared/snapshot/external-plan.ts";
import { expectedOf, planSnapshot } from "../shared/snapshot/plan.ts";
import { EXTERNAL_SOURCES } from "../shared/sources/external-sources.ts";
import type { MeasuredAccount } from "./measured-accounts.ts";
import { type DayUsage, type MeasuredDay, usageOf } from "./monthly-cost.ts";

const FILE = join(import.meta.dirname, "measured-days.json");

/** A measured day, and where it was measured. */
export interface DayOnAccount {
  readonly on: string;
  readonly day: MeasuredDay;
}

const count = z.int().nonnegative();
const schema = z
  .strictObject({
    on: z.string(),
    /** How many regions were read. */
    regions: z.int().positive(),
    /** Evidence objects that the plan of that time named. */
    planned: z.int().positive(),
    usage: z.strictObject({
      functions: count,
      collectors: count,
      gbSeconds: z.number().nonnegative(),
      puts: count,
      gets: count,
      lists: count,
      bytesWritten: count,
      calls: z.record(z.string(), count),
    }),
  })
  .readonly();

/** What `measured-days.json` keeps of one measured day. */
export type RecordedDay = z.infer<typeof schema>;

/** The days that were measured last: the small account in its regions, and in all. */
export function recordedDays(): [few: RecordedDay, all: RecordedDay] {
  const parsed: unknown = JSON.parse(readFileSync(FILE, "utf8"));
  return z.tuple([schema, schema]).parse(parsed);
}

/** Keeps measured days for the pages that are generated from them. */
export function recordDays(days: readonly RecordedDay[]): void {
  writeFileSync(FILE, `${JSON.stringify(days, null, 2)}\n`);
}

/** What is kept of a day that was measured on an account. */
export function recordedDay({ on, day }: DayOnAccount, account: MeasuredAccount): RecordedDay {
  const usage = usageOf(day);
  return {
    on,
    regions: regionsOf(account).length,
    planned: plannedObjects(account),
    usage: {
      ...usage,
      gbSeconds: Math.round(usage.gbSeconds),
      calls: { ...usage.calls },
    },
  };
}

/** How many evidence objects a day's snapshot of the account has, by its plan. */
export function plannedObjects(account: MeasuredAccount): number {
  const regions = regionsOf(account);
  return planSnapshot(account.config, CHECKS)
    .map((plan) => expectedOf(plan, regions).length)
    .reduce((sum, objects) => sum + objects, externalExpected(EXTERNAL_SOURCES, regions).length);
}

function regionsOf({ name, config }: MeasuredAccount): readonly string[] {
  if (config.regions.only === null) throw new Error(`${name} does not name its regions.`);
  return config.regions.only;
}

/** A measured day as it would be if more, or less, were planned: everything in proportion. */
export function scaledUsage({ planned, usage }: RecordedDay, plannedNow: number): DayUsage {
  const times = (amount: number) => (amount * plannedNow) / planned;
  return {
    ...usage,
    gbSeconds: times(usage.gbSeconds),
    puts: times(usage.puts),
    gets: times(usage.gets),
    lists: times(usage.lists),
    bytesWritten: times(usage.bytesWritten),
    calls: Object.fromEntries(
      Object.entries(usage.calls).map(([service, calls]) => [service, times(calls)]),
    ),
  };
}
