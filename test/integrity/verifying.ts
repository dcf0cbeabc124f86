import { placeOf } from "../../shared/integrity/bundle-layout.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import {
  type VerifyInput,
  type VerifyReport,
  verifyBundle,
} from "../../shared/integrity/verify.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { sealReports } from "../../shared/snapshot/seal-reports.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { company, DAYS, sealDay, snapshotOf } from "./sample-bundle.ts";

/** The days of the bundles under test. */
export const [FIRST, SECOND, THIRD] = DAYS;
/** A path in `snapshots/` of a day. */
export const at = (day: string, name: string): string => `snapshots/${snapshotOf(day)}/${name}`;

/** Verifies with the company's key, half an hour after the second day, unless said. */
export function verify(
  reader: VerifyInput["reader"],
  trusted: readonly { spki: Uint8Array }[] = [company],
  more: Partial<VerifyInput> = {},
): Promise<VerifyReport> {
  return verifyBundle({
    reader,
    crypto: nodeCrypto,
    trustedKeys: trusted,
    asOf: "2026-11-21T06:30:00Z",
    ...more,
  });
}

/** The codes of the faults, each once. */
export const codes = ({ faults }: VerifyReport): string[] => [
  ...new Set(faults.map(({ code }) => code)),
];
/** The codes of the warnings. */
export const warned = ({ warnings }: VerifyReport): string[] => warnings.map(({ code }) => code);

/** Two days with everything that a bundle may hold: documents, findings of others, reports. */
async function richBundle(): Promise<MemoryStore> {
  const store = new MemoryStore();
  await store.put("CC6.1-access-controls/manual/policy.pdf", utf8("%PDF-1.7\n"));
  await store.put("inbox/new.pdf", utf8("%PDF-1.7\n"));
  await store.put("shares/link.json", utf8("{}\n"));
  for (const day of [FIRST, SECOND]) {
    await store.put(`external/${snapshotOf(day)}/findings.ndjson`, utf8('{"Id":"a"}\n'));
    const { manifestSha256 } = await sealDay(store, day);
    const reports = [{ path: "gaps.html", bytes: utf8(`<p>${day}</p>\n`) }];
    await sealReports(store, company, snapshotOf(day), manifestSha256, reports);
  }
  return store;
}

/** The bundle that is tampered with; clone it first. */
export const RICH = await richBundle();
/** Its paths that the seal covers. */
export const SEALED_PATHS = [...RICH.objects.keys()].filter(
  (path) => placeOf(path).kind !== "outside",
);
