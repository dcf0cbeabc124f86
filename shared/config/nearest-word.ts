/** Longer words are no typos of any key that this file knows. */
const LONGEST_WORD_CHARACTERS = 60;

/**
 * The one candidate that a mistyped word most probably meant, or null when none is near or several
 * are equally near. Case, spaces, hyphens, underscores and full stops do not count (`time_zone` is
 * `timeZone`); otherwise one slip is allowed for every three letters, three at most.
 */
export function nearestWord(word: string, candidates: readonly string[]): string | null {
  if (word.length > LONGEST_WORD_CHARACTERS) return null;
  const plain = foldSpelling(word);
  const mostSlips = Math.min(3, Math.floor(plain.length / 3));
  const ranked = candidates
    .map((candidate) => ({ candidate, slips: countSlips(plain, foldSpelling(candidate)) }))
    .filter(({ slips }) => slips <= mostSlips)
    .toSorted((a, b) => a.slips - b.slips);
  const [best, next] = ranked;
  if (best === undefined || best.slips === next?.slips) return null;
  return best.candidate;
}

function foldSpelling(word: string): string {
  return word.toLowerCase().replace(/[\s._-]/g, "");
}

/**
 * Optimal string alignment distance: inserted, dropped, changed and swapped neighbouring letters
 * count one each.
 */
function countSlips(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const choices = [
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      ];
      if (row > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        choices.push((beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(Math.min(...choices));
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
