import type { Criterion } from "./criterion.ts";

/** PI1: in scope where customers depend on the service's calculations or transactions being right. */
export const PROCESSING_INTEGRITY_CRITERIA = [
  {
    id: "PI1.1",
    folder: "PI1.1-processing-definitions",
    name: "Processing definitions and data quality information",
    category: "Processing integrity",
    about:
      "The auditor wants it written down what each calculation or transaction should produce, from which data and how exact. Interface documentation that customers can read usually carries it.",
  },
  {
    id: "PI1.2",
    folder: "PI1.2-input-integrity",
    name: "Input completeness and accuracy",
    category: "Processing integrity",
    about:
      "The auditor sends a bad record in their mind and asks what stops it. Schema validation, rejected-record queues and counts of received against accepted are what to show.",
  },
  {
    id: "PI1.3",
    folder: "PI1.3-processing-controls",
    name: "Processing controls",
    category: "Processing integrity",
    about:
      "The auditor asks how you notice a job that stopped half way or ran twice. Dead-letter queues with alarms, idempotent handlers and reconciliations of totals answer it.",
  },
  {
    id: "PI1.4",
    folder: "PI1.4-output-delivery",
    name: "Output delivery controls",
    category: "Processing integrity",
    about:
      "The auditor follows one result to the customer it belongs to and asks how it could have reached another. Tenant separation, delivery logs and failed-delivery handling are the evidence.",
  },
  {
    id: "PI1.5",
    folder: "PI1.5-stored-items",
    name: "Storage of inputs, items in process and outputs",
    category: "Processing integrity",
    about:
      "The auditor asks whether stored inputs and results can be changed or lost without anyone noticing. Versioned buckets, restricted writers and database constraints speak to it.",
  },
] as const satisfies readonly Criterion[];
