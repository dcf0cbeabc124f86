import type { MiddlewareObj } from "@middy/core";
import { redactSentence } from "../../shared/capture/redact-sentence.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { log } from "./log.ts";

/** What Step Functions sees of an error: its name is the code, by which a state may retry. */
export class FunctionError extends Error {
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
    // Lambda hands the stack on; it says nothing to those who read an execution.
    this.stack = `${code}: ${message}`;
  }
}

/**
 * Every error leaves as its code and one sentence in which nothing is left that looks like a secret.
 * What is no error of this product is called `DEFECT`; an event that no schema takes,
 * `EVENT_INVALID`, without the event.
 */
export function typedErrors<Event, Result>(): MiddlewareObj<Event, Result> {
  return {
    onError(request) {
      const { code, message } = told(request.error);
      log.error(message, { code });
      request.error = new FunctionError(code, message);
    },
  };
}

function told(thrown: unknown): { code: string; message: string } {
  if (thrown instanceof EvidenceError) {
    return { code: thrown.code, message: redactSentence(thrown.message) };
  }
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (name === "ParseError") {
    return { code: "EVENT_INVALID", message: "The event is not what this function takes." };
  }
  return { code: "DEFECT", message: redactSentence(`${name}: ${message}`) };
}
