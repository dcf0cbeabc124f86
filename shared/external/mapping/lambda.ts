import { harmful, harmfulWith, harmless, judged, mapped } from "./rule.ts";

/** Functions, their layers and addresses. */
export const LAMBDA_RULES = [
  judged("lambda.policy-not-public", {
    ids: { config: ["lambda-function-public-access-prohibited"] },
    harm: harmful("anyone with an AWS account can run the function"),
  }),
  judged("lambda.function-url-authenticated", {
    harm: harmful("anyone on the internet can run the function"),
  }),
  judged("lambda.no-secrets-in-environment", {
    harm: harmful("every reader of the function's settings holds the credential"),
  }),
  judged("lambda.runtime-supported", {
    ids: { config: ["lambda-function-settings-check"] },
    harm: harmfulWith("a weakness of the old runtime has to be within reach"),
  }),
  mapped("lambda.no-secrets-in-code", "No function or layer has a secret in its code", {
    ids: {
      prowler: ["awslambda_function_no_secrets_in_code", "awslambda_layer_no_secrets_in_content"],
    },
    criteria: {
      "CC6.1": "Code can be downloaded by everyone who may read the function, secrets included.",
    },
    harm: harmful("every reader of the code holds the credential"),
    downtime: "rolling restart",
  }),
  mapped(
    "lambda.variables-encrypted-with-own-key",
    "Functions' variables are encrypted with an own key",
    {
      ids: { prowler: ["awslambda_function_env_vars_not_encrypted_with_cmk"] },
      criteria: {
        "CC6.1":
          "With a key of one's own, seeing the settings of a function takes a second permission.",
      },
      harm: harmfulWith("a secret has to stand in the variables"),
      downtime: "none",
    },
  ),
  mapped("lambda.in-vpc", "Functions that need the private network lie in it", {
    ids: {
      "security-hub": ["Lambda.3"],
      prowler: ["awslambda_function_inside_vpc"],
      config: ["lambda-inside-vpc"],
    },
    criteria: {
      "CC6.6":
        "In the network a function's way out can be limited, and databases need no public door for it.",
    },
    harm: harmless("Lambda isolates functions outside a network as well"),
    downtime: "none",
  }),
  mapped("lambda.multi-zone", "Functions in a network use several zones", {
    ids: {
      fsbp: ["Lambda.5"],
      prowler: ["awslambda_function_vpc_multi_az"],
      config: ["lambda-vpc-multi-az-check"],
    },
    criteria: {
      "A1.2": "A function in one subnet stops with that subnet's zone.",
    },
    harm: harmfulWith("an availability zone has to fail"),
    downtime: "none",
  }),
  mapped("lambda.calls-recorded", "Trails record who invokes functions", {
    ids: { prowler: ["awslambda_function_invoke_api_operations_cloudtrail_logging_enabled"] },
    criteria: {
      "CC7.2": "An invocation past the product's own door shows only in data events of the trail.",
    },
    harm: harmfulWith("it is missed once invocations have to be traced"),
    downtime: "none",
  }),
  mapped("lambda.failures-kept", "Functions keep what they could not process", {
    ids: { prowler: ["awslambda_function_no_dead_letter_queue"], config: ["lambda-dlq-check"] },
    criteria: {
      "PI1.3":
        "An event that failed three times is dropped without a trace unless a queue takes it.",
    },
    harm: harmfulWith("an event has to fail"),
    downtime: "none",
  }),
  mapped("lambda.cross-origin-narrow", "Function URLs admit named sites only", {
    ids: { prowler: ["awslambda_function_url_cors_policy"] },
    criteria: {
      "CC6.6":
        "Any page that a visitor opens may otherwise call the function in the visitor's name.",
    },
    harm: harmfulWith("the function has to trust what the browser sends along"),
    downtime: "none",
  }),
  mapped("lambda.layers-own", "Functions use layers of known accounts", {
    ids: { prowler: ["awslambda_function_using_cross_account_layers"] },
    criteria: {
      "CC6.8": "A layer is code that runs in the function, from whoever publishes it.",
      "CC9.2": "Its publisher is a vendor that somebody should have weighed.",
    },
    harm: harmfulWith("the layer's publisher has to be dishonest or taken over"),
    downtime: "rolling restart",
  }),
  mapped("lambda.concurrency-limited", "Functions have a limit of concurrency", {
    ids: { config: ["lambda-concurrency-check"] },
    criteria: {
      "A1.1": "A function without a limit can use up the account's capacity for all others.",
    },
    harm: harmfulWith("one function has to run away"),
    downtime: "none",
  }),
];
