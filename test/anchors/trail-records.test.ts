import { describe, expect, it } from "vitest";
import { readTrailRecords } from "../../shared/anchors/trail-records.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { chunked } from "./trail.ts";

async function recordsOf(text: string | Uint8Array, size?: number): Promise<unknown[]> {
  const bytes = typeof text === "string" ? utf8(text) : text;
  return Array.fromAsync(readTrailRecords(chunked(bytes, size), "log.json"));
}

// What lists are made of is tested with JsonElements.

describe("the records of a log file", () => {
  it.each<[string, string, unknown[]]>([
    [
      "are those of the list",
      '{"Records":[{"a":1},{"b":[{"c":2}]}]}',
      [{ a: 1 }, { b: [{ c: 2 }] }],
    ],
    ["may be none", '{"Records":[]}', []],
  ])("%s", async (_says, text, expected) => {
    expect(await recordsOf(text)).toEqual(expected);
    expect(await recordsOf(text, 3)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ["that ends in a record", '{"Records":[{"a":1},{"b"', "JSON_INVALID"],
    ["that ends before the last brace", '{"Records":[{"a":1}]', "JSON_INVALID"],
    ["that is empty", "", "JSON_INVALID"],
    ["with a record that is not JSON", '{"Records":[{"a":1},{b:2}]}', "JSON_INVALID"],
    ["of records alone", '[{"a":1}]', "SCHEMA_INVALID"],
    ["with a digest's fields", '{"awsAccountId":"111122223333","logFiles":[]}', "SCHEMA_INVALID"],
    ["with more than the records", '{"Records":[{"a":1}],"more":1}', "SCHEMA_INVALID"],
    ["with something after its end", '{"Records":[]}{"Records":[]}', "SCHEMA_INVALID"],
    ["with a record that is a number", '{"Records":[1]}', "SCHEMA_INVALID"],
  ])("are refused of a file %s", async (_says, text, code) => {
    await expect(recordsOf(text)).rejects.toMatchObject({ code, fields: { path: "log.json" } });
    await expect(recordsOf(text, 1)).rejects.toMatchObject({ code });
  });

  it("are refused when one is not UTF-8", async () => {
    const text = utf8('{"Records":[{"a":"?"}]}');
    text[text.indexOf(0x3f)] = 0xff;
    await expect(recordsOf(text)).rejects.toMatchObject({ code: "JSON_INVALID" });
  });

  it("are not waited for without end: a record that is too long is refused as it comes", async () => {
    let chunks = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield utf8('{"Records":[{"a":"');
      for (; chunks < 1_000; chunks++) yield new Uint8Array(65_536).fill(0x61);
    }
    const reading = Array.fromAsync(readTrailRecords(endless(), "log.json"));
    await expect(reading).rejects.toMatchObject({ code: "SCHEMA_INVALID" });
    expect(chunks).toBe(31);
  });

  it("are kept although the stream uses its buffer again", async () => {
    const buffer = new Uint8Array(4);
    async function* reusing(): AsyncGenerator<Uint8Array> {
      const bytes = utf8('{"Records":[{"account":"123"}]}  ');
      for (let start = 0; start < bytes.length; start += buffer.length) {
        const part = bytes.subarray(start, start + buffer.length);
        buffer.set(part);
        yield buffer.subarray(0, part.length);
      }
    }
    expect(await Array.fromAsync(readTrailRecords(reusing(), "log.json"))).toEqual([
      { account: "123" },
    ]);
  });
});
