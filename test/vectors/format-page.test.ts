import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const HERE = dirname(fileURLToPath(import.meta.url));
const PAGE = readFileSync(join(HERE, "../../docs/formats/manifest.md"), "utf8");
const EXAMPLE = /<!-- (from|payload of) (\S+) -->\n```json\n([\s\S]*?)\n```/g;
const examples = [...PAGE.matchAll(EXAMPLE)].map(([, how = "", path = "", text = ""]) => ({
  how,
  path,
  text,
}));

describe("the examples in docs/formats/manifest.md are those of the test kit", () => {
  test("there are four", () => {
    expect(examples).toHaveLength(4);
  });

  test.each(examples)("$how $path", ({ how, path, text }) => {
    const stored: unknown = JSON.parse(
      readFileSync(join(HERE, "bundles/good/bundle", path), "utf8"),
    );
    const value =
      how === "from"
        ? stored
        : JSON.parse(Buffer.from(Object(stored).payload, "base64").toString("utf8"));
    expect(JSON.parse(text)).toEqual(value);
  });
});
