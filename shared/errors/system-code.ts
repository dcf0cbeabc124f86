/** The operating system's own name of what went wrong, in parentheses behind a space; else nothing. */
export function systemCode(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
}
