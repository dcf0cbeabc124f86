import type { WitnessedManifest } from "../integrity/witness.ts";

/** Someone outside the bundle who notes that a manifest was there, under a clock of their own. */
export interface ManifestWitness {
  /**
   * Has a manifest noted. The same one again is noted again, which does no harm: the first time counts.
   *
   * @throws EvidenceError KEY_UNAVAILABLE when it was not noted
   */
  attest(manifest: WitnessedManifest): Promise<void>;
}
