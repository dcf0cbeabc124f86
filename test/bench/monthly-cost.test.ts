import { describe, expect, test } from "vitest";
import { PRICES, type Price, type Priced, SERVICES } from "../../bench/aws-prices.ts";
import { measuredAccounts } from "../../bench/measured-accounts.ts";
import { plannedObjects, recordedDays, scaledUsage } from "../../bench/measured-days.ts";
import {
  billedSeconds,
  type DayUsage,
  DEPLOYED,
  MONTH_LIMIT_USD,
  monthlyCost,
  PRICED_ROTATIONS,
  totalOf,
  usageOf,
} from "../../bench/monthly-cost.ts";
import { EVIDENCE_METRICS } from "../../infra/constructs/alarms.ts";
import { PROGRESS_METRICS } from "../../shared/report/progress-metrics.ts";
import { EXTERNAL_GROUPS } from "../../shared/sources/external-sources.ts";
import { COMPANY } from "../emulator/company.ts";
import { mapItems, plans, sample } from "../infra/sample-stack.ts";
import { ofType } from "../infra/synthesized.ts";

describe("a function is billed", () => {
  test.each([
    ["as long as it waits, whatever its size", { wallMs: 2_000, processorMs: 0 }, 512, 2],
    ["its work as it is, with a whole processor", { wallMs: 2_000, processorMs: 500 }, 1_769, 2],
    ["its work no shorter, with more than one", { wallMs: 2_000, processorMs: 500 }, 2_048, 2],
    ["its work twice as long, with half a one", { wallMs: 2_000, processorMs: 500 }, 884.5, 2.5],
    ["its work whole, where threads shared it", { wallMs: 400, processorMs: 500 }, 1_769, 0.5],
  ])("%s", (_sentence, run, memoryMb, seconds) => {
    expect(billedSeconds(run, memoryMb)).toBeCloseTo(seconds, 9);
  });
});

test("a day takes what its functions took, together", () => {
  const run = { puts: 3, gets: 2, lists: 1, bytesWritten: 10, peakBytes: 7, processorMs: 0 };
  const day = {
    functions: [
      { memoryMb: 512, run: { ...run, wallMs: 4_000 } },
      { memoryMb: 2_048, run: { ...run, wallMs: 1_000 } },
    ],
    collectors: 1,
    calls: new Map([
      ["s3", 5],
      ["iam", 9],
    ]),
  };
  expect(usageOf(day)).toEqual({
    functions: 2,
    collectors: 1,
    gbSeconds: 4,
    puts: 6,
    gets: 4,
    lists: 2,
    bytesWritten: 20,
    calls: { iam: 9, s3: 5 },
  });
});

const NOTHING: DayUsage = {
  functions: 1,
  collectors: 1,
  gbSeconds: 0,
  puts: 0,
  gets: 0,
  lists: 0,
  bytesWritten: 0,
  calls: {},
};

describe("a month", () => {
  const month = (usage: Partial<DayUsage>, rotations = 0) =>
    new Map(monthlyCost({ ...NOTHING, ...usage }, rotations).map((item) => [item.what, item]));

  test("counts each day's writes, and no free allowance where there is none", () => {
    const item = month({ puts: 12 }).get("S3 writes and lists");
    expect(item?.count).toBe(365);
    expect(item?.usd).toBeCloseTo(365 * PRICES["S3 writes and lists"].usd, 12);
    expect(item?.usdBeyondFree).toBe(item?.usd);
  });

  test("keeps what 400 days wrote", () => {
    const item = month({ bytesWritten: 5_000_000 }).get("S3 GB kept");
    expect(item).toMatchObject({ count: 2, usd: 0.046 });
  });

  test("asks nothing within an allowance, and says what it would be without", () => {
    const item = month({}).get("alarms");
    expect(item?.usd).toBeGreaterThan(0);
    expect(item?.usdBeyondFree).toBe(0);
  });

  test("counts calls of the services that ask money for them, and no others", () => {
    const items = month({ calls: { secretsmanager: 12, iam: 1_000 } });
    expect(items.get("Secrets Manager requests")?.count).toBe(365);
    expect([...items.keys()].filter((what) => !(what in PRICES))).toEqual([]);
  });

  test.each([
    ["none", 0, 2],
    ["one", 1, 3],
    ["as many as AWS asks money for", PRICED_ROTATIONS, 4],
    ["one more", PRICED_ROTATIONS + 1, 4],
  ])("after %s of the rotations pays for keys and their earlier material", (_says, times, usd) => {
    const items = month({}, times);
    const keys = items.get("KMS keys")?.usdBeyondFree ?? Number.NaN;
    expect(keys + (items.get("KMS key rotations")?.usdBeyondFree ?? Number.NaN)).toBe(usd);
  });

  test("has a line for everything that has a price", () => {
    const items = month({ calls: { cloudwatch: 1, secretsmanager: 1, sns: 1, sqs: 1 } });
    expect([...items.keys()].sort()).toEqual(Object.keys(PRICES).sort());
  });

  test("comes to the sum of its lines", () => {
    const total = totalOf([
      { what: "alarms", count: 1, usd: 0.5, usdBeyondFree: 0.25 },
      { what: "dashboards", count: 1, usd: 3, usdBeyondFree: 0 },
    ]);
    expect(total).toEqual({ usual: 0.25, bare: 3.5 });
  });
});

