import { html, raw } from "hono/html";
import { visibleText } from "./visible-text.ts";

/** HTML that is safe to put on a page. */
export type Markup = ReturnType<typeof raw>;

/** What may stand in a template: text is escaped, markup is not, null leaves nothing. */
export type MarkupValue = string | number | null | Markup | readonly MarkupValue[];

/**
 * A template of HTML. Every text in it is shown with all of its characters (see `visibleText`) and
 * with the five HTML characters escaped, and may stand in an element's content only: text inside a
 * tag, where escaping does not protect every attribute, is refused.
 *
 * @throws TypeError for text inside a tag: a defect of the template
 */
export function markup(strings: TemplateStringsArray, ...values: MarkupValue[]): Markup {
  let written = "";
  const shown = values.map((value, index) => {
    written += strings[index] ?? "";
    const isInsideTag = written.lastIndexOf("<") > written.lastIndexOf(">");
    if (isInsideTag && !isAttributeValue(value)) {
      throw new TypeError(
        `Only attribute() and address() may stand inside a tag: ${written.slice(-60)}`,
      );
    }
    return shownValue(value);
  });
  const made = html(strings, ...shown);
  // hono/html waits only for values that are promises, and none is.
  if (made instanceof Promise) throw new TypeError("Templates here hold no promises.");
  return made;
}

function shownValue(value: MarkupValue): unknown {
  if (typeof value === "string") return visibleText(value);
  if (Array.isArray(value)) return value.map(shownValue);
  return value;
}

function isAttributeValue(value: MarkupValue): boolean {
  return typeof value === "object" && value !== null && attributeValues.has(value);
}

/** What {@link attribute} made: values that may stand inside a tag. */
const attributeValues = new WeakSet<object>();

/** Letters, digits and what ids, class names, labels and fragments of our own are made of. */
const OWN_TEXT = /^[A-Za-z0-9 #._-]*$/;

/**
 * The value of an attribute, which is always text of our own: an id, a class, a label. Names from an
 * account never stand in attributes.
 *
 * @throws TypeError for any other text
 */
export function attribute(value: string): Markup {
  if (!OWN_TEXT.test(value)) throw new TypeError(`${JSON.stringify(value)} is no text of our own.`);
  const made = raw(value);
  attributeValues.add(made);
  return made;
}

/** What a web address is made of once a URL parser has written it, quotes and angle brackets left out. */
const ADDRESS_TEXT = /^[A-Za-z0-9\-._~:/?#@!$&()*+,;=%]*$/;

/**
 * A web address as an attribute's value.
 *
 * @throws TypeError for anything but `https:` and, for emulators, `http:`
 */
export function address(url: string): Markup {
  const { href, protocol } = new URL(url);
  if (!/^https?:$/.test(protocol) || !ADDRESS_TEXT.test(href)) {
    throw new TypeError(`${JSON.stringify(url)} is no web address.`);
  }
  const made = raw(href.replaceAll("&", "&amp;"));
  attributeValues.add(made);
  return made;
}

/** A constant of ours that is markup already, or an element's raw text. */
export function constantMarkup(text: string): Markup {
  return raw(text);
}
