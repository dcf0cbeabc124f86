/**
 * Where the test files are named, separated by commas, that alone are run. Stryker's own `testFiles` does
 * not do: with it a mutant of what a module reckons as it is loaded is put in place too late to be seen.
 */
export const MUTATION_TESTS = "MUTATION_TESTS";

/** Those test files; all of them where none is named. */
export function testsToRun(all: readonly string[]): string[] {
  const named = (process.env[MUTATION_TESTS] ?? "").split(",").filter((file) => file !== "");
  return named.length > 0 ? named : [...all];
}
