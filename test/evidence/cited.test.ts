import { describe, expect, it } from "vitest";
import { Cited } from "../../shared/evidence/cited.ts";

const file = { path: "CC6.1/x.json", region: null };
const root = Cited.file(
  { calls: [{ response: { "a/b": { "c~d": [1, 2] }, empty: null as null | { x: 1 } } }] },
  file,
);
const response = () => {
  const [call] = root.at("calls").each();
  if (call === undefined) throw new Error("the call is there");
  return call.at("response");
};

describe("a cited value", () => {
  it.each([
    ["the file itself", () => root.citation.pointer, ""],
    ["a list's item", () => root.at("calls").each()[0]?.citation.pointer, "/calls/0"],
    [
      "a member with / and ~ in its name",
      () => response().at("a/b", "c~d").each()[1]?.citation.pointer,
      "/calls/0/response/a~1b/c~0d/1",
    ],
    [
      "an absent member: the nearest thing that exists",
      () =>
        response()
          .at("empty")
          .at("x" as never).citation.pointer,
      "/calls/0/response/empty",
    ],
    [
      "another reading of the same place",
      () => response().as({ parsed: true }).citation.pointer,
      "/calls/0/response",
    ],
  ])("points to %s", (_what, pointer, expected) => {
    expect(pointer()).toBe(expected);
  });

  it("keeps the line of a CSV through what is read from it", () => {
    expect(response().as({ user: "alice" }, 3).at("user").citation).toEqual({
      object: "CC6.1/x.json",
      pointer: "/calls/0/response",
      line: 3,
    });
  });

  it("reads a list that is not there as no items", () => {
    expect(
      Cited.file({ list: undefined as string[] | undefined }, file)
        .at("list")
        .each(),
    ).toEqual([]);
  });

  it("does not take members from the prototype", () => {
    expect(
      Cited.file({} as { constructor?: string }, file).at("constructor").value,
    ).toBeUndefined();
  });
});
