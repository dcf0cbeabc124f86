import { describe, expect, it } from "vitest";
import { expirationOf, linkExpiry, linkSeconds } from "../../shared/share/link-expiry.ts";

const CREATED = new Date("2026-11-22T06:12:00Z");
const WEEK = 604_800;
const session = (end: string | null) => ({
  temporary: true,
  expiration: end === null ? null : new Date(end),
});

describe("how long links were asked to last", () => {
  it.each([
    ["1m", 60],
    ["90m", 5_400],
    ["12h", 43_200],
    ["1d", 86_400],
    ["7d", WEEK],
    ["168h", WEEK],
    ["10080m", WEEK],
  ])("%s are %i seconds", (text, seconds) => {
    expect(linkSeconds(text)).toBe(seconds);
  });

  it.each([
    ["8d", "longer than links can last"],
    ["169h", "longer than links can last"],
    ["10081m", "longer than links can last"],
    ["999999d", "longer than links can last"],
    ["0d", "no time for links"],
    ["", "no time for links"],
    ["7", "no time for links"],
    ["7 d", "no time for links"],
    ["-1d", "no time for links"],
    ["1.5h", "no time for links"],
    ["7D", "no time for links"],
    ["1w", "no time for links"],
    ["30s", "no time for links"],
  ])("%j is refused: %s", (text, sentence) => {
    expect(() => linkSeconds(text)).toThrow(
      expect.objectContaining({ code: "USAGE", message: expect.stringContaining(sentence) }),
    );
  });
});

describe("when links end in truth", () => {
  it.each([
    [
      "a user's key: as asked",
      { temporary: false, expiration: null },
      WEEK,
      "2026-11-29T06:12:00Z",
      "asked",
      WEEK,
    ],
    [
      "a session that outlives them: as asked",
      session("2026-11-22T07:12:01Z"),
      3_600,
      "2026-11-22T07:12:00Z",
      "asked",
      3_600,
    ],
    [
      "a session that ends with them: as asked",
      session("2026-11-22T07:12:00Z"),
      3_600,
      "2026-11-22T07:12:00Z",
      "asked",
      3_600,
    ],
    [
      "a session that ends a second before: then",
      session("2026-11-22T07:11:59Z"),
      3_600,
      "2026-11-22T07:11:59Z",
      "credentials",
      3_599,
    ],
    [
      "a part of a second is not promised",
      session("2026-11-22T07:11:59.999Z"),
      3_600,
      "2026-11-22T07:11:59Z",
      "credentials",
      3_599,
    ],
    [
      "a chained role's hour, of a week",
      session("2026-11-22T07:12:00Z"),
      WEEK,
      "2026-11-22T07:12:00Z",
      "credentials",
      3_600,
    ],
    [
      "a session's last minute",
      session("2026-11-22T06:13:00Z"),
      WEEK,
      "2026-11-22T06:13:00Z",
      "credentials",
      60,
    ],
  ] as const)("%s", (_says, life, askedSeconds, expires, why, seconds) => {
    const asked = new Date(CREATED.getTime() + askedSeconds * 1_000).toISOString();
    expect(linkExpiry(CREATED, askedSeconds, life)).toEqual({
      asked: asked.replace(".000", ""),
      expires,
      why,
      seconds,
    });
  });

  it.each([
    [
      "less than a minute is left",
      session("2026-11-22T06:12:59Z"),
      "end at 2026-11-22 06:12:59 UTC",
    ],
    ["the session is over", session("2026-11-22T05:00:00Z"), "end at 2026-11-22 05:00:00 UTC"],
    ["nobody says when the session ends", session(null), "no time can be promised"],
    ["what they say is no time", session("soon"), "no time can be promised"],
  ])("nothing is promised where %s", (_says, life, sentence) => {
    expect(() => linkExpiry(CREATED, WEEK, life)).toThrow(
      expect.objectContaining({ code: "CREDENTIALS", message: expect.stringContaining(sentence) }),
    );
  });
});

it.each([
  ["as they say", { expiration: new Date(5) }, 5],
  [
    "as AWS said, where the SDK prolonged them by itself",
    { expiration: new Date(9), originalExpiration: new Date(5) },
    5,
  ],
  ["nobody knows when", {}, undefined],
])("credentials end %s", (_says, credentials, end) => {
  expect(expirationOf(credentials)?.getTime()).toBe(end);
});
