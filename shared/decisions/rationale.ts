/**
 * Words that say that something was decided, or that it will be dealt with, and nothing of why. A
 * rationale made of these alone is none: "accepted risk, will be fixed later".
 */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  (
    "a about accept acceptable acceptance accepted according address addressed after again all also " +
    "an and any approved are as at back backlog be because been being better business but by can " +
    "case concern consider considered critical currently deal decided decision do does done don't " +
    "due ever everything exception false fine finding fix fixed fixing for from future get gets go " +
    "going good handle have high how i if ignore important in is isn't issue it it's its just known " +
    "late later less like little ll look low management matter may medium minor moment month more " +
    "n/a na need needed needs next no non none not nothing now ok okay on once one or other our per " +
    "plan planned point positive prio priority priorities problem quarter quarters real reason " +
    "reasons resolve resolved review reviewed right risk risks safe see severity should sometime soon " +
    "sprint team temporarily temporary that the then there they thing things think this time to " +
    "todo tbd tba ticket up us very was we we'll we're week well when will with won't work year yet"
  ).split(" "),
);

/** Words beyond the empty ones that it takes to give a reason: "only private subnets reach it". */
const FEWEST_TELLING_WORDS = 4;

/** What stands in errors and in the JSON Schema. */
export const RATIONALE_ALLOWED =
  "why this is borne, and for how long: what makes it harmless or what stands in the way, in a sentence that an auditor can test";

/**
 * Whether a rationale gives a reason at all: at least four different words that do more than say
 * that something was decided or comes later. Whether the reason is a good one is the approver's to
 * say and the auditor's to test.
 */
export function givesReason(rationale: string): boolean {
  const words = rationale
    .toLowerCase()
    .replaceAll("\u2019", "'")
    .split(/[^\p{L}\p{N}'/.:_-]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""))
    .filter((word) => /\p{L}/u.test(word) && !EMPTY_WORDS.has(word));
  return new Set(words).size >= FEWEST_TELLING_WORDS;
}
