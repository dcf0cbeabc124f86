import type { IRole } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { SigningKeyGeneration } from "../../shared/config/deployment.ts";
import { SigningKey } from "./signing-key.ts";

export interface SigningKeysProps extends SigningKeyGeneration {
  /** The manifest function's role, the only one that signs. */
  readonly signer: IRole;
}

/**
 * The key that signs, and the one before it. A change of keys is a manifest that both sign, so both
 * are there until it is sealed; then the old one is retired. Keys before that are left in the account
 * as they were retired, and belong to no stack.
 */
export class SigningKeys {
  readonly current: SigningKey;
  readonly previous: SigningKey | null;
  /** The key before, as long as it signs. */
  readonly cosigner: SigningKey | null;

  constructor(scope: Construct, { generation, previous, signer }: SigningKeysProps) {
    const retired = previous === "retired";
    this.previous =
      generation === 1 ? null : new SigningKey(scope, keyName(generation - 1), { signer, retired });
    this.cosigner = retired ? null : this.previous;
    this.current = new SigningKey(scope, keyName(generation), { signer });
  }

  get all(): SigningKey[] {
    return this.previous === null ? [this.current] : [this.current, this.previous];
  }
}

/** The first has no number, as stacks have had it from the beginning: another name would be another key. */
function keyName(generation: number): string {
  return generation === 1 ? "SigningKey" : `SigningKey${generation}`;
}
