import { writeFileSync } from "node:fs";
import { peakMemoryBytes } from "./peak-memory.ts";

// Loaded into a process before what it runs (`node --import`): writes the most memory that it held,
// in bytes, into the file that BENCH_PEAK_FILE names.
const { BENCH_PEAK_FILE } = process.env;
process.on("exit", () => {
  if (BENCH_PEAK_FILE !== undefined) writeFileSync(BENCH_PEAK_FILE, String(peakMemoryBytes()));
});
