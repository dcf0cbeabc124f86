import * as z from "zod";
import {
  CONCERN_ANSWERS,
  DECISION_OUTCOMES,
  DOWNTIME_ANSWERS,
  HARM_ANSWERS,
} from "../config/decision-answers.ts";
import { fullNameSchema, personSchema } from "../config/person.ts";
import { section } from "../config/section.ts";
import { day, writtenText, writtenWords } from "../config/written-text.ts";
import { givesReason, RATIONALE_ALLOWED } from "./rationale.ts";
import { isDistinctive, PATTERN_ALLOWED } from "./resource-pattern.ts";

const FINDING_ID = 'the id of a finding in quotes, such as "9f2c51d07c0a4be1"; reports show it';
const findingId = z.string({ error: FINDING_ID }).regex(/^[0-9a-f]{16}$/, { error: FINDING_ID });

const DECISION_ID = "an id of the register's own, such as D-001";

const CHECK_ID =
  "the id of a check, such as s3.public-access-blocked, or of another tool's rule, such as fsbp:S3.1";

// Runs beside other faults of the same decision, so that one run shows them all.
const whenMapping = ({ value }: { value: unknown }) => typeof value === "object" && value !== null;

const proofSchema = section({
  commit: writtenText("the commit by which the approver approved it").optional(),
  document: writtenText("the signed document, and where it is kept").optional(),
  ticket: writtenText("the ticket in which the approver approved it").optional(),
})
  .refine((proof) => Object.keys(proof).length === 1, {
    error: "one of commit, document, ticket",
    when: whenMapping,
  })
  .meta({
    oneOf: [{ required: ["commit"] }, { required: ["document"] }, { required: ["ticket"] }],
    description: "What shows that the approver approved. Without it the word is management's own.",
  });

const decisionSchema = section({
  id: z.string({ error: DECISION_ID }).regex(/^[A-Z][A-Z0-9]*-\d{1,6}$/, { error: DECISION_ID }),
  finding: findingId.optional().meta({ description: "The one finding that it is about." }),
  check: z
    .string({ error: CHECK_ID })
    .regex(/^(?:[a-z0-9.-]+|[^\s:][^:]*:\S.*)$/, { error: CHECK_ID })
    .optional()
    .meta({ description: "With resources and findings: the rule that some resources break." }),
  resources: writtenText(PATTERN_ALLOWED)
    .refine(isDistinctive, { error: PATTERN_ALLOWED })
    .optional(),
  findings: z
    .array(findingId, { error: "a list of ids of findings" })
    .min(1, { error: "a list of ids of findings" })
    .optional()
    .meta({
      description:
        "The findings that the pattern matched when it was decided. Others that it matches later reopen all of them.",
      uniqueItems: true,
    }),
  concern: z
    .enum(CONCERN_ANSWERS, { error: "yes or no" })
    .optional()
    .meta({ description: "Is it a SOC 2 concern?" }),
  harm: z
    .enum(HARM_ANSWERS, { error: "yes, only-with-another-fault or no" })
    .optional()
    .meta({ description: "Can it do real harm?" }),
  downtime: z
    .enum(DOWNTIME_ANSWERS, { error: "none, rolling restart, brief interruption or replacement" })
    .optional()
    .meta({ description: "What does mending it cost the running product?" }),
  outcome: z.enum(DECISION_OUTCOMES, { error: "fix, accept or mitigate" }).meta({
    description:
      "fix: it is mended until expiresOn. accept: it is borne as it is. mitigate: another control makes up for it.",
  }),
  rationale: writtenText(RATIONALE_ALLOWED).refine(givesReason, { error: RATIONALE_ALLOWED }),
  owner: personSchema,
  approver: fullNameSchema,
  decidedOn: day("The day on which it was decided; not in the future."),
  expiresOn: day("The last day on which it holds, a year after decidedOn at most."),
  compensatingControl: writtenWords(4, "what makes up for it, in at least four words")
    .optional()
    .meta({ description: "Needed with mitigate." }),
  ticket: writtenText("the ticket in which it is followed up").optional(),
  proof: proofSchema.optional(),
  selfApproval: writtenWords(4, "how it is made up for that nobody else approved it")
    .optional()
    .meta({
      description:
        "Where owner and approver are one person, in a company that has no second one: how that is made up for.",
    }),
})
  .refine(
    ({ finding, check, resources, findings }) => {
      const pattern = [check, resources, findings].filter((part) => part !== undefined).length;
      return finding === undefined ? pattern === 3 : pattern === 0;
    },
    { error: "finding alone, or check with resources and findings", when: whenMapping },
  )
  .refine(
    ({ outcome, compensatingControl }) =>
      outcome !== "mitigate" || compensatingControl !== undefined,
    {
      error: "what makes up for it: mitigate needs a compensatingControl",
      path: ["compensatingControl"],
      when: whenMapping,
    },
  )
  .meta({
    anyOf: [
      {
        required: ["finding"],
        not: {
          anyOf: [{ required: ["check"] }, { required: ["resources"] }, { required: ["findings"] }],
        },
      },
      { required: ["check", "resources", "findings"], not: { required: ["finding"] } },
    ],
  });

/**
 * decisions.yaml as plain data. What needs the whole file, today's date or the catalogue of checks
 * stands in `register-rules.ts`.
 */
export const registerSchema = section({
  version: z.literal(1, { error: "the number 1" }),
  decisions: z.array(decisionSchema, { error: "a list of decisions" }),
}).meta({ title: "decisions.yaml" });

/** decisions.yaml, loaded and free of errors. */
export type WrittenRegister = z.output<typeof registerSchema>;
export type WrittenDecision = WrittenRegister["decisions"][number];
