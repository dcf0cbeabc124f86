import type * as z from "zod";
import { CONTROLS, type Control, type ControlId } from "../controls/catalogue.ts";
import type { ControlFamily } from "../controls/control.ts";
import { CRITERIA, type CriterionId } from "../criteria/criteria.ts";
import type { DefaultConfig } from "./default-config.ts";
import {
  type CriterionScope,
  type EffectiveBoundary,
  type EffectiveConfig,
  type EffectiveControl,
  effectiveConfigSchema,
} from "./effective-config-schema.ts";
import { CHARACTER_CLASSES } from "./policy-numbers.ts";
import type { Config } from "./schema.ts";

export type {
  CriterionScope,
  EffectiveBoundary,
  EffectiveConfig,
  EffectiveControl,
  EffectivePolicy,
} from "./effective-config-schema.ts";
export { effectiveConfigSchema } from "./effective-config-schema.ts";

/** The tag that CloudFormation sets on what it creates (AWS CloudFormation user guide, resource tags). */
const STACK_TAG = "aws:cloudformation:stack-name";

type EffectiveConfigInput = z.input<typeof effectiveConfigSchema>;
type AnyConfig = Config | DefaultConfig;
type AddedControl = NonNullable<Config["addControls"]>[number];

/**
 * The configuration with all that follows from it: every criterion in or out of scope with the
 * reason, every control after overrides with its owner. Equal configurations give equal results,
 * independent of clock, locale and machine; the engine works from nothing else, so that the sealed
 * `config.json` replays to the same result.
 */
export function effectiveConfig(config: Config | DefaultConfig): EffectiveConfig {
  const regions = config.regions ?? "all-enabled";
  // Parsing proves that what is sealed can be read again.
  return effectiveConfigSchema.parse({
    schema: "config/1",
    company: config.company ?? null,
    system:
      config.system === undefined
        ? null
        : { name: config.system.name, description: config.system.description ?? null },
    account: config.account ?? null,
    regions:
      regions === "all-enabled"
        ? { only: null, reason: null }
        : { only: regions.only.toSorted(), reason: regions.reason },
    criteria: CRITERIA.map(({ id, category }) => resolveCriterion(config, id, category)),
    boundary: resolveBoundary(config),
    policy: resolvePolicy(config),
    ...(config.administrators === undefined ? {} : { administrators: config.administrators }),
    ...(config.knownAccounts === undefined ? {} : { knownAccounts: config.knownAccounts }),
    controls: [
      ...CONTROLS.map((control) => resolveCatalogueControl(config, control)),
      ...(config.addControls ?? []).map((added) => resolveAddedControl(config, added)),
    ],
    subserviceOrganizations: (config.subserviceOrganizations ?? []).map((organization) => ({
      ...organization,
      carvedOut: organization.carvedOut.toSorted(),
    })),
    schedule: config.schedule ?? null,
  } satisfies EffectiveConfigInput);
}

function resolveCriterion(
  { scope }: AnyConfig,
  id: CriterionId,
  category: (typeof CRITERIA)[number]["category"],
): CriterionScope {
  const excluded = scope?.criteria?.exclude.find(({ criterion }) => criterion === id);
  if (excluded !== undefined) {
    const { reason, approver, expiresOn = null } = excluded;
    return { id, inScope: false, reason, approver, expiresOn };
  }
  const inScope = category === "Security" || (scope?.categories ?? []).includes(category);
  const reason = inScope ? null : `The category ${category} is not in the scope of this system.`;
  return { id, inScope, reason, approver: null, expiresOn: null };
}

function resolveBoundary({ boundary }: AnyConfig): EffectiveBoundary | null {
  if (boundary?.in === undefined && boundary?.out === undefined) return null;
  return {
    in: (boundary.in ?? []).map(resolveTagRule),
    out: (boundary.out ?? []).map(({ reason, approver, expiresOn = null, ...rule }) => ({
      ...resolveTagRule(rule),
      reason,
      approver,
      expiresOn,
    })),
  };
}

function resolveTagRule(rule: {
  tag?: string | undefined;
  values?: string[] | undefined;
  stack?: string | undefined;
}) {
  if (rule.stack !== undefined) return { tag: STACK_TAG, values: [rule.stack] };
  return { tag: rule.tag ?? "", values: rule.values ?? null };
}

/** Kinds of character in one order, however the file lists them. */
function resolvePolicy({ policy = {} }: AnyConfig): EffectiveConfigInput["policy"] {
  const { passwordCharacterClasses: classes, ...numbers } = policy;
  if (classes === undefined) return numbers;
  const value = CHARACTER_CLASSES.filter((kind) => classes.value.includes(kind));
  return { ...numbers, passwordCharacterClasses: { ...classes, value } };
}

function resolveCatalogueControl(config: AnyConfig, control: Control<ControlId>): EffectiveControl {
  const override = config.controls?.[control.id] ?? {};
  const { id, family, criteria, nature, frequency, parts, documents } = control;
  return {
    id,
    companyId: override.companyId ?? null,
    family,
    statement: override.statement ?? control.statement,
    criteria,
    nature,
    frequency,
    parts: [...parts],
    documents: [...documents],
    carvedOut: control.carvedOut ?? carvedOutBy(config, id),
    owner: ownerOf(config, id, family),
    performer: override.performer ?? null,
    inPlaceSince: override.inPlaceSince ?? null,
    ...statusOf(override),
  };
}

function resolveAddedControl(config: AnyConfig, added: AddedControl): EffectiveControl {
  const { id, family, statement, criteria, nature, frequency } = added;
  return {
    id,
    companyId: added.companyId ?? null,
    family,
    statement,
    criteria,
    nature,
    frequency,
    parts: [],
    documents: added.documents.map((document) => ({
      ...document,
      needed: document.needed ?? "always",
    })),
    carvedOut: carvedOutBy(config, id),
    owner: ownerOf(config, id, family),
    performer: added.performer ?? null,
    inPlaceSince: added.inPlaceSince ?? null,
    ...statusOf({}),
  };
}

type Override = NonNullable<NonNullable<Config["controls"]>[ControlId]>;

function statusOf({ drop, notApplicable }: Pick<Override, "drop" | "notApplicable">) {
  const ruling = drop ?? notApplicable;
  if (ruling === undefined) {
    return { status: "active" as const, statusReason: null, approver: null, expiresOn: null };
  }
  return {
    status: drop === undefined ? ("not-applicable" as const) : ("dropped" as const),
    statusReason: ruling.reason,
    approver: ruling.approver,
    expiresOn: ruling.expiresOn ?? null,
  };
}

function ownerOf(
  { owners }: AnyConfig,
  id: string,
  family: ControlFamily,
): EffectiveControl["owner"] {
  const person = owners?.controls?.[id] ?? owners?.families?.[family];
  if (person === undefined) return null;
  return { name: person.name, email: person.email ?? null, role: person.role ?? null };
}

function carvedOutBy({ subserviceOrganizations = [] }: AnyConfig, id: string): string | null {
  const organization = subserviceOrganizations.find(({ carvedOut }) => carvedOut.includes(id));
  if (organization === undefined) return null;
  const { name, report } = organization;
  return `${name} performs it as a subservice organisation; the company reviews its report "${report.name}".`;
}
