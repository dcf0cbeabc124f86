/**
 * Names that AWS gives to protocol versions before TLS 1.2, which RFC 8996 and RFC 7568 retire.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8996
 */
const OBSOLETE: ReadonlySet<string> = new Set(["SSLv2", "SSLv3", "TLSv1", "TLSv1.1"]);

/** Names that AWS gives to the versions that stand. */
const CURRENT: ReadonlySet<string> = new Set(["TLSv1.2", "TLSv1.3"]);

/**
 * Which of the protocol versions are before TLS 1.2. Null where none is, but one is unknown or none
 * is named: then nothing can be said.
 */
export function obsoleteAmong(protocols: readonly string[]): readonly string[] | null {
  const obsolete = protocols.filter((name) => OBSOLETE.has(name));
  if (obsolete.length > 0) return obsolete;
  return protocols.length > 0 && protocols.every((name) => CURRENT.has(name)) ? [] : null;
}
