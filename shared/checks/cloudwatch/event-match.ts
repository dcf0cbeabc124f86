import type { Condition, FilterPattern } from "./filter-pattern.ts";

/** A value that no pattern names: neither equal to any literal nor told apart by one. */
export const ANY_OTHER = Symbol("any value that no pattern names");

/**
 * Events of one kind: the fields that they share. Null is a field that is absent from all of them;
 * about a field that is not here nothing is known.
 */
export type EventKind = Readonly<Record<string, string | null | typeof ANY_OTHER>>;

/**
 * Whether all events of a kind match, none, or only some, since the pattern asks for something that
 * not all of them have; "unknown" where it asks in a way that is not reckoned with here.
 */
export type Match = "all" | "none" | "some" | "unknown";

/**
 * Which events of a kind a filter pattern matches. By asking this of a pattern rather than reading
 * its text, the order and form of its terms do not matter, and a condition on something else (on
 * who called) shows as a pattern that matches only some.
 */
export function matchOf(pattern: FilterPattern, kind: EventKind): Match {
  switch (pattern.kind) {
    case "term":
      return matchOfCondition(pattern.condition, kind[pattern.field]);
    case "all":
      return firstOf(["none", "some", "unknown", "all"], pattern.of, kind);
    case "any":
      return firstOf(["all", "unknown", "some", "none"], pattern.of, kind);
  }
}

/** The first of these that any part of a pattern answers with. */
function firstOf(
  order: readonly [Match, Match, Match, Match],
  parts: readonly FilterPattern[],
  kind: EventKind,
): Match {
  const each = new Set(parts.map((one) => matchOf(one, kind)));
  return order.find((match) => each.has(match)) ?? order[3];
}

/** Whether a pattern speaks of these events at all: it asks for a value that they have. */
export function namesEvents(pattern: FilterPattern, kind: EventKind): boolean {
  if (pattern.kind !== "term") return pattern.of.some((one) => namesEvents(one, kind));
  const { field, condition } = pattern;
  return condition.asks === "equals" && matchOfCondition(condition, kind[field]) === "all";
}

function matchOfCondition(condition: Condition, value: EventKind[string] | undefined): Match {
  if (value === undefined) return "some";
  if (condition.asks === "something else") return "unknown";
  if (condition.asks === "not-exists") return value === null ? "all" : "none";
  if (value === null) return condition.asks === "equals" ? "none" : "some";
  const equal = equals(value, condition.value);
  if (condition.asks === "equals") return equal;
  return equal === "all" ? "none" : equal === "none" ? "all" : "some";
}

function equals(value: string | typeof ANY_OTHER, wanted: string): Match {
  if (/^\*+$/.test(wanted)) return "all";
  if (value === ANY_OTHER) return wanted.includes("*") ? "some" : "none";
  return matchesWildcard(value, wanted) ? "all" : "none";
}

/** `*` stands for any characters, everything else for itself, as CloudWatch Logs reads values. */
function matchesWildcard(value: string, wanted: string): boolean {
  const [head = "", ...rest] = wanted.split("*");
  const tail = rest.pop();
  if (tail === undefined) return value === head;
  if (!value.startsWith(head)) return false;
  let at = head.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return value.length - tail.length >= at && value.endsWith(tail);
}
