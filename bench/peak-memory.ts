import { readFileSync } from "node:fs";

/**
 * The most memory, in bytes, that this process has held (its resident set), threads included.
 *
 * Not `process.resourceUsage().maxRSS` where that can be helped: Linux carries that number over from
 * the process that started this one.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html (`VmHWM`)
 */
export function peakMemoryBytes(): number {
  const kibibytes = highWaterMark() ?? process.resourceUsage().maxRSS;
  return kibibytes * 1_024;
}

function highWaterMark(): number | null {
  try {
    const [, mark] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return mark === undefined ? null : Number(mark);
  } catch {
    return null;
  }
}
