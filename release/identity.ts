import type { Release } from "../shared/snapshot/rederive.ts";

/** Which release this file belongs to. `build.ts` puts both in; outside a release there is none. */
export const IDENTITY: Release = {
  version: process.env.SOC2_RELEASE ?? "0.0.0",
  codeSha256: process.env.SOC2_CODE_SHA256 ?? "0".repeat(64),
};
