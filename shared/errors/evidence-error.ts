/**
 * Every way in which this product can fail on purpose. `exitCode` is what the command line ends
 * with, `meaning` is for the generated table in `docs/errors.md`. Codes are never reused.
 */
export const ERROR_CODES = {
  USAGE: { exitCode: 3, meaning: "The command line was called in a way that it does not offer." },
  STOPPED: { exitCode: 3, meaning: "Somebody ended a command instead of answering it." },
  CONFIG_INVALID: {
    exitCode: 3,
    meaning: "soc2.yaml does not say something that it must, or says it wrongly.",
  },
  CONFIG_MISSING: {
    exitCode: 3,
    meaning: "The configuration file that was named is not there, or cannot be read.",
  },
  DECISIONS_INVALID: {
    exitCode: 3,
    meaning: "decisions.yaml does not say something that it must, or says it wrongly.",
  },
  DECISION_REFUSED: {
    exitCode: 3,
    meaning: "What was to be decided is no decision that an auditor could accept.",
  },
  CREDENTIALS: { exitCode: 3, meaning: "AWS refused the credentials, or none were found." },
  STORE_CONFLICT: {
    exitCode: 3,
    meaning: "Different bytes already stand at this path; evidence is never overwritten.",
  },
  STORE_UNREADABLE: {
    exitCode: 3,
    meaning: "The place where evidence lies cannot be read or written.",
  },
  ARCHIVE_INVALID: {
    exitCode: 1,
    meaning: "A ZIP says two things of what it holds, or holds what it does not list.",
  },
  PATH_UNSAFE: {
    exitCode: 1,
    meaning:
      "A path leaves its folder, is absolute, or holds characters that no evidence path has.",
  },
  JSON_INVALID: {
    exitCode: 1,
    meaning:
      "JSON that is not strict: duplicate keys, unsafe numbers, lone surrogates or plain syntax errors.",
  },
  SCHEMA_UNKNOWN: {
    exitCode: 3,
    meaning: "A file states a schema or algorithm that this release does not know.",
  },
  SCHEMA_INVALID: {
    exitCode: 1,
    meaning: "A file does not have the shape that its schema demands.",
  },
  CHAIN_MIXED: {
    exitCode: 3,
    meaning: "The folder holds the chain of another account, sample or replay.",
  },
  KEY_MISSING: { exitCode: 3, meaning: "There is no signing key where one is needed." },
  KEY_UNSAFE: { exitCode: 3, meaning: "A key file is no usable key, or others may read it." },
  CHAIN_ORDER: { exitCode: 3, meaning: "A snapshot must be later than the newest sealed one." },
  CLAIM_UNFINISHED: {
    exitCode: 3,
    meaning: "An earlier run took a place in the chain, unfinished.",
  },
  SNAPSHOT_UNDER_WAY: {
    exitCode: 3,
    meaning: "An earlier snapshot is still being taken, and this one comes after it in the chain.",
  },
  KEY_UNAVAILABLE: {
    exitCode: 3,
    meaning: "The signing key cannot be used now; what it should sign waits for it, unsigned.",
  },
  KEY_CHANGE_PENDING: {
    exitCode: 3,
    meaning: "The signing key was changed, and no manifest is signed by both keys yet.",
  },
  EXECUTION_FAILED: {
    exitCode: 3,
    meaning: "The workflow in the account could not be started, or ended without a snapshot.",
  },
  LINK_REFUSED: {
    exitCode: 3,
    meaning: "S3 does not open a link that was made, so nothing was shared.",
  },
  SEAL_BROKEN: { exitCode: 1, meaning: "What was sealed is no longer as it was sealed." },
  OBJECT_UNEXPECTED: {
    exitCode: 1,
    meaning: "An object that the plan does not name stands there.",
  },
  RECORDING_INVALID: {
    exitCode: 3,
    meaning: "The recording to replay is not an evidence folder of this product.",
  },
  IMPORT_INVALID: {
    exitCode: 3,
    meaning: "A file to import is not what it says, so nothing of it was taken in.",
  },
  NOT_FOUND: { exitCode: 3, meaning: "Nothing has the name that was asked for." },
  REDACTION_FAILED: {
    exitCode: 2,
    meaning: "Secrets could not be cut out of an answer, so nothing of that source was written.",
  },
  CALL_UNDECLARED: {
    exitCode: 3,
    meaning: "A source made a call that it does not declare: a defect of this product.",
  },
  MAPPING_CONTRADICTORY: {
    exitCode: 3,
    meaning: "The tables of others' rules contradict each other: a defect of this product.",
  },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Values that a machine can use beside the sentence; never a secret, never a payload. */
export type ErrorFields = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The one error class of this product.
 *
 * `message` is a sentence for a person: what was wrong, where, and what to do. `code` is stable and
 * is what tests and machines compare.
 */
export class EvidenceError extends Error {
  override readonly name = "EvidenceError";
  readonly code: ErrorCode;
  readonly fields: ErrorFields;

  constructor(code: ErrorCode, message: string, fields: ErrorFields = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.fields = fields;
  }

  /** The exit code of a command that ends with this error. */
  get exitCode(): 1 | 2 | 3 {
    return ERROR_CODES[this.code].exitCode;
  }
}
