import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TargetIndex } from "../../../shared/checks/iam/target-index.ts";
import { matchesGlob } from "../../../shared/config/glob.ts";

const user = (name: string | number) => `arn:aws:iam::123456789012:user/${name}`;
const users = (count: number) => Array.from({ length: count }, (_, index) => user(index));
const NONE: ReadonlySet<string> = new Set();

describe("the targets that decide what patterns allow", () => {
  it.each<[string, string[], string[], string[]]>([
    ["are the first of all where nothing tells them apart", [], [], [user(0)]],
    ["are the first of all where everything matches", ["*"], [], [user(0)]],
    ["are the one that is named, and the first of the others", [user(7)], [], [user(0), user(7)]],
    ["leave out whom they should", [user(7)], [user(7), user(0)], [user(1)]],
    ["know a name in any account", ["arn:aws:iam::*:user/7"], [], [user(0), user(7)]],
    ["stand for each group that patterns make", [user("1*")], [], [user(0), user(1)]],
    [
      "stand for what two patterns share, and what each has alone",
      [user("1*"), user("*1")],
      [],
      [user(0), user(1), user(10), user(21)],
    ],
    ["know a single letter left open", [user("1?")], [], [user(0), user(10)]],
  ])("%s", (_sentence, patterns, leftOut, expected) => {
    expect(new TargetIndex(users(200)).deciding(patterns, new Set(leftOut))).toEqual(expected);
  });

  it("are none where there are none", () => {
    expect(new TargetIndex([]).deciding(["*"], NONE)).toEqual([]);
  });

  it("stay few in an account of thousands whose users each keep their own keys", () => {
    const many = users(3_000);
    const index = new TargetIndex(many);
    const looked = many.flatMap((arn, name) =>
      index.deciding([arn, `arn:aws:iam::*:user/${name}`, user("*")], new Set([arn])),
    );
    // The first of the others, for each user.
    expect(looked).toHaveLength(many.length);
  });

  it("include one for every way in which patterns match, the first of its kind or a single one", () => {
    const name = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 4 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 4 });
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { maxLength: 31 }),
        fc.array(pattern, { maxLength: 5 }),
        fc.array(name, { maxLength: 3 }),
        (arns, patterns, left) => {
          const leftOut = new Set(left);
          const deciding = new TargetIndex(arns).deciding(patterns, leftOut);
          const kindOf = (arn: string) => patterns.map((one) => matchesGlob(one, arn)).join();
          const candidates = arns.filter((arn) => !leftOut.has(arn));
          const firsts = [...Map.groupBy(candidates, kindOf).values()].map(([first]) => first);
          expect(deciding).toEqual(candidates.filter((arn) => deciding.includes(arn)));
          expect(firsts.filter((arn) => !deciding.includes(arn ?? ""))).toEqual([]);
        },
      ),
    );
  });
});
