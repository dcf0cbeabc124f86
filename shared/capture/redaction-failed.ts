/**
 * Why a source has no evidence where secrets could not be cut out of an answer. One sentence for all of
 * them: the error itself may hold what was to be cut out.
 */
export const REDACTION_FAILED = "Secrets could not be cut out of an answer, so nothing was written";
