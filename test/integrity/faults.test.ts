import { expect, test } from "vitest";
import { exitCodeOf, FAULTS, FaultLog, WARNINGS } from "../../shared/integrity/faults.ts";

test.each<[Parameters<typeof exitCodeOf>[0], number]>([
  [[], 0],
  [[{ code: "STALE" }], 2],
  [[{ code: "STALE" }, { code: "NO_TRUSTED_KEY" }], 3],
  [[{ code: "NO_TRUSTED_KEY" }, { code: "FILE_CHANGED" }, { code: "STALE" }], 1],
])("1 beats 3 beats 2: %j is %i", (faults, exitCode) => {
  expect(exitCodeOf(faults)).toBe(exitCode);
});

test.each([
  ...Object.entries(FAULTS).map(([code, { meaning }]) => [code, meaning]),
  ...Object.entries(WARNINGS),
])("%s has a meaning, which is a sentence: %s", (code, meaning) => {
  expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
  expect(meaning).toMatch(/^[A-Za-z].+\.$/);
});

test("what is noted of no place in the chain says nothing of one", () => {
  const log = new FaultLog();
  log.fault("STALE", null, "a");
  log.fault("FILE_CHANGED", "p", "b", 2);
  log.warn("GAP_RECORDED", null, "c");
  log.warn("KEY_CHANGED", "q", "d", 3);
  expect(log.faults).toStrictEqual([
    { code: "STALE", path: null, message: "a" },
    { code: "FILE_CHANGED", path: "p", message: "b", sequence: 2 },
  ]);
  expect(log.warnings).toStrictEqual([
    { code: "GAP_RECORDED", path: null, message: "c" },
    { code: "KEY_CHANGED", path: "q", message: "d", sequence: 3 },
  ]);
});
