/**
 * Whether the text matches the pattern whole. `*` stands for any characters, none included, `?` for
 * exactly one; everything else, case included, stands for itself. Linear in the text for each `*`,
 * however hostile the pattern.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const wanted = [...pattern];
  const given = [...text];
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  let position = 0;
  while (position < given.length) {
    if (wanted[at] === "*") {
      star = at;
      resumeAt = position;
      at += 1;
    } else if (at < wanted.length && (wanted[at] === "?" || wanted[at] === given[position])) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      // The last star takes one more character; earlier stars need not be tried again.
      at = star + 1;
      resumeAt += 1;
      position = resumeAt;
    } else {
      return false;
    }
  }
  return wanted.slice(at).every((character) => character === "*");
}
