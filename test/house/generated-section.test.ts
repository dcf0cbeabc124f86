import { describe, expect, it } from "vitest";
import { fenced, withSection } from "../../docs/generate/generated-section.ts";

const page = (inside: string) =>
  `# Page\n\n<!-- generated: example -->\n${inside}<!-- end of generated -->\n\nWritten.\n`;

describe("a generated section of a written page", () => {
  it("takes the place of what was there, and leaves the rest", () => {
    expect(withSection(page("old\n"), "example", "new\n\n")).toBe(page("new\n"));
  });

  it("is the same when it is generated again", () => {
    const once = withSection(page(""), "example", fenced("json", "{}\n"));
    expect(withSection(once, "example", fenced("json", "{}\n"))).toBe(once);
  });

  it.each([
    ["is not there", "# Page\n"],
    ["has another name", page("").replace("example", "help")],
    ["is not closed", page("").replace("<!-- end of generated -->", "")],
    ["is there twice", page("") + page("")],
  ])("is refused when it %s", (_sentence, written) => {
    expect(() => withSection(written, "example", "new")).toThrow("<!-- generated: example -->");
  });
});
