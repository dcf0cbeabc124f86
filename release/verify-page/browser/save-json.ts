import type { VerifyReport } from "../../../shared/integrity/verify.ts";

/** Saves a report as `soc2-evidence verify --json` prints it. */
export function saveJson(report: VerifyReport): void {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "verdict.json";
  link.click();
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
