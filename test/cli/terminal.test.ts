import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { askOnce } from "../../cli/terminal.ts";

/** What comes of a question to which somebody types `keys`, on a terminal. */
async function answered(keys: string, isEnded = false): Promise<unknown> {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const asking = askOnce("Who? ", input, output).catch(({ code }) => code);
  setImmediate(() => (isEnded ? input.end() : input.write(keys)));
  return await asking;
}

describe("a question", () => {
  it.each([
    ["is answered by a line", "Ada\r", "Ada"],
    ["is answered by an empty line", "\r", ""],
    ["is stopped by Ctrl-C, which is no defect", "Ad\u0003", "STOPPED"],
    ["is stopped by Ctrl-D", "\u0004", "STOPPED"],
  ])("%s", async (_what, keys, expected) => {
    expect(await answered(keys)).toBe(expected);
  });

  it("is stopped where the terminal goes away", async () => {
    expect(await answered("", true)).toBe("STOPPED");
  });
});
