/** A person as the command line takes one: `Ada Lovelace <ada@example.com>`, or the name alone. */
export function personOf(text: string): { name: string; email: string | null } {
  const [, name, email] = /^([^<]*)<([^>]*)>$/.exec(text.trim()) ?? [];
  return name === undefined || email === undefined
    ? { name: text.trim(), email: null }
    : { name: name.trim(), email: email.trim() };
}
