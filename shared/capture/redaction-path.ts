/** One step of a rule's path. */
export type Step =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "members" }
  | { readonly kind: "items" }
  | { readonly kind: "json" };

/** One path without alternatives. */
export interface RulePath {
  /** The rule's name. */
  readonly rule: string;
  /** Whether the path may begin at any depth; it then begins with a member. */
  readonly anywhere: boolean;
  readonly steps: readonly Step[];
}

/**
 * Reads a rule's path (the language is told at `RedactionRule`).
 *
 * @throws TypeError where the path is not of the language: a defect of the table
 */
export function parseRulePath(rule: string, path: string): RulePath[] {
  return alternatives(path).map((one) => {
    const anywhere = one.startsWith("**.");
    const steps = (anywhere ? one.slice(3) : one).split(".").flatMap((part) => stepsOf(part, path));
    if (anywhere && steps[0]?.kind !== "member") throw malformed(path);
    return { rule, anywhere, steps };
  });
}

/** `a.(b|c)` is `a.b` and `a.c`; a group holds no group. */
function alternatives(path: string): string[] {
  const group = /\(([^()]*)\)/.exec(path);
  if (group === null) return [path];
  const [whole, choices = ""] = group;
  const before = path.slice(0, group.index);
  const after = path.slice(group.index + whole.length);
  return choices.split("|").flatMap((choice) => alternatives(`${before}${choice}${after}`));
}

const PART = /^(\*|[A-Za-z][A-Za-z0-9_-]*)((?:\[\]|<json>)*)$/;

function stepsOf(part: string, path: string): Step[] {
  const read = PART.exec(part);
  if (read === null) throw malformed(path);
  const [, name = "", suffixes = ""] = read;
  const first: Step =
    name === "*" ? { kind: "members" } : { kind: "member", name: name.toLowerCase() };
  const rest = suffixes.match(/\[\]|<json>/g) ?? [];
  return [first, ...rest.map((suffix): Step => ({ kind: suffix === "[]" ? "items" : "json" }))];
}

function malformed(path: string): TypeError {
  return new TypeError(`The redaction path ${path} is malformed.`);
}
