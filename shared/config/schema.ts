import * as z from "zod";
import { CONTROLS } from "../controls/catalogue.ts";
import { CONTROL_FAMILIES } from "../controls/control.ts";
import { CRITERION_CATEGORIES, CRITERION_IDS } from "../criteria/criteria.ts";
import { deploymentSchema } from "./deployment.ts";
import { emailSchema, fullNameSchema, personSchema } from "./person.ts";
import { STATED_NUMBER_SCHEMAS } from "./policy-numbers.ts";
import { REGION_NAME } from "./region-name.ts";
import { listOf, mapOf, section } from "./section.ts";
import { day, writtenText, writtenWords } from "./written-text.ts";

/** The ids of the catalogue's controls, in its order. */
export const CATALOGUE_CONTROL_IDS = CONTROLS.map(({ id }) => id);

const CONTROL_ID = /^[A-Z]{2}-\d{2}$/;

const reason = writtenWords(3, "a reason in at least three words");

const criterionId = z.enum(CRITERION_IDS, {
  error: "the id of one of the 61 criteria, such as A1.2",
});
const catalogueControlId = z.enum(CATALOGUE_CONTROL_IDS, {
  error: "the id of a control in the catalogue, such as AC-01",
});
const controlId = z
  .string({ error: "the id of a control, such as AC-01" })
  .regex(CONTROL_ID, { error: "the id of a control: two capital letters, a hyphen, two digits" });

/** What leaving something out always needs. Its expiry may not lie in the past. */
const ruling = {
  reason,
  approver: fullNameSchema,
  expiresOn: day("The last day on which this holds; then it is decided anew.").optional(),
};

const rulingSchema = section(ruling).meta({
  id: "ruling",
  description: "Why, and which person approved it.",
});

const scopeSchema = section({
  categories: listOf(
    z.enum(CRITERION_CATEGORIES, { error: `one of ${CRITERION_CATEGORIES.join(", ")}` }),
    `a list out of ${CRITERION_CATEGORIES.join(", ")}`,
  )
    .optional()
    .meta({ description: "Categories in scope; Security always is." }),
  criteria: section({
    exclude: listOf(
      section({ criterion: criterionId, ...ruling }),
      "a list of criteria with reason and approver",
    ).meta({ description: "Single criteria that do not apply to this system." }),
  }).optional(),
});

const regionsSchema = z
  .union(
    [
      z.literal("all-enabled"),
      section({
        only: listOf(
          z
            .string({ error: "the name of a region, such as eu-central-1" })
            .regex(REGION_NAME, { error: "the name of a region, such as eu-central-1" }),
          "a list of region names",
        ),
        reason,
      }),
    ],
    { error: "all-enabled, or a mapping with the keys only, reason" },
  )
  .meta({ description: "The regions to read. Leaving regions out needs a reason." });

const tagKeys = {
  tag: writtenText("the key of a tag, such as environment").optional(),
  values: listOf(
    writtenText("the value of a tag in quotes; * and ? stand for any characters"),
    "a list of tag values",
  ).optional(),
  stack: writtenText(
    "the name of a CloudFormation stack; * and ? stand for any characters",
  ).optional(),
};

const TAG_OR_STACK = [
  { required: ["tag"] },
  { required: ["stack"], not: { required: ["values"] } },
];
const TAG_VALUES_OR_STACK = [
  { required: ["tag", "values"], not: { required: ["stack"] } },
  { required: ["stack"], not: { anyOf: [{ required: ["values"] }, { required: ["tag"] }] } },
];

function hasOneOf({ tag, values, stack }: BoundaryKeys, valuesNeeded: boolean): boolean {
  if (stack !== undefined) return tag === undefined && values === undefined;
  return tag !== undefined && (values !== undefined || !valuesNeeded);
}

interface BoundaryKeys {
  tag?: unknown;
  values?: unknown;
  stack?: unknown;
}

// Runs beside other faults of the same rule, so that one run shows them all.
const whenMapping = ({ value }: { value: unknown }) => typeof value === "object" && value !== null;

const boundarySchema = section({
  in: listOf(
    section(tagKeys)
      .refine((rule) => hasOneOf(rule, false), {
        error: "either tag, with or without values, or stack",
        when: whenMapping,
      })
      .meta({ oneOf: TAG_OR_STACK }),
    "a list of tags or stacks",
  ).optional(),
  out: listOf(
    section({ ...tagKeys, ...ruling })
      .refine((rule) => hasOneOf(rule, true), {
        error: "either tag together with values, or stack",
        when: whenMapping,
      })
      .meta({ oneOf: TAG_VALUES_OR_STACK }),
    "a list of tags with values, or stacks",
  ).optional(),
}).meta({
  description:
    "Which resources belong to the system, by tag or stack. What neither names counts as in.",
});

const familyName = z.enum(CONTROL_FAMILIES, { error: `one of ${CONTROL_FAMILIES.join(", ")}` });

const administratorSchema = section({
  identity: writtenText(
    "an identity's ARN, or what follows the account in it, such as user/alice; * and ? stand for any characters",
  ),
  reason,
});

const ACCOUNT_OR_ORGANIZATION =
  "an AWS account id of 12 digits, in quotes, or the id of an organization, such as o-a1b2c3d4e5";

const knownAccountSchema = section({
  account: z
    .string({ error: ACCOUNT_OR_ORGANIZATION })
    .regex(/^(?:\d{12}|o-[a-z0-9]{10,32})$/, { error: ACCOUNT_OR_ORGANIZATION }),
  name: writtenText("whose account it is"),
  relation: z.enum(["own", "vendor"], { error: "own or vendor" }),
  reason,
});

