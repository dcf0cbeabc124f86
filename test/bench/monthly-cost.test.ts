import { describe, expect, test } from "vitest";
import { PRICES } from "../../bench/aws-prices.ts";
import { billedSeconds, monthlyCost } from "../../bench/monthly-cost.ts";

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

describe("a month", () => {
  const nothing = {
    puts: 0,
    gets: 0,
    lists: 0,
    bytesWritten: 0,
    peakBytes: 0,
    wallMs: 0,
    processorMs: 0,
  };
  const month = (puts: number, calls: ReadonlyMap<string, number> = new Map()) =>
    new Map(
      monthlyCost({
        functions: [{ memoryMb: 512, run: { ...nothing, puts } }],
        collectors: 1,
        calls,
      }).map((item) => [item.what, item]),
    );

  test("counts each day's writes, and no free allowance where there is none", () => {
    const item = month(12).get("S3 writes and lists");
    expect(item?.count).toBe(365);
    expect(item?.usd).toBeCloseTo(365 * PRICES["S3 writes and lists"].usd, 12);
    expect(item?.usdBeyondFree).toBe(item?.usd);
  });

  test("asks nothing within an allowance, and says what it would be without", () => {
    const item = month(0).get("alarms");
    expect(item?.usd).toBeGreaterThan(0);
    expect(item?.usdBeyondFree).toBe(0);
  });

  test("counts calls of the services that ask money for them, and no others", () => {
    const items = month(
      0,
      new Map([
        ["secretsmanager", 12],
        ["iam", 1_000],
      ]),
    );
    expect(items.get("Secrets Manager requests")?.count).toBe(365);
    expect([...items.keys()].filter((what) => !(what in PRICES))).toEqual([]);
  });
});
