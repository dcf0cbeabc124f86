import type { RecordedDay } from "./measured-days.ts";
import { type CostItem, MONTH_LIMIT_USD, monthlyCost, totalOf } from "./monthly-cost.ts";
import type { Measured } from "./table.ts";

/**
 * Rows of a month's cost in the table of measurements.
 *
 * @param limited whether the account is the small one, whose cost has a limit
 */
export function monthRows(
  { on, usage }: Pick<RecordedDay, "on" | "usage">,
  limited: boolean,
): Measured[] {
  const items = monthlyCost(usage);
  const { usual, bare } = totalOf(items);
  const row = (what: string, usd: number, behind: string, limit: number | null): Measured => ({
    what: `${what} ÷ ${MONTH_LIMIT_USD} USD`,
    on,
    ratio: usd / MONTH_LIMIT_USD,
    limit,
    isChecked: true,
    behind: `${usd.toFixed(2)} USD: ${behind}`,
  });
  return [
    row(
      "a month",
      usual,
      `${itemised(items, ({ usdBeyondFree }) => usdBeyondFree)}; a day has ${dayInWords(usage)}`,
      limited ? 1 : null,
    ),
    row(
      "a month, in an account that uses up every free allowance itself",
      bare,
      itemised(items, ({ usd }) => usd),
      null,
    ),
  ];
}

/** What makes up a cent or more, and the rest. */
function itemised(items: readonly CostItem[], usdOf: (item: CostItem) => number): string {
  const shown = items.filter((item) => usdOf(item) >= 0.005);
  const rest = sum(items.map(usdOf)) - sum(shown.map(usdOf));
  const words = shown
    .toSorted((left, right) => usdOf(right) - usdOf(left))
    .map((item) => `${item.what} ${usdOf(item).toFixed(2)}`);
  return [...words, `the rest ${rest.toFixed(2)}`].join(", ");
}

function dayInWords(usage: RecordedDay["usage"]): string {
  return [
    `${sum(Object.values(usage.calls))} calls`,
    `${usage.gbSeconds.toFixed(0)} GB-seconds of Lambda in ${usage.functions} functions`,
    `${usage.puts} objects of ${(usage.bytesWritten / 1e6).toFixed(1)} MB`,
    `${usage.gets} reads and ${usage.lists} lists of the vault`,
  ].join(", ");
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
