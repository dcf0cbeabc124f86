import { describe, expect, it } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { endFindingList, findingList } from "../../shared/external/finding-list.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";

// What lists are made of is tested with JsonElements.

function read(text: string): unknown[] {
  const list = findingList("findings.json");
  const found = [...list.push(utf8(text))];
  endFindingList(list, "findings.json");
  return found;
}

describe("a file of findings", () => {
  it.each([
    ["a list", '[{"a":1},{"b":2}]'],
    ["an answer of the AWS CLI", '{ "Findings": [{"a":1},{"b":2}], "More": "x" }'],
    ["its last page", '{"Findings": [{"a":1},{"b":2}], "NextToken": null}'],
    ["a finding a line", '{"a":1}\n{"b":2}\n'],
  ])("may be %s", (_what, text) => {
    expect(read(text)).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it.each([
    ["a page", "<html></html>", "findings.json cannot be imported: it is neither a list of"],
    ["cut short", '[{"a":1},{"b":', "It may have been cut short. Export it again"],
    ["no JSON", "[{a:1}]", "element 1 is no JSON"],
    ["empty", "", "it is empty"],
    [
      "one page of several",
      '{"Findings": [{"a":1}], "NextToken": "x"}',
      "it is one page of several (it has a NextToken). Export all of them",
    ],
  ])("is refused where it is %s, and nothing of it is taken in (CASES 36)", (_what, text, why) => {
    const refused = refusal(() => read(text));
    expect(refused.code).toBe("IMPORT_INVALID");
    expect(refused.message.toLowerCase()).toContain(why.toLowerCase());
    expect(refused.message).toMatch(/\. Nothing of it was taken in\.$/);
  });

  it("is refused before a finding that does not end fills the memory", () => {
    const list = findingList("findings.json");
    expect([...list.push(utf8('[{"a":"'))]).toEqual([]);
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    let pushed = 0;
    const refused = refusal(() => {
      for (; pushed < 64; pushed += 1) [...list.push(chunk)];
    });
    expect(refused.code).toBe("IMPORT_INVALID");
    expect(pushed).toBe(15);
  });
});

function refusal(run: () => unknown): EvidenceError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof EvidenceError) return thrown;
    throw thrown;
  }
  throw new Error("It was taken.");
}
