import { EvidenceError } from "../shared/errors/evidence-error.ts";

/** Whose account a function runs in. */
export interface OwnAccount {
  /** 12 digits. */
  readonly account: string;
  readonly partition: string;
}

/**
 * The account and partition of a function, from its own ARN: nobody has to be asked.
 *
 * @throws EvidenceError USAGE when it is no function's ARN
 */
export function ownAccount(invokedFunctionArn: string): OwnAccount {
  const [, partition, account] =
    /^arn:(aws[a-z-]*):lambda:[^:]+:(\d{12}):function:/.exec(invokedFunctionArn) ?? [];
  if (partition === undefined || account === undefined) {
    throw new EvidenceError("USAGE", `${invokedFunctionArn} is not the ARN of a function.`);
  }
  return { account, partition };
}
