import type { EffectiveConfig } from "../config/effective-config.ts";
import type { PolicyNumberName, PolicyValueOf } from "../config/policy-numbers.ts";
import { Cited } from "../evidence/cited.ts";

/** A number that the company's own policy states. */
export interface Stated<Value> {
  readonly value: Value;
  /** The policy and section that states it. */
  readonly document: string;
  readonly at: Cited<unknown>;
}

/** Thrown where a judgement needs a number that the company's policy does not state. */
export class Unstated extends Error {
  override readonly name = "Unstated";
  readonly policyNumber: PolicyNumberName;
  /** The sealed configuration, where the number is missing. */
  readonly at: Cited<unknown>;
  constructor(policyNumber: PolicyNumberName, at: Cited<unknown>) {
    super(`soc2.yaml states no ${policyNumber}, so there is nothing to compare with`);
    this.policyNumber = policyNumber;
    this.at = at;
  }
}

/** The company's own numbers, read from the sealed configuration as cited values. */
export class PolicyView {
  readonly #config: Cited<EffectiveConfig>;

  /** @param path where the snapshot's `config.json` lies */
  constructor(config: EffectiveConfig, path: string) {
    this.#config = Cited.file(config, { path, region: null });
  }

  /** Whether policy states the number. */
  states(name: PolicyNumberName): boolean {
    return this.#config.value.policy[name] !== undefined;
  }

  /** Where the sealed configuration states its numbers. */
  get at(): Cited<unknown> {
    return this.#config.at("policy");
  }

  /** The identities that may have full administration; undefined where soc2.yaml names nobody. */
  get administrators(): Cited<EffectiveConfig["administrators"]> {
    return this.#config.at("administrators");
  }

  /** Other accounts that may be let in; undefined where soc2.yaml names none. */
  get knownAccounts(): Cited<EffectiveConfig["knownAccounts"]> {
    return this.#config.at("knownAccounts");
  }

  /**
   * The number, with the document it comes from.
   *
   * @throws Unstated when policy gives none: there is never a silent default.
   */
  stated<Name extends PolicyNumberName>(name: Name): Stated<PolicyValueOf<Name>> {
    const policy: Cited<EffectiveConfig["policy"]> = this.#config.at("policy");
    const stated = policy.value[name];
    if (stated === undefined) throw new Unstated(name, policy);
    return {
      value: stated.value as PolicyValueOf<Name>,
      document: stated.document,
      at: policy.at(name),
    };
  }
}
