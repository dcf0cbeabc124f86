import * as z from "zod";
import { CONTROL_FAMILIES } from "../controls/control.ts";
import { CRITERION_IDS } from "../criteria/criteria.ts";
import { STATED_NUMBER_SCHEMAS } from "./policy-numbers.ts";
import { sealedDecisionSchema } from "./sealed-decision.ts";

// Each schema is made once and named: making one takes time at every cold start.
// Whole numbers only: the manifest's canonical JSON holds no fractions.
const days = z.int().check(z.gte(1)).nullable();
const text = z.string().check(z.minLength(1));
const textOrNull = text.nullable();
const texts = z.array(text);
const someTexts = texts.check(z.minLength(1));
const day = z.iso.date();
const dayOrNull = day.nullable();
const criterionId = z.enum(CRITERION_IDS);

const ownerSchema = z.strictObject({
  name: text,
  email: textOrNull,
  role: textOrNull,
});

const criterionScopeSchema = z.strictObject({
  id: criterionId,
  inScope: z.boolean(),
  /** Why it is out of scope; null where it is in. */
  reason: textOrNull,
  approver: textOrNull,
  expiresOn: dayOrNull,
});

const effectiveControlSchema = z.strictObject({
  id: z.string().regex(/^[A-Z]{2}-\d{2}$/),
  companyId: textOrNull,
  family: z.enum(CONTROL_FAMILIES),
  statement: text,
  criteria: z.partialRecord(
    criterionId,
    z.strictObject({ strength: z.enum(["direct", "supporting"]), reason: text }),
  ),
  nature: z.enum(["automated", "manual", "hybrid"]),
  frequency: text,
  /** What checks cover of it, by the catalogue's names; empty for manual and for added controls. */
  parts: texts,
  documents: z.array(
    z.strictObject({
      id: text,
      name: text,
      maxAgeDays: days,
      needed: z.enum(["always", "when-found"]),
    }),
  ),
  carvedOut: textOrNull,
  owner: ownerSchema.nullable(),
  performer: textOrNull,
  inPlaceSince: dayOrNull,
  status: z.enum(["active", "not-applicable", "dropped"]),
  /** Why it is not active, who approved that and until when; null where it is active. */
  statusReason: textOrNull,
  approver: textOrNull,
  expiresOn: dayOrNull,
});

/** A stack is the tag that CloudFormation sets; `values` are globs, null means any value. */
const tagRule = { tag: text, values: someTexts.nullable() };

const boundarySchema = z.strictObject({
  in: z.array(z.strictObject(tagRule)),
  out: z.array(z.strictObject({ ...tagRule, reason: text, approver: text, expiresOn: dayOrNull })),
});

/** The sealed `config.json`, schema `config/1`: all that the engine knows of soc2.yaml. */
export const effectiveConfigSchema = z.strictObject({
  schema: z.literal("config/1"),
  /** Null where there is no soc2.yaml. */
  company: z.strictObject({ name: text }).nullable(),
  system: z.strictObject({ name: text, description: textOrNull }).nullable(),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .nullable(),
  regions: z.strictObject({
    /** Null: every region that the account has enabled. Sorted otherwise. */
    only: someTexts.nullable(),
    reason: textOrNull,
  }),
  /** All 61, in catalogue order. */
  criteria: z.array(criterionScopeSchema),
  boundary: boundarySchema.nullable(),
  /** Only the numbers that the company states, each with the document that states it. */
  policy: z.strictObject(STATED_NUMBER_SCHEMAS).partial(),
  /** Who may have full administration; missing where the file names nobody. */
  administrators: z.array(z.strictObject({ identity: text, reason: text })).optional(),
  /** Other accounts that may be let in; missing where the file names none. */
  knownAccounts: z
    .array(
      z.strictObject({
        /** 12 digits, or an organization's id. */
        account: z.string().regex(/^(?:\d{12}|o-[a-z0-9]{10,32})$/),
        name: text,
        relation: z.enum(["own", "vendor"]),
        reason: text,
      }),
    )
    .optional(),
  /** The catalogue's controls in its order, then the company's own in the file's. */
  controls: z.array(effectiveControlSchema),
  subserviceOrganizations: z.array(
    z.strictObject({
      name: text,
      carvedOut: someTexts,
      report: z.strictObject({ name: text, periodEnds: day }),
      reviewedOn: day,
      reviewedBy: text,
    }),
  ),
  schedule: z.strictObject({ at: text, timeZone: text }).nullable(),
  /** The register as it stood, in the file's order; missing where there is no decisions.yaml. */
  decisions: z.array(sealedDecisionSchema).optional(),
});

/** The resolved configuration: deterministic plain JSON, without fractional numbers. */
export type EffectiveConfig = z.output<typeof effectiveConfigSchema>;

/** A control after the company's overrides. */
export type EffectiveControl = EffectiveConfig["controls"][number];

/** The boundary as tag rules. */
export type EffectiveBoundary = NonNullable<EffectiveConfig["boundary"]>;

/** The numbers that the company's policies state; the others are missing. */
export type EffectivePolicy = EffectiveConfig["policy"];

/** Whether and why a criterion is in scope. */
export type CriterionScope = EffectiveConfig["criteria"][number];
