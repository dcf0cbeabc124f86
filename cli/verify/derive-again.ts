import { CHECKS } from "../../shared/checks/catalogue.ts";
import type { VerifyReport } from "../../shared/integrity/verify.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { type RederivedReport, rederive } from "../../shared/snapshot/rederive.ts";
import type { EvidenceReader } from "../../shared/store/store.ts";
import { thisRelease } from "../collector.ts";
import type { Terminal } from "../terminal.ts";

/** `verify --rederive`: every result once more, by the rules of this checkout. */
export async function deriveAgain(
  terminal: Pick<Terminal, "progress">,
  reader: EvidenceReader,
  verified: VerifyReport,
): Promise<RederivedReport> {
  return rederive({
    reader,
    crypto: nodeCrypto,
    checks: CHECKS,
    release: thisRelease(),
    verified,
    progress: ({ done, of, what }) =>
      terminal.progress(`Deriving the results of ${what} again, ${done + 1} of ${of}`),
  });
}
