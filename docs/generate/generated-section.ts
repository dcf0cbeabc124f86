/** The first line of a section that is generated within a page that people write. */
function opening(name: string): string {
  return `<!-- generated: ${name} -->`;
}

const CLOSING = "<!-- end of generated -->";

/**
 * A page with the section `name` replaced by `content`; the rest stays as it was written.
 *
 * @throws Error when the page does not have the section, or has it twice
 */
export function withSection(page: string, name: string, content: string): string {
  const [before, rest, ...more] = page.split(`${opening(name)}\n`);
  const end = rest?.indexOf(CLOSING) ?? -1;
  if (before === undefined || rest === undefined || more.length > 0 || end < 0) {
    throw new Error(
      `The page needs one section between ${opening(name)} and ${CLOSING}, each on its own line.`,
    );
  }
  return `${before}${opening(name)}\n${content.trimEnd()}\n${rest.slice(end)}`;
}

/** A fenced block of a page. */
export function fenced(language: string, content: string): string {
  return `\n\`\`\`${language}\n${content.trimEnd()}\n\`\`\`\n\n`;
}
