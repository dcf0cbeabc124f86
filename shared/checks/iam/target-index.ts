import { matchesGlob } from "../../config/glob.ts";

/** Patterns that match no more targets than this tell them apart one by one. */
const FEW = 8;

/**
 * The ARNs that an action could reach, in the order in which IAM lists them, found by patterns
 * without comparing each pattern with each ARN: what thousands of users may do to each other would
 * take millions of comparisons.
 */
export class TargetIndex {
  readonly #arns: readonly string[];
  readonly #forwards: SortedTexts;
  readonly #backwards: SortedTexts;
  readonly #matching = new Map<string, readonly number[]>();
  readonly #alike = new Map<string, readonly (readonly number[])[]>();

  constructor(arns: readonly string[]) {
    this.#arns = arns;
    this.#forwards = new SortedTexts(arns);
    this.#backwards = new SortedTexts(arns.map(reversed));
  }

  /**
   * The targets that decide what the patterns allow: those that some pattern matches and few others
   * share, and of all that the patterns treat alike the first. In the order of the list, without
   * those left out.
   */
  deciding(patterns: readonly string[], leftOut: ReadonlySet<string>): string[] {
    const single = new Set<number>();
    const wide: string[] = [];
    for (const pattern of new Set(patterns)) {
      const found = this.#matchedBy(pattern);
      if (found.length > FEW) wide.push(pattern);
      else for (const position of found) single.add(position);
    }
    const isChosen = (position: number) => !leftOut.has(this.#arns[position] ?? "");
    const firsts = this.#alikeUnder(wide).flatMap(
      (alike) => alike.find((position) => !single.has(position) && isChosen(position)) ?? [],
    );
    return [...[...single].filter(isChosen), ...firsts]
      .sort((a, b) => a - b)
      .flatMap((position) => this.#arns[position] ?? []);
  }

  #matchedBy(pattern: string): readonly number[] {
    let found = this.#matching.get(pattern);
    if (found === undefined) {
      const [start = ""] = pattern.split(/[*?]/, 1);
      const end = reversed(pattern).split(/[*?]/, 1)[0] ?? "";
      const byStart = this.#forwards.beginningWith(start);
      const byEnd = this.#backwards.beginningWith(end);
      const fewer = byStart.length <= byEnd.length ? byStart : byEnd;
      found = fewer.filter((position) => matchesGlob(pattern, this.#arns[position] ?? ""));
      this.#matching.set(pattern, found);
    }
    return found;
  }

  /** The positions by which of the patterns match them: those together that the same ones do. */
  #alikeUnder(patterns: readonly string[]): readonly (readonly number[])[] {
    const key = patterns.toSorted().join("\n");
    let alike = this.#alike.get(key);
    if (alike === undefined) {
      const matchedBy = this.#arns.map(() => "");
      for (const [index, pattern] of patterns.entries()) {
        for (const position of this.#matchedBy(pattern)) matchedBy[position] += ` ${index}`;
      }
      alike = [...Map.groupBy(matchedBy.keys(), (position) => matchedBy[position]).values()];
      this.#alike.set(key, alike);
    }
    return alike;
  }
}

/** Texts in code-unit order, so that those that begin alike stand together. */
class SortedTexts {
  readonly #sorted: readonly { readonly text: string; readonly position: number }[];

  constructor(texts: readonly string[]) {
    this.#sorted = texts
      .map((text, position) => ({ text, position }))
      .sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)));
  }

  /** The positions of the texts that begin with `start`. */
  beginningWith(start: string): number[] {
    const from = this.#firstNotBefore(start);
    let to = from;
    let step = this.#sorted.length - from;
    while (step > 0) {
      const half = Math.floor(step / 2);
      if (this.#sorted[to + half]?.text.startsWith(start) === true) {
        to += half + 1;
        step -= half + 1;
      } else step = half;
    }
    return this.#sorted.slice(from, to).map(({ position }) => position);
  }

  #firstNotBefore(start: string): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#sorted[middle]?.text ?? "") < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** By code units, as the texts are sorted. */
function reversed(text: string): string {
  return text.split("").reverse().join("");
}
