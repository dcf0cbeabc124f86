/** One condition of a filter pattern: what it asks of one field of the event. */
export type Condition =
  | { readonly asks: "equals" | "differs"; readonly value: string }
  | { readonly asks: "not-exists" }
  /** Null, true, false, a number compared, a regular expression: nothing that we reckon with. */
  | { readonly asks: "something else" };

/** A JSON filter pattern as a tree: spacing, quotes and needless parentheses are gone. */
export type FilterPattern =
  | { readonly kind: "all" | "any"; readonly of: readonly FilterPattern[] }
  | { readonly kind: "term"; readonly field: string; readonly condition: Condition };

/** AWS takes 1,024 characters (PutMetricFilter); what is longer is no pattern of AWS's. */
const MAX_LENGTH = 1024;

/** White space, a field, a word of more than one letter or sign, a value in quotes, in % or bare. */
const TOKEN =
  /\s+|\$(?:\.[\w:-]+|\[[^\]]*\])+|NOT\s+EXISTS\b|IS\s+(?:NULL|TRUE|FALSE)\b|&&|\|\||!=|<=|>=|[(){}=<>]|"(?:[^"\\]|\\.)*"|%[^%]*%|[^\s(){}&|"=<>!%$]+/y;

/**
 * Reads a JSON filter pattern of CloudWatch Logs (`{ ($.eventName = A) || ($.eventName = B) }`).
 * Parentheses bind before `&&`, and `&&` before `||`.
 *
 * @returns null for patterns of other kinds (plain terms, columns) and for what is not well formed
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseFilterPattern(text: string): FilterPattern | null {
  const tokens = text.length > MAX_LENGTH ? null : tokensOf(text);
  if (tokens === null || tokens.shift() !== "{" || tokens.pop() !== "}") return null;
  const whole = readAny(tokens);
  return tokens.length === 0 ? whole : null;
}

function tokensOf(text: string): string[] | null {
  const tokens: string[] = [];
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return null;
    at += token.length;
    if (token.trim() !== "") tokens.push(token);
  }
  return tokens;
}

function readAny(tokens: string[]): FilterPattern | null {
  return readList(tokens, "||", "any", (rest) => readList(rest, "&&", "all", readTerm));
}

function readList(
  tokens: string[],
  sign: "||" | "&&",
  kind: "any" | "all",
  read: (tokens: string[]) => FilterPattern | null,
): FilterPattern | null {
  const of: FilterPattern[] = [];
  do {
    const one = read(tokens);
    if (one === null) return null;
    of.push(one);
  } while (tokens[0] === sign && tokens.shift());
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind, of };
}

function readTerm(tokens: string[]): FilterPattern | null {
  const first = tokens.shift();
  if (first === "(") {
    const inner = readAny(tokens);
    return tokens.shift() === ")" ? inner : null;
  }
  if (first === undefined || !first.startsWith("$")) return null;
  const condition = readCondition(tokens);
  return condition === null ? null : { kind: "term", field: first.slice(2), condition };
}

function readCondition(tokens: string[]): Condition | null {
  const operator = tokens.shift();
  if (operator === undefined) return null;
  if (operator.startsWith("NOT")) return { asks: "not-exists" };
  if (operator.startsWith("IS")) return { asks: "something else" };
  const value = tokens.shift();
  if (value === undefined || /^(?:[(){}=<>$]|&&|\|\||!=|[<>]=)/.test(value)) return null;
  if (value.startsWith("%")) return { asks: "something else" };
  switch (operator) {
    case "=":
      return { asks: "equals", value: unquoted(value) };
    case "!=":
      return { asks: "differs", value: unquoted(value) };
    case "<":
    case ">":
    case "<=":
    case ">=":
      return { asks: "something else" };
    default:
      return null;
  }
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, "$1") : value;
}
