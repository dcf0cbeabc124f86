import { defineConfig } from "vitest/config";
import { testsToRun } from "./tests-to-run.ts";

/** The tests of the verifier, and nothing that takes longer: they run once for each mutant. */
export default defineConfig({
  test: {
    include: testsToRun(["test/integrity/**/*.test.ts", "test/vectors/**/*.test.ts"]),
    // Properties draw again and again: a mutant that the tables do not see is not to be left to luck.
    exclude: ["test/integrity/tampering-properties.test.ts"],
    setupFiles: ["test/mutation/fixed-seed.ts"],
    testTimeout: 90_000,
  },
});
