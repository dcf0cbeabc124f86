import { harmfulWith, mapped } from "./rule.ts";

/** Where sensitive data lies, as Macie finds it. */
export const MACIE_RULES = [
  mapped("macie.on", "Macie is on", {
    ids: {
      fsbp: ["Macie.1"],
      prowler: ["macie_is_enabled"],
      "cis-1.4": ["2.1.4"],
      "cis-3.0": ["2.1.3"],
      "cis-5.0": ["2.1.3"],
      config: ["macie-status-check"],
    },
    criteria: {
      "C1.1":
        "Confidential data has to be found before it can be kept so, also where nobody meant to put it.",
      "CC6.1": "How strictly a bucket must be guarded follows from what lies in it.",
    },
    harm: harmfulWith("sensitive data has to lie where it should not"),
    downtime: "none",
  }),
  mapped("macie.discovers-by-itself", "Macie looks for sensitive data by itself", {
    ids: {
      fsbp: ["Macie.2"],
      prowler: ["macie_automated_sensitive_data_discovery_enabled"],
      config: ["macie-auto-sensitive-data-discovery-check"],
    },
    criteria: {
      "C1.1":
        "A search that runs every day notices the export that was dropped into a bucket last night.",
    },
    harm: harmfulWith("sensitive data has to lie where it should not"),
    downtime: "none",
  }),
];
