import { visibleText } from "../../../shared/report/visible-text.ts";

/** What may stand in an element: text, which is shown with all of its characters; null is nothing. */
export type Content = string | Node | null;

/** An element of our own with content that may be anybody's: text becomes text nodes, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...content: readonly Content[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  fill(made, ...content);
  return made;
}

/** Puts content in the place of what was there. */
export function fill(parent: Element, ...content: readonly Content[]): void {
  parent.replaceChildren(
    ...content.flatMap((one) =>
      one === null
        ? []
        : [typeof one === "string" ? document.createTextNode(visibleText(one)) : one],
    ),
  );
}

const HASH = /([0-9a-f]{64})/;

/** Text in which hashes stand out, and can be copied. */
export function withHashes(text: string): Content[] {
  return text.split(HASH).map((part) => (HASH.test(part) ? element("code", "", part) : part));
}

/** Terms and what they mean, one pair a row. */
export function pairs(rows: readonly (readonly [term: string, text: string])[]): HTMLElement {
  const list = element("dl", "rows");
  for (const [term, text] of rows) {
    list.append(
      element("div", "", element("dt", "", term), element("dd", "", ...withHashes(text))),
    );
  }
  return list;
}

/**
 * An element of the page as it was built.
 *
 * @throws Error where the page has none: a defect
 */
export function byId<Kind extends Element>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${id}.`);
}
