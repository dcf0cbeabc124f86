import { parseArgs } from "node:util";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { parseInstant } from "../shared/evidence/instant.ts";
import { parseKnownHead } from "../shared/integrity/known-from-outside.ts";
import type { ManifestLink } from "../shared/integrity/manifest.ts";

/** What somebody asked a verifier for. */
export interface VerifierArguments {
  /** The evidence folder, or a ZIP of one, as it was given. */
  readonly place: string;
  /** Files of public keys. */
  readonly keys: readonly string[];
  /** As they were given. */
  readonly fingerprints: readonly string[];
  readonly knownHead: ManifestLink | null;
  /** ISO 8601 UTC; null is now. */
  readonly asOf: string | null;
  readonly json: boolean;
  readonly help: boolean;
}

/**
 * Understands a command line: the options of `soc2-evidence verify` that need no AWS account.
 *
 * @throws EvidenceError USAGE
 */
export function parseVerifierArguments(argv: readonly string[]): VerifierArguments {
  const { values, positionals } = parsed(argv);
  const [place, ...more] = positionals;
  if (more.length > 0) {
    throw new EvidenceError("USAGE", `One place at a time: ${more.join(", ")} is too many.`);
  }
  const asOf = values["as-of"];
  const instant = asOf === undefined ? null : parseInstant(asOf);
  if (instant === undefined) {
    const why = `--as-of ${asOf} is no time with its zone, such as 2026-11-22T06:00:00Z.`;
    throw new EvidenceError("USAGE", why);
  }
  const knownHead = values["known-head"];
  return {
    place: place ?? "evidence",
    keys: values.key ?? [],
    fingerprints: values.fingerprint ?? [],
    knownHead: knownHead === undefined ? null : parseKnownHead(knownHead),
    asOf: instant,
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        key: { type: "string", multiple: true },
        fingerprint: { type: "string", multiple: true },
        "known-head": { type: "string" },
        "as-of": { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    // Its first sentence says what is wrong; the others advise on quoting.
    const [what] = thrown.message.split(/\.\s|\.$/);
    throw new EvidenceError("USAGE", `${what}. Run with --help for what there is.`);
  }
}
