import { compareUtf8 } from "../../shared/integrity/bytes.ts";
import type { Fault, VerifyExitCode } from "../../shared/integrity/faults.ts";
import type { MemoryStore } from "../store/memory-store.ts";

/** What a vector's `expected.json` says: how to verify the bundle, and what must come of it. */
export interface Expected {
  /** The rows of the list of cases that this vector covers. */
  cases: readonly number[];
  asOf: string;
  /** File names in `keys/`. */
  trustedKeys: readonly string[];
  knownHead?: { sequence: number; sha256: string };
  exitCode: VerifyExitCode;
  /** Sorted by code, then path. */
  faults: readonly { code: string; path: string | null }[];
  warnings: readonly string[];
}

/** One bundle of the test kit, and how it is made. */
export interface Vector extends Partial<Omit<Expected, "exitCode">> {
  name: string;
  about: string;
  exitCode: VerifyExitCode;
  make(): Promise<MemoryStore>;
}

/** Faults as `expected.json` has them. */
export function codesAndPaths(faults: readonly Fault[]): { code: string; path: string | null }[] {
  return faults
    .map(({ code, path }) => ({ code, path }))
    .toSorted((a, b) => compareUtf8(a.code, b.code) || compareUtf8(a.path ?? "", b.path ?? ""));
}
