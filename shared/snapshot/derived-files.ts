import { EvidenceError } from "../errors/evidence-error.ts";
import { manifestPath, placeOf } from "../integrity/bundle-layout.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import type { FaultLog } from "../integrity/faults.ts";
import type { Manifest } from "../integrity/manifest.ts";
import type { Store } from "../store/store.ts";
import { firstDifference } from "./first-difference.ts";
import type { SealedFiles } from "./sealed-files.ts";
import { namesRefused } from "./sealed-snapshot.ts";

/** Takes what is derived where a run would write it, and compares it with what was sealed there. */
export class DerivedFiles implements Pick<Store, "put"> {
  readonly #sealed: SealedFiles;
  readonly #manifest: Manifest;
  readonly #crypto: Pick<IntegrityCrypto, "sha256">;
  readonly #log: FaultLog;
  readonly #derived = new Set<string>();

  constructor(
    sealed: SealedFiles,
    manifest: Manifest,
    crypto: Pick<IntegrityCrypto, "sha256">,
    log: FaultLog,
  ) {
    this.#sealed = sealed;
    this.#manifest = manifest;
    this.#crypto = crypto;
    this.#log = log;
  }

  /** How many files were derived. */
  get count(): number {
    return this.#derived.size;
  }

  /** Compares to the byte; what differs is a fault. */
  async put(path: string, bytes: Uint8Array): Promise<"unchanged"> {
    this.#derived.add(path);
    const sealed = this.#sealed.entry(path);
    if (sealed === undefined) {
      // Somebody had taken the name before: the manifest says so, and verify that it stands there.
      if (!namesRefused(this.#manifest, path)) {
        this.differs(path, `${path} follows from the evidence and was not sealed.`);
      }
    } else if ((await this.#crypto.sha256(bytes)) !== sealed.sha256) {
      const where = await this.#whereItDiffers(path, bytes);
      this.differs(path, `${path} is not what the sealed evidence comes to${where}.`);
    }
    return "unchanged";
  }

  /** Notes a fault of this snapshot. */
  differs(path: string, message: string): void {
    this.#log.fault("RESULT_DIFFERS", path, message, this.#manifest.sequence);
  }

  /** The same of what the manifest itself says. */
  manifestDiffers(what: string): void {
    const path = manifestPath(this.#manifest.snapshot);
    this.differs(path, `${path} ${what}`);
  }

  /**
   * What was sealed among evidence and results, and is neither: nothing read it, nothing comes to it.
   * To be asked for when all has been derived.
   */
  reportIdle(): void {
    for (const { path } of this.#manifest.files) {
      const { kind } = placeOf(path);
      if (kind !== "criterion" && kind !== "summary" && kind !== "external") continue;
      if (this.#derived.has(path) || this.#sealed.asked.has(path)) continue;
      this.differs(path, `${path} is sealed; no rule reads it, and no rule gives it.`);
    }
  }

  async #whereItDiffers(path: string, derived: Uint8Array): Promise<string> {
    try {
      const stored = await this.#sealed.read(path);
      const difference = firstDifference(parsed(stored), parsed(derived));
      if (difference === undefined) return "";
      const { pointer, one, other } = difference;
      const place = pointer === "" ? "" : `at ${pointer} `;
      return `: ${place}it says ${one}, the rules give ${other}`;
    } catch (thrown) {
      // No JSON; or other bytes than the sealed ones, which verify has said.
      if (thrown instanceof SyntaxError || thrown instanceof EvidenceError) return "";
      throw thrown;
    }
  }
}

function parsed(bytes: Uint8Array | undefined): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}
