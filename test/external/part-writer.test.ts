import { expect, it } from "vitest";
import { PartWriter } from "../../shared/external/part-writer.ts";

/** What a part may hold beside its frame, for which 16 KiB are kept. */
const ROOM_BYTES = 100;

async function written(lines: readonly string[]): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  const writer = new PartWriter<string>(
    "external/x",
    { header: (part) => ({ part }), end: (count, last) => ({ count, last: last ?? null }) },
    async (path, bytes) => {
      parts.set(path, new TextDecoder().decode(bytes));
    },
    16_384 + ROOM_BYTES,
  );
  for (const line of lines) await writer.add({ line });
  expect(await writer.close("done")).toEqual([...parts.keys()]);
  return parts;
}

it("writes one file where everything fits, and says how it ends", async () => {
  expect(Object.fromEntries(await written(["a", "b"]))).toEqual({
    "external/x.ndjson": '{"part":1}\n{"line":"a"}\n{"line":"b"}\n{"count":2,"last":"done"}\n',
  });
});

it("writes a file where there is nothing: that is what was read", async () => {
  expect(Object.fromEntries(await written([]))).toEqual({
    "external/x.ndjson": '{"part":1}\n{"count":0,"last":"done"}\n',
  });
});

it("splits at the end of a line, and only the last part says how it ends", async () => {
  // Each line takes 50 bytes: two fill a part to the byte.
  const line = "x".repeat(50 - '{"line":""}\n'.length);
  expect(Object.fromEntries(await written([line, line, line]))).toEqual({
    "external/x.part-0001.ndjson": `{"part":1}\n{"line":"${line}"}\n{"line":"${line}"}\n{"count":2,"last":null}\n`,
    "external/x.part-0002.ndjson": `{"part":2}\n{"line":"${line}"}\n{"count":1,"last":"done"}\n`,
  });
});

it("counts bytes, not characters", async () => {
  const line = "é".repeat(25);
  expect([...(await written([line, line])).keys()]).toEqual([
    "external/x.part-0001.ndjson",
    "external/x.part-0002.ndjson",
  ]);
});

it("gives a line that is larger than a part a part of its own", async () => {
  const long = "x".repeat(200);
  const parts = await written(["a", long, "b"]);
  expect([...parts.values()].map((part) => part.split("\n").length - 3)).toEqual([1, 1, 1]);
});
