import { type FileReport, verifyFile } from "../../shared/integrity/verify-file.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import type { EvidenceReader } from "../../shared/store/store.ts";
import { company, snapshotOf } from "./sample-bundle.ts";
import { SECOND } from "./verifying.ts";

/** Two files of the second day. */
export const FILE = `CC6.1-access-controls/${snapshotOf(SECOND)}/iam.account-summary.json`;
export const OTHER = `CC6.6-network-boundary/${snapshotOf(SECOND)}/ec2.security-groups.eu-west-1.json`;
/** A document, which both days pin. */
export const POLICY = "CC6.1-access-controls/manual/policy.pdf";

/** Verifies one file with the company's key, half an hour after the second day, unless said. */
export const prove = (
  reader: EvidenceReader,
  path = FILE,
  trustedKeys: readonly { spki: Uint8Array }[] = [company],
): Promise<FileReport> =>
  verifyFile({ reader, crypto: nodeCrypto, trustedKeys, asOf: "2026-11-21T06:30:00Z", path });

/** The codes of the faults, in their order. */
export const codes = ({ faults }: FileReport): string[] => faults.map(({ code }) => code);
