import { snapshotOfInstant } from "../evidence/instant.ts";

/** One run of the workflow in the account. */
export interface Execution {
  /** The snapshot's: Step Functions takes each name once, so that a day is taken once. */
  readonly name: string;
  readonly input: {
    readonly snapshot: string;
    readonly nonce: string | null;
    readonly scheduledFor: string;
  };
}

/**
 * The execution that takes the snapshot of an instant. Names are to the second.
 *
 * @param scheduledFor ISO 8601 with its zone
 */
export function executionOf(scheduledFor: string, nonce: string | null): Execution {
  const instant = `${new Date(scheduledFor).toISOString().slice(0, 19)}Z`;
  const snapshot = snapshotOfInstant(instant);
  return { name: snapshot, input: { snapshot, nonce, scheduledFor: instant } };
}

/** Where an execution of a state machine lies, whether or not it is there. */
export function executionArn(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
}
