import { harmful, harmfulWith, harmless, mapped } from "./rule.ts";

/** State machines. */
export const STEPFUNCTIONS_RULES = [
  mapped("stepfunctions.logged", "State machines write logs", {
    ids: {
      fsbp: ["StepFunctions.1"],
      prowler: ["stepfunctions_statemachine_logging_enabled"],
      config: ["step-functions-state-machine-logging-enabled"],
    },
    criteria: {
      "CC7.2": "Which step failed, and with what input, is known after its history has expired.",
      "PI1.3": "Runs that ended half way are found and finished from the log.",
    },
    harm: harmfulWith("it is missed once something has to be traced"),
    downtime: "none",
  }),
  mapped("stepfunctions.encrypted-with-own-key", "State machines are encrypted with own keys", {
    ids: { prowler: ["stepfunctions_statemachine_encrypted_with_cmk"] },
    criteria: {
      "CC6.1": "Inputs and outputs of every run are kept, and reading them takes the key as well.",
    },
    harm: harmless("AWS encrypts them with a key of its own anyway"),
    downtime: "none",
  }),
  mapped("stepfunctions.no-secrets", "No definition of a state machine holds a secret", {
    ids: { prowler: ["stepfunctions_statemachine_no_secrets_in_definition"] },
    criteria: {
      "CC6.1": "The definition is plain text to whoever may describe the machine.",
    },
    harm: harmful("every reader of the definition holds the credential"),
    downtime: "none",
  }),
];
