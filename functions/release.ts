/**
 * This release and the AWS SDK that parses the answers, as evidence names them. `bundle.ts` puts both
 * in; outside a bundle there is no release.
 */
export const RELEASE = {
  version: process.env.SOC2_RELEASE ?? "0.0.0",
  sdk: process.env.SOC2_SDK ?? "0.0.0",
} as const;
