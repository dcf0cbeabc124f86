import { describe, expect, it } from "vitest";
import { attribute, constantMarkup, markup } from "../../shared/report/markup.ts";

describe("markup", () => {
  it("escapes the five HTML characters in text", () => {
    expect(`${markup`<p>${`<a href="x">'&'</a>`}</p>`}`).toBe(
      "<p>&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;</p>",
    );
  });

  it("shows what would turn a line around", () => {
    expect(`${markup`<p>${"a\u202eb"}</p>`}`).toBe("<p>a[U+202E]b</p>");
  });

  it("escapes text in lists, leaves markup and numbers, and writes nothing for null", () => {
    expect(`${markup`<p>${["<", [markup`<b>${"&"}</b>`, null], 7]}</p>`}`).toBe(
      "<p>&lt;<b>&amp;</b>7</p>",
    );
  });

  it.each([
    ["text in a quoted attribute", () => markup`<p class="${"x"}">`],
    ["text in a bare attribute", () => markup`<p class=${"x"}>`],
    ["text as a name of an attribute", () => markup`<p ${"x"}>`],
    ["markup in a tag", () => markup`<p class="${constantMarkup("x")}">`],
    ["an attribute's value that is not our own", () => attribute('" onload="x')],
    ["an attribute's value with a colon", () => attribute("javascript:x")],
  ])("refuses %s", (_what, make) => {
    expect(make).toThrow(TypeError);
  });

  it("takes text of our own in a tag", () => {
    expect(`${markup`<a href="#${attribute("cc6-1")}">${"x"}</a>`}`).toBe('<a href="#cc6-1">x</a>');
  });
});
