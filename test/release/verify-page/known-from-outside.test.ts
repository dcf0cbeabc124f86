import { describe, expect, it } from "vitest";
import {
  type Typed,
  type Understood,
  understand,
} from "../../../release/verify-page/browser/known-from-outside.ts";

const NOW = "2026-11-22T06:30:00.123Z";
const KEY = "5a7a78cca4a0f420d9bc62bb669c3c2759e39f723d3ae10dcbe0f0815a07ecd4";
const OTHER = "0f".repeat(32);
const NOTHING: Typed = { fingerprint: "", "known-head": "", "as-of": "" };
const KNOWN_NOTHING = { fingerprints: [], knownHead: null, asOf: NOW };

describe("understand", () => {
  it.each<[string, Partial<Typed>, object]>([
    ["nothing at all", {}, {}],
    ["spaces", { fingerprint: " \n", "known-head": " ", "as-of": " " }, {}],
    ["a fingerprint", { fingerprint: KEY }, { fingerprints: [KEY] }],
    [
      "capital letters, colons and line breaks",
      { fingerprint: ` ${KEY.toUpperCase().replace(/(..)/g, "$1:").slice(0, -1)}\n` },
      { fingerprints: [KEY] },
    ],
    ["two fingerprints", { fingerprint: `${KEY}, ${OTHER};` }, { fingerprints: [KEY, OTHER] }],
    [
      "a known head",
      { "known-head": ` 12:${KEY.toUpperCase()} ` },
      { knownHead: { sequence: 12, sha256: KEY } },
    ],
    ["a time", { "as-of": "2026-11-22T07:00:00+01:00" }, { asOf: "2026-11-22T06:00:00Z" }],
    ["a snapshot's name", { "as-of": "2026-11-22T06-00-00Z" }, { asOf: "2026-11-22T06:00:00Z" }],
  ])("takes %s", (_what, typed, known) => {
    const expected: Understood = { ok: true, request: { ...KNOWN_NOTHING, ...known } };
    expect(understand({ ...NOTHING, ...typed }, NOW)).toEqual(expected);
  });

  it.each<[string, Partial<Typed>, keyof Typed]>([
    ["63 digits", { fingerprint: KEY.slice(1) }, "fingerprint"],
    ["65 digits", { fingerprint: `${KEY}0` }, "fingerprint"],
    ["a letter that is no digit", { fingerprint: `g${KEY.slice(1)}` }, "fingerprint"],
    ["a second that is wrong", { fingerprint: `${KEY}, ${KEY.slice(1)}` }, "fingerprint"],
    ["two without a comma", { fingerprint: `${KEY} ${OTHER}` }, "fingerprint"],
    ["a head without its number", { "known-head": KEY }, "known-head"],
    ["a time without its zone", { "as-of": "2026-11-22T06:00:00" }, "as-of"],
    ["a day that does not exist", { "as-of": "2026-02-31T06:00:00Z" }, "as-of"],
  ])("refuses %s, and says where", (_what, typed, field) => {
    expect(understand({ ...NOTHING, ...typed }, NOW)).toMatchObject({ ok: false, field });
  });
});
