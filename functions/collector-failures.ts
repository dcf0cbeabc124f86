import { redactSentence } from "../shared/capture/redact-sentence.ts";
import type { CollectorResult } from "./events.ts";

/** Enough for a sentence; what is longer is no explanation. */
const MAX_CLAUSE_CHARACTERS = 400;

/** How the collectors failed that did not end well, by criterion, as clauses without a full stop. */
export function failuresOf(results: readonly CollectorResult[]): Map<string, string> {
  return new Map(
    results.flatMap((result) =>
      "error" in result ? [[result.criterion, clauseOf(result.error)] as const] : [],
    ),
  );
}

/** Lambda puts type and message of what was thrown into the cause, as JSON, with its stack. */
function clauseOf({ name, cause }: { readonly name: string; readonly cause: string }): string {
  const { errorType, errorMessage } = parsedCause(cause);
  const kind = typeof errorType === "string" && errorType !== "" ? errorType : name;
  const told = typeof errorMessage === "string" ? errorMessage : "";
  const clause = [kind, told].filter((part) => part !== "").join(": ");
  const line = redactSentence(clause).replaceAll(/\s+/g, " ").slice(0, MAX_CLAUSE_CHARACTERS);
  return line.replace(/[.\s]+$/, "") || "it ended without saying why";
}

function parsedCause(cause: string): { errorType?: unknown; errorMessage?: unknown } {
  try {
    const parsed: unknown = JSON.parse(cause);
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    return { errorMessage: cause };
  }
}
