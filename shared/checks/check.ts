import { DOWNTIME_ANSWERS } from "../config/decision-answers.ts";
import type { PolicyNumberName } from "../config/policy-numbers.ts";
import type { ControlId, ControlPart } from "../controls/catalogue.ts";
import type { Cited } from "../evidence/cited.ts";
import type { EvidenceView } from "../evidence/evidence-view.ts";
import type { Source } from "../sources/source.ts";
import type { PolicyView } from "./policy-view.ts";

/** How bad a failure is, worst first. */
export const SEVERITIES = ["critical", "high", "medium", "low", "informational"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What mending a failure costs the running product, cheapest first. */
export const DOWNTIMES = DOWNTIME_ANSWERS;
export type Downtime = (typeof DOWNTIMES)[number];

/** How a failure is mended. */
export interface Fix {
  readonly downtime: Downtime;
  /** One or two plain sentences. */
  readonly steps: string;
  /** An AWS CLI line, with placeholders in capitals. */
  readonly cli?: string;
  /** The same in CDK (TypeScript), one expression or statement. */
  readonly cdk?: string;
}

/** Where others state the same rule. */
export interface References {
  /** CIS AWS Foundations Benchmark: version to recommendation. */
  readonly cis?: Readonly<Record<string, string>>;
  /** AWS Foundational Security Best Practices control ids, as Security Hub names them. */
  readonly fsbp?: readonly string[];
  readonly prowler?: readonly string[];
  /** The AWS pages that the rule was written from. */
  readonly docs: readonly string[];
}

/** What a finding is about. */
export interface Resource {
  /** What people call it: a name or an id. */
  readonly id: string;
  readonly arn: string | null;
  /** CloudFormation's type name where there is one: `AWS::EC2::SecurityGroup`. */
  readonly type: string;
  readonly region: string | null;
}

/** What a check, its population and nothing else may see. */
export interface JudgeContext {
  readonly evidence: EvidenceView;
  readonly policy: PolicyView;
  /** The snapshot's time, ISO 8601: rules about age count up to it. */
  readonly now: string;
  readonly account: string;
  readonly partition: string;
}

/** One member of a population. */
export interface Member<Of> {
  readonly of: Of;
  readonly resource: Resource;
  /** Where the evidence lists it. */
  readonly at: Cited<unknown>;
  /**
   * Its tags, by which it is told in or out of the boundary; null where they could not be read;
   * left out for what cannot be tagged and belongs to the account itself.
   */
  readonly tags?: Readonly<Record<string, string>> | null;
  /** Why this member is not judged, when it is not. */
  readonly excluded?: string;
}

/** What a check looks at: the whole of it, so that "3 of 41" can be said. Shared between checks. */
export interface Population<Of = unknown> {
  /** "every IAM user": completes the sentence "This check looks at …". */
  readonly definition: string;
  /** The sources that list the members. Where one is incomplete, so is the population. */
  readonly needs: readonly Source[];
  /**
   * Sources that only place the members in or out of the boundary, by tags. Where one is incomplete
   * the scope is unknown, which counts as in, and judgements stand.
   */
  readonly placedBy?: readonly Source[];
  members(context: JudgeContext): Iterable<Member<Of>>;
}

/** What a judgement says of one member. */
export interface Judgement {
  readonly status: "pass" | "fail" | "not-applicable" | "indeterminate";
  /** A sentence that names the resource. */
  readonly reason: string;
  readonly cites: readonly Cited<unknown>[];
  /** Where this failure is better or worse than the check's own severity. */
  readonly severity?: Severity;
  /** The document that alone can answer, by its id in the control: then evidence is missing. */
  readonly document?: string;
}

/** Which part of a control a check covers. */
export interface ControlLink {
  readonly control: ControlId;
  /** One of the parts that the control reads; a part without a check is missing evidence. */
  readonly part: string;
  /** A supporting check's failures are shown and change no status. */
  readonly strength: "direct" | "supporting";
}

/** A pure rule over evidence. */
export interface Check<Of = unknown> {
  /** `iam.root-mfa-enabled`: service, then the desired state. Never used again for another rule. */
  readonly id: string;
  /** Ids that this check had before; the first one made is the one that finding ids hang on. */
  readonly aliases?: readonly string[];
  /** The desired state as a short sentence without a period. */
  readonly title: string;
  readonly severity: Severity;
  readonly controls: readonly ControlLink[];
  /** Why the auditor cares, in one or two sentences of our own. */
  readonly why: string;
  readonly fix: Fix;
  readonly references: References;
  readonly population: Population<Of>;
  /** Sources beside the population's that the judgement reads. */
  readonly needs?: readonly Source[];
  /** The company's own numbers that the judgement compares with. */
  readonly policy?: readonly PolicyNumberName[];
  judge(member: Of, context: JudgeContext, resource: Resource): Judgement;
}

/** A check of any population, as catalogues and the engine hold it. */
// Judging is only ever called with members of the check's own population.
export type AnyCheck = Check<never> & { readonly population: Population<unknown> };

/** Declares a check. */
export function check<Of>(declared: Check<Of>): AnyCheck {
  return declared as unknown as AnyCheck;
}

/** This check covers `part` of `control`. */
export function covers<Id extends ControlId>(control: Id, part: ControlPart<Id>): ControlLink {
  return { control, part, strength: "direct" };
}

/** This check bears on `part` of `control` without deciding its status. */
export function supports<Id extends ControlId>(control: Id, part: ControlPart<Id>): ControlLink {
  return { control, part, strength: "supporting" };
}

/** The resource is as it should be. */
export function pass(reason: string, ...cites: [Cited<unknown>, ...Cited<unknown>[]]): Judgement {
  return { status: "pass", reason, cites };
}

/** The resource is not as it should be. */
export function fail(reason: string, ...cites: [Cited<unknown>, ...Cited<unknown>[]]): Judgement {
  return { status: "fail", reason, cites };
}

/** The rule does not apply to this resource. */
export function notApplicable(
  reason: string,
  ...cites: [Cited<unknown>, ...Cited<unknown>[]]
): Judgement {
  return { status: "not-applicable", reason, cites };
}

/** The evidence does not say. */
export function indeterminate(
  reason: string,
  ...cites: [Cited<unknown>, ...Cited<unknown>[]]
): Judgement {
  return { status: "indeterminate", reason, cites };
}

/** AWS cannot show it; only the named document can, and until it is there evidence is missing. */
export function documentOnly(
  document: string,
  reason: string,
  ...cites: [Cited<unknown>, ...Cited<unknown>[]]
): Judgement {
  return { status: "not-applicable", reason, cites, document };
}

/** Every source that a check's judgements stand on. */
export function judgedFrom(check: AnyCheck): Source[] {
  return [...new Set([...check.population.needs, ...(check.needs ?? [])])];
}

/** Every source that a check reads. */
export function sourcesOf(check: AnyCheck): Source[] {
  return [...new Set([...judgedFrom(check), ...(check.population.placedBy ?? [])])];
}
