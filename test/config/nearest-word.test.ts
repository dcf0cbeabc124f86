import { describe, expect, it } from "vitest";
import { nearestWord } from "../../shared/config/nearest-word.ts";

const KEYS = ["regions", "policy", "owners", "controls", "addControls", "timeZone"];

describe("the nearest word is what was probably meant", () => {
  it.each([
    ["two letters swapped", "regoins", "regions"],
    ["a letter missing", "polcy", "policy"],
    ["a letter too many", "ownerss", "owners"],
    ["a wrong letter", "pilicy", "policy"],
    ["another case", "POLICY", "policy"],
    ["another way to join words", "time_zone", "timeZone"],
    ["two slips in six letters", "onwesr", "owners"],
    ["three slips in six letters are too many", "xxxers", null],
    ["a word that resembles none", "exceptions", null],
    ["nothing", "", null],
    ["a word too long to be a typo", "controls".repeat(8), null],
  ])("%s", (_, word, meant) => {
    expect(nearestWord(word, KEYS)).toBe(meant);
  });

  it("two words equally near are no answer", () => {
    expect(nearestWord("AC-0", ["AC-01", "AC-02"])).toBe(null);
  });
});
