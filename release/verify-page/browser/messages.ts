import type { ErrorCode } from "../../../shared/errors/evidence-error.ts";
import type { VerifyExitCode } from "../../../shared/integrity/faults.ts";
import type { ManifestLink } from "../../../shared/integrity/manifest.ts";
import type { VerifyReport } from "../../../shared/integrity/verify.ts";
import type { ChosenFile } from "../../../shared/store/blob-folder-store.ts";

/** What a person chose to be verified. */
export type Evidence =
  | { readonly kind: "zip"; readonly name: string; readonly file: Blob }
  | { readonly kind: "folder"; readonly name: string; readonly files: readonly ChosenFile[] };

/** What the page asks of its worker, once. */
export interface VerifyRequest {
  readonly evidence: Evidence;
  /** 64 lowercase hexadecimal digits each. */
  readonly fingerprints: readonly string[];
  readonly knownHead: ManifestLink | null;
  /** ISO 8601 UTC. */
  readonly asOf: string;
}

/** How far the worker has come, of everything that lies in the bundle. */
export interface Progress {
  readonly filesDone: number;
  readonly files: number;
  readonly bytesDone: number;
  readonly bytes: number;
}

/** What the worker answers: progress, again and again, then one of the others. */
export type WorkerAnswer =
  | ({ readonly kind: "progress" } & Progress)
  | { readonly kind: "report"; readonly report: VerifyReport }
  /** The place itself cannot be read: the command line would end with the same sentence. */
  | {
      readonly kind: "refused";
      readonly code: ErrorCode | null;
      readonly message: string;
      readonly exitCode: VerifyExitCode;
    };
