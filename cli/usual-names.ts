/** Where soc2.yaml is looked for unless `--config` names another. */
export const CONFIG_FILE = "soc2.yaml";

/** Where evidence goes unless `--out` says otherwise. */
export const EVIDENCE_FOLDER = "evidence";

/** The deployed stack's name unless `--stack` says another. */
export const STACK_NAME = "Soc2Evidence";
