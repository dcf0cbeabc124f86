import { control, direct, document, QUARTERLY_DAYS, supporting, YEARLY_DAYS } from "./control.ts";

/** How customers' data is encrypted, classified, kept and disposed of. */
export const DATA = [
  control({
    id: "DP-01",
    family: "data",
    statement: "Stored customer data is encrypted with keys that AWS or the company manages.",
    criteria: {
      "CC6.1": direct(
        "Encryption at rest makes a copied disk or snapshot useless without the key.",
      ),
      "C1.1": supporting(
        "Encrypted storage keeps confidential data from whoever gets at the medium.",
      ),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["buckets", "volumes", "databases", "caches", "queues and topics"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "DP-02",
    family: "data",
    statement: "Data that crosses public networks is encrypted with TLS 1.2 or later.",
    criteria: {
      "CC6.6": supporting("Old protocol versions give someone on the path a way in."),
      "CC6.7": direct(
        "TLS is what protects data while it moves between customers and the product.",
      ),
      "C1.1": supporting("Confidential data is read on the wire where plain HTTP is accepted."),
    },
    nature: "automated",
    frequency: "Daily",
    parts: [
      "listeners and distributions",
      "APIs",
      "buckets",
      "certificates",
      "traffic to caches",
      "traffic to databases",
    ],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "DP-03",
    family: "data",
    statement:
      "Customer-managed encryption keys are rotated, and their policies limit who may use and who may administer them.",
    criteria: {
      "CC6.1": direct("Encryption guards no more than the policy of its key does."),
      "CC6.3": supporting(
        "Keeping key users and key administrators apart separates two powerful duties.",
      ),
      "C1.1": supporting("Who may decrypt confidential data is decided in the key's policy."),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["key rotation status", "key policies"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "DP-04",
    family: "data",
    statement:
      "Data is classified by a written scheme, and each data store is listed with its class.",
    criteria: {
      "CC3.2": supporting("The class of a store tells how bad its loss would be."),
      "CC6.1": supporting("How strictly a store must be guarded follows from its class."),
      "C1.1": direct("Confidential data has to be found and marked before it can be kept so."),
    },
    nature: "hybrid",
    frequency: "Annually; the list of stores daily",
    parts: ["data stores with their class tags"],
    documents: [document("classification-policy", "Classification scheme", YEARLY_DAYS)],
    carvedOut: null,
  }),
  control({
    id: "DP-05",
    family: "data",
    statement: "Confidential data is kept and deleted as contracts and the retention schedule say.",
    criteria: {
      "CC6.5": supporting("Data deleted on time is not on the asset when the asset is let go."),
      "C1.2": direct(
        "Expiry settings and answered requests show confidential data ending when promised.",
      ),
    },
    nature: "hybrid",
    frequency: "Daily, and per request",
    parts: ["lifecycle and expiry settings"],
    documents: [
      document("retention-schedule", "Retention schedule", YEARLY_DAYS),
      document(
        "deletion-requests",
        "Deletion requests of the quarter with proof, or a statement that there were none",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "DP-06",
    family: "data",
    statement:
      "Company devices and storage media are wiped before reuse or disposal, and each wipe is logged.",
    criteria: {
      "CC6.5": direct("A logged wipe shows that nothing could be read from what was given away."),
      "CC6.7": supporting("A wiped device carries no customer data out of the company."),
      "C1.2": supporting("Copies of confidential data on old devices end with the wipe."),
    },
    nature: "manual",
    frequency: "Per disposal",
    parts: [],
    documents: [
      document(
        "disposal-log",
        "Disposals of the quarter with each wipe, or a statement that there were none",
        QUARTERLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "DP-07",
    family: "data",
    statement:
      "Production data is not used for testing unless it is masked or its use is approved.",
    criteria: {
      "CC8.1": supporting("Changes are tested on data whose exposure would harm no customer."),
      "C1.1": direct("Test systems are guarded less, so confidential data must stay out of them."),
    },
    nature: "manual",
    frequency: "Annually",
    parts: [],
    documents: [
      document("test-data-policy", "Policy section on test data", YEARLY_DAYS),
      document(
        "test-data-statement",
        "What data each test environment holds, with the approval of any production data",
        YEARLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
] as const;
