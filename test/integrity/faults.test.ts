import { expect, test } from "vitest";
import { exitCodeOf } from "../../shared/integrity/faults.ts";

test.each<[Parameters<typeof exitCodeOf>[0], number]>([
  [[], 0],
  [[{ code: "STALE" }], 2],
  [[{ code: "STALE" }, { code: "NO_TRUSTED_KEY" }], 3],
  [[{ code: "NO_TRUSTED_KEY" }, { code: "FILE_CHANGED" }, { code: "STALE" }], 1],
])("1 beats 3 beats 2: %j is %i", (faults, exitCode) => {
  expect(exitCodeOf(faults)).toBe(exitCode);
});
