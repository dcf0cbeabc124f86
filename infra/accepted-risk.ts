import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** A finding of cdk-nag that stands, and why. */
export interface AcceptedRisk {
  /** `AwsSolutions-S1`, or one finding of a rule: `AwsSolutions-IAM5[Resource::*]`. */
  readonly rule: string;
  /** One or two sentences that say why it is right here. */
  readonly reason: string;
}

/** Accepts a finding on `construct` and what it holds; every other finding still fails the synth. */
export function accept(construct: IConstruct, { rule, reason }: AcceptedRisk): void {
  Validations.of(construct).acknowledge({ id: rule, reason });
}