const ownersSchema = section({
  families: mapOf(
    familyName,
    personSchema,
    `out of the families ${CONTROL_FAMILIES.join(", ")}`,
  ).optional(),
  controls: mapOf(controlId, personSchema, "ids of controls, such as AC-01").optional(),
}).meta({ description: "Who answers for the controls: by family, and single controls by id." });

const statement = writtenText("the control in one plain sentence");
const performer = writtenText("who or what performs the control");
const companyId = writtenText("the company's own id of the control, in quotes if it is a number");
const inPlaceSince = day("The first day on which the control was performed; not in the future.");

const overrideSchema = section({
  statement: statement.optional(),
  companyId: companyId.optional(),
  performer: performer.optional(),
  inPlaceSince: inPlaceSince.optional(),
  notApplicable: rulingSchema.optional(),
  drop: rulingSchema.optional(),
}).refine(({ notApplicable, drop }) => notApplicable === undefined || drop === undefined, {
  error: "either notApplicable or drop",
  when: whenMapping,
});

const documentSchema = section({
  id: z
    .string({ error: "an id such as penetration-test-report" })
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, { error: "an id such as penetration-test-report" }),
  name: writtenText("what the document is"),
  maxAgeDays: z
    .int({ error: "a whole number of days from 1 to 3650, or null where it has no age" })
    .min(1, { error: "a whole number of days from 1 to 3650, or null where it has no age" })
    .max(3650, { error: "a whole number of days from 1 to 3650, or null where it has no age" })
    .nullable(),
  needed: z.enum(["always", "when-found"], { error: "always or when-found" }).optional(),
});

const addedControlSchema = section({
  id: controlId,
  companyId: companyId.optional(),
  family: familyName,
  statement,
  criteria: mapOf(
    criterionId,
    section({
      strength: z.enum(["direct", "supporting"], { error: "direct or supporting" }),
      reason,
    }),
    "ids of criteria, such as A1.2",
  ).refine((criteria) => Object.keys(criteria).length > 0, { error: "at least one criterion" }),
  nature: z.enum(["automated", "manual", "hybrid"], { error: "automated, manual or hybrid" }),
  frequency: writtenText("how often the control is performed, such as quarterly"),
  documents: listOf(documentSchema, "a list of at least one document: no control without evidence"),
  performer: performer.optional(),
  inPlaceSince: inPlaceSince.optional(),
});

const subserviceOrganizationSchema = section({
  name: writtenText("the organisation's name"),
  carvedOut: listOf(controlId, "a list of control ids, such as VN-04"),
  report: section({
    name: writtenText("the report's name, such as SOC 2 Type 2 report, autumn"),
    periodEnds: day("The last day that the report covers."),
  }),
  reviewedOn: day("The day on which the company reviewed the report."),
  reviewedBy: fullNameSchema,
});

const timeOfDay = z
  .string({ error: "a time of day between 00:00 and 23:59" })
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: "a time of day between 00:00 and 23:59" });

const timeZone = writtenText("an IANA time zone, such as Europe/Berlin").refine(isTimeZone, {
  error: "an IANA time zone, such as Europe/Berlin",
  params: { candidates: Intl.supportedValuesOf("timeZone") },
});

/** Intl knows the IANA database, and takes offsets as well; EventBridge Scheduler does not. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * soc2.yaml as plain data. What needs the whole file (known control ids, nothing twice) or today's
 * date stands in `config-rules.ts`.
 */
export const configSchema = section({
  version: z.literal(1, { error: "the number 1" }),
  company: section({ name: writtenText("the company's name") }),
  system: section({
    name: writtenText("the name of the system that is examined"),
    description: writtenText("what the system does, in a sentence").optional(),
  }),
  scope: scopeSchema.optional(),
  account: z
    .string({ error: "an AWS account id of 12 digits" })
    .regex(/^\d{12}$/, { error: "an AWS account id of 12 digits" })
    .optional()
    .meta({
      description: "12 digits. Against any other account the tool refuses to run.",
      // Without quotes an editor reads a number; the loader reads its digits.
      type: ["string", "integer"],
    }),
  regions: regionsSchema.optional(),
  boundary: boundarySchema.optional(),
  policy: section(STATED_NUMBER_SCHEMAS)
    .partial()
    .optional()
    .meta({ description: "The company's own numbers, each with the document that states it." }),
  administrators: listOf(administratorSchema, "a list of identities, each with its reason")
    .optional()
    .meta({ description: "The identities that may have full administration of the account." }),
  knownAccounts: listOf(knownAccountSchema, "a list of AWS accounts, each with its reason")
    .optional()
    .meta({
      description: "Other AWS accounts that may be let in, the company's own and vendors'.",
    }),
  owners: ownersSchema.optional(),
  controls: mapOf(
    catalogueControlId,
    overrideSchema,
    "ids of controls in the catalogue, such as AC-01",
  ).optional(),
  addControls: listOf(addedControlSchema, "a list of the company's own controls").optional(),
  subserviceOrganizations: listOf(
    subserviceOrganizationSchema,
    "a list of organisations with carvedOut, report and review",
  ).optional(),
  schedule: section({ at: timeOfDay, timeZone }).optional(),
  notify: section({ email: emailSchema.optional() }).optional(),
  deployment: deploymentSchema.optional(),
}).meta({ title: "soc2.yaml" });

/** soc2.yaml, loaded and free of errors. */
export type Config = z.infer<typeof configSchema>;
