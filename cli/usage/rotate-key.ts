import { verb } from "./verb.ts";

/** What `rotate-key` is told by options. */
export interface RotateKeyOptions {
  readonly json?: boolean;
}

/** `rotate-key`: a new signing key on this machine, with the old one's consent. */
export const rotateKey = verb({
  name: "rotate-key",
  summary: "make a new local signing key, to which the old one agrees in the next manifest",
  declare: (command) =>
    command
      .argument("[folder]", "the evidence folder whose chain goes on with it", "evidence")
      .option("--json", "for machines")
      .addHelpText(
        "after",
        `
The next snapshot is signed by both keys, every later one by the new key alone.
Whoever trusts the old key can follow the change; tell them the new fingerprint
all the same. The key of a vault changes with a deployment: see docs/runbook.md.

Exit codes: 0 changed, 3 there was nothing to change, or a change is pending.

Example:
  soc2-evidence rotate-key evidence`,
      ),
  load: async () => (await import("../verbs/rotate-key.ts")).runRotateKey,
});
