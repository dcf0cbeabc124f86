import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Every core: vitest leaves one free, which on two of them is half.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          // Modules hold no state of their own, so files may share what they have loaded: half the time.
          isolate: false,
          include: ["test/**/*.test.ts"],
          exclude: ["test/emulator/**", "test/browser/**", "test/interop/**"],
          // Enough for a machine that others use as well: no test is about time.
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          name: "emulator",
          include: ["test/emulator/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "interop",
          include: ["test/interop/**/*.test.ts"],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
