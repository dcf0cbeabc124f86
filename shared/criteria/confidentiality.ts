import type { Criterion } from "./criterion.ts";

/** C1: in scope where the company promises to keep customers' information secret. */
export const CONFIDENTIALITY_CRITERIA = [
  {
    id: "C1.1",
    folder: "C1.1-confidential-information",
    name: "Identifying and keeping confidential information",
    category: "Confidentiality",
    about:
      "The auditor asks which data you promised to keep secret, which buckets and databases hold it, and what keeps everyone else out. A class on each data store makes that a short conversation.",
  },
  {
    id: "C1.2",
    folder: "C1.2-confidential-disposal",
    name: "Disposing of confidential information",
    category: "Confidentiality",
    about:
      "The auditor picks a customer who left and asks where their data is now. Lifecycle rules, expiry settings and a log of deletion requests show that it went when the contract said.",
  },
] as const satisfies readonly Criterion[];
