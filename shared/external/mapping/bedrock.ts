import { declined, harmfulWith, harmless, mapped } from "./rule.ts";

/** Foundation models, agents and knowledge bases. */
export const BEDROCK_RULES = [
  mapped("bedrock.prompt-attacks-filtered", "Guardrails filter attacks by prompt", {
    ids: { prowler: ["bedrock_guardrail_prompt_attack_filter_enabled"] },
    criteria: {
      "CC6.6": "A prompt is how a stranger's words come through the boundary and act inside it.",
      "CC6.8": "Injected instructions are code that nobody authorized.",
    },
    harm: harmfulWith("the model has to hold secrets or be able to act"),
    downtime: "none",
  }),
  mapped("bedrock.sensitive-data-filtered", "Guardrails hold sensitive information back", {
    ids: { prowler: ["bedrock_guardrail_sensitive_information_filter_enabled"] },
    criteria: {
      "C1.1": "A model repeats confidential data that it was given, to whoever asks cleverly.",
      "CC6.7": "The filter stands where data leaves the system in an answer.",
    },
    harm: harmfulWith("confidential data has to be within the model's reach"),
    downtime: "none",
  }),
  mapped("bedrock.guardrails-in-place", "Agents and models run behind guardrails", {
    ids: { prowler: ["bedrock_agent_guardrail_enabled", "bedrock_guardrails_configured"] },
    criteria: {
      "CC6.6":
        "An agent takes orders in plain language from outside, and a guardrail is its filter.",
    },
    harm: harmfulWith("the agent has to be able to do something that matters"),
    downtime: "none",
  }),
  mapped("bedrock.answers-grounded", "Guardrails hold answers to the sources they came from", {
    ids: { prowler: ["bedrock_guardrail_contextual_grounding_filter_enabled"] },
    criteria: {
      "PI1.3": "An invented answer is processing gone wrong where customers rely on its accuracy.",
    },
    harm: harmfulWith("customers have to act on the invented answer"),
    downtime: "none",
  }),
  mapped("bedrock.invocations-logged", "Calls of models are logged, in encrypted logs", {
    ids: {
      prowler: [
        "bedrock_model_invocation_logging_enabled",
        "bedrock_model_invocation_logs_encryption_enabled",
      ],
    },
    criteria: {
      "CC7.2":
        "Misuse of a model and data drawn out through it are seen in what was asked and answered.",
      "C1.1": "The logs repeat customers' words, and need the same protection as these.",
    },
    harm: harmfulWith("it is missed once misuse has to be traced"),
    downtime: "none",
  }),
  mapped("bedrock.agent-roles-narrow", "Each agent has a role of its own with few rights", {
    ids: {
      prowler: [
        "bedrock_agent_role_least_privilege",
        "bedrock_agent_role_not_shared_across_agents",
      ],
    },
    criteria: {
      "CC6.3": "What an agent can be talked into doing is limited by its role alone.",
    },
    harm: harmfulWith("somebody has to talk the agent into misusing its rights"),
    downtime: "none",
  }),
  mapped("bedrock.api-keys-short-lived", "No long-term API key of Bedrock exists or administers", {
    ids: {
      prowler: [
        "bedrock_api_key_no_administrative_privileges",
        "bedrock_api_key_no_long_term_credentials",
      ],
    },
    criteria: {
      "CC6.1": "A key without an end works for the finder as long as for its owner.",
      "CC6.3": "A key for calling models needs no right to change anything.",
    },
    harm: harmfulWith("the key has to leak to somebody who wants it"),
    downtime: "none",
  }),
  mapped(
    "bedrock.full-access-not-granted",
    "Nobody has full access to Bedrock who only calls models",
    {
      ids: { prowler: ["bedrock_full_access_policy_attached"] },
      criteria: {
        "CC6.3":
          "Full access covers switching guardrails and logging off, which a caller never needs.",
      },
      harm: harmfulWith("the holder has to be taken over or err"),
      downtime: "none",
    },
  ),
  mapped(
    "bedrock.encrypted-with-own-keys",
    "Models, prompts and knowledge bases are encrypted with own keys",
    {
      ids: {
        "security-hub": ["Bedrock.1"],
        prowler: [
          "bedrock_custom_model_encrypted_with_cmk",
          "bedrock_knowledge_base_encrypted_with_cmk",
          "bedrock_prompt_encrypted_with_cmk",
        ],
        config: ["bedrock-data-source-encryption-enabled"],
      },
      criteria: {
        "C1.1":
          "What a model was trained on can be drawn out of it, and the key decides who may load it.",
        "CC6.1": "A key of one's own adds a second permission to the one for the model.",
      },
      harm: harmless("AWS encrypts them with keys of its own anyway"),
      downtime: "replacement",
    },
  ),
  declined("bedrock.prompts-managed", "Prompts are kept in Prompt Management", {
    ids: { prowler: ["bedrock_prompt_management_exists"] },
    because:
      "where prompts are kept is a choice of tool; that they change by review is judged for all code alike",
    downtime: "none",
  }),
  mapped("bedrock.private-endpoint", "Models are called through VPC endpoints", {
    ids: { prowler: ["bedrock_vpc_endpoints_configured"] },
    criteria: {
      "CC6.6": "Machines that call models need no way out to the internet for it.",
    },
    harm: harmfulWith("the calls are encrypted anyway; a machine has to be taken over first"),
    downtime: "none",
  }),
];