describe("what is reckoned with", () => {
  test("is in the stack", () => {
    const inStack = (type: string) => ofType(sample, type).length;
    expect(DEPLOYED).toEqual({
      keys: inStack("AWS::KMS::Key"),
      metrics: EVIDENCE_METRICS.length + PROGRESS_METRICS.length,
      alarms: inStack("AWS::CloudWatch::Alarm"),
      dashboards: inStack("AWS::CloudWatch::Dashboard"),
    });
  });

  test.each(recordedDays())("was measured with the stack's collectors: $on", ({ usage }) => {
    expect(usage.collectors).toBe(mapItems(sample).length);
    expect(usage.collectors).toBe(plans.length + Object.keys(EXTERNAL_GROUPS).length);
    // Start, plan and manifest beside them.
    expect(usage.functions).toBe(usage.collectors + 3);
  });

  test.each(Object.entries(PRICES) as [Priced, Price][])(
    "%s says where its price was seen",
    (_what, price) => {
      expect(SERVICES[price.service].page).toMatch(
        /^https:\/\/aws\.amazon\.com\/[a-z0-9-]+\/pricing\/$/,
      );
      // What does not stand on AWS's page stands somewhere.
      expect(price.seen === "page" || price.seenAt !== undefined).toBe(true);
    },
  );
});

describe("a small account", () => {
  test(`pays at most ${MONTH_LIMIT_USD} USD a month for what its checks read today`, async () => {
    const [few] = recordedDays();
    const accounts = await measuredAccounts();
    expect(few.regions).toBe(COMPANY.regions.length);
    const usage = scaledUsage(few, plannedObjects(accounts.few));
    expect(totalOf(monthlyCost(usage)).usual).toBeLessThanOrEqual(MONTH_LIMIT_USD);
  });

  test(`pays at most ${MONTH_LIMIT_USD} USD, too, should metrics be billed by whole months`, () => {
    const [few] = recordedDays();
    const items = monthlyCost(few.usage).filter(({ what }) => what !== "metric hours");
    const { usd, per, free } = PRICES["metric hours"];
    const wholeMonths = Math.max(0, DEPLOYED.metrics * per - free) * usd;
    expect(wholeMonths).toBeCloseTo(0.3, 9);
    expect(totalOf(items).usual + wholeMonths).toBeLessThanOrEqual(MONTH_LIMIT_USD);
  });

  test("pays in proportion to what is planned, and for keys and alarms as before", () => {
    const [few] = recordedDays();
    const twice = scaledUsage(few, few.planned * 2);
    expect(twice).toEqual({
      functions: few.usage.functions,
      collectors: few.usage.collectors,
      gbSeconds: few.usage.gbSeconds * 2,
      puts: few.usage.puts * 2,
      gets: few.usage.gets * 2,
      lists: few.usage.lists * 2,
      bytesWritten: few.usage.bytesWritten * 2,
      calls: Object.fromEntries(
        Object.entries(few.usage.calls).map(([service, calls]) => [service, calls * 2]),
      ),
    });
  });
});
