import { declined, harmful, harmfulWith, harmless, judged, mapped } from "./rule.ts";

/** REST, HTTP and WebSocket APIs, and GraphQL APIs of AppSync. */
export const APIGATEWAY_RULES = [
  mapped("apigateway.execution-logged", "Stages of REST and WebSocket APIs log how requests ran", {
    ids: {
      fsbp: ["APIGateway.1"],
      prowler: ["apigateway_restapi_logging_enabled"],
      config: ["api-gw-execution-logging-enabled"],
    },
    criteria: {
      "CC7.2":
        "Refused keys, failing authorizers and broken backends show in the execution log and not in the code's own.",
    },
    harm: harmfulWith("it is missed once requests have to be traced"),
    downtime: "none",
  }),
  judged("apigatewayv2.access-logged", {
    ids: { fsbp: ["APIGateway.9"], config: ["api-gwv2-access-logs-enabled"] },
    harm: harmfulWith("it is missed once requests have to be traced"),
  }),
  judged("apigateway.web-acl-attached", {
    ids: { config: ["api-gw-associated-with-waf"] },
    harm: harmfulWith("the code behind the API has to have a weakness"),
  }),
  judged("apigateway.domain-tls-version-current", {
    ids: { fsbp: ["APIGateway.11"], config: ["apigateway-domain-name-tls-check"] },
    harm: harmfulWith("somebody on the path has to break an old protocol"),
  }),
  declined(
    "apigateway.domain-quantum-ready",
    "Custom domain names agree keys that resist quantum machines",
    {
      ids: { prowler: ["apigateway_domain_name_pqc_tls_enabled"] },
      because:
        "no machine that reads today's traffic is known; whether TLS itself is current is judged by another rule",
      downtime: "none",
    },
  ),
  mapped("apigateway.backend-certificate", "Stages show their backends a client certificate", {
    ids: {
      fsbp: ["APIGateway.2"],
      prowler: ["apigateway_restapi_client_certificate_enabled"],
      config: ["api-gw-ssl-enabled"],
    },
    criteria: {
      "CC6.1":
        "The backend can tell requests of the API from those of somebody who found its address.",
    },
    harm: harmfulWith("the backend has to be reachable past the API, and trust what comes"),
    downtime: "none",
  }),
  declined("apigateway.traced", "Stages trace requests with X-Ray", {
    ids: {
      fsbp: ["APIGateway.3"],
      prowler: ["apigateway_restapi_tracing_enabled"],
      config: ["api-gw-xray-enabled"],
    },
    because: "traces serve the search for slow code; who called the API stands in its access logs",
    downtime: "none",
  }),
  mapped("apigateway.cache-encrypted", "Caches of stages are encrypted", {
    ids: {
      fsbp: ["APIGateway.5"],
      prowler: ["apigateway_restapi_cache_encrypted"],
      config: ["api-gw-cache-encrypted", "api-gw-cache-enabled-and-encrypted"],
    },
    criteria: {
      "CC6.1":
        "Answers to signed-in customers lie in the cache, outside the database's protection.",
    },
    harm: harmfulWith("somebody has to get at AWS's storage of the cache"),
    downtime: "none",
  }),
  mapped("apigateway.routes-authorized", "Every API and route says who may call it", {
    ids: {
      fsbp: ["APIGateway.8"],
      prowler: [
        "apigateway_restapi_authorizers_enabled",
        "apigateway_restapi_public_with_authorizer",
        "apigatewayv2_api_authorizers_enabled",
      ],
      config: ["api-gwv2-authorization-type-configured"],
    },
    criteria: {
      "CC6.1":
        "A route without an authorizer answers whoever finds it, unless the code behind it asks.",
      "CC6.6": "The gateway is where strangers can be turned away before they reach the code.",
    },
    harm: harmful("data behind the route may be open to everyone"),
    downtime: "none",
  }),
  mapped("apigateway.not-public-unasked", "APIs are public only where they are meant to be", {
    ids: { prowler: ["apigateway_restapi_public"], config: ["api-gw-endpoint-type-check"] },
    criteria: {
      "CC6.6": "An API for internal use with a public address adds to what strangers can attack.",
    },
    harm: harmfulWith("the API has to let strangers do something"),
    downtime: "brief interruption",
  }),
  mapped(
    "apigateway.private-integrations-encrypted",
    "HTTP APIs speak HTTPS to private integrations",
    {
      ids: { fsbp: ["APIGateway.10"], config: ["apigatewayv2-integration-private-https-enabled"] },
      criteria: {
        "CC6.7": "Behind the gateway the same customers' data goes on in plain text.",
      },
      harm: harmfulWith("somebody has to listen within the network"),
      downtime: "none",
    },
  ),
  mapped("apigateway.no-secrets-in-stage-variables", "No stage variable holds a secret", {
    ids: { prowler: ["apigateway_restapi_no_secrets_in_stage_variables"] },
    criteria: {
      "CC6.1": "Every reader of the stage's settings has the credential.",
    },
    harm: harmful("every reader of the setting holds the credential"),
    downtime: "none",
  }),
  mapped("appsync.logs-fields", "GraphQL APIs log requests and errors by field", {
    ids: {
      fsbp: ["AppSync.2"],
      prowler: ["appsync_field_level_logging_enabled"],
      config: ["appsync-logging-enabled"],
    },
    criteria: {
      "CC7.2":
        "One GraphQL address serves all data, so only the fields asked for show who is harvesting it.",
    },
    harm: harmfulWith("it is missed once requests have to be traced"),
    downtime: "none",
  }),
  mapped("appsync.no-api-keys", "GraphQL APIs are not guarded by an API key alone", {
    ids: {
      fsbp: ["AppSync.5"],
      prowler: ["appsync_graphql_api_no_api_key_authentication"],
      config: ["appsync-authorization-check"],
    },
    criteria: {
      "CC6.1":
        "The key stands in the app that everyone can download, so it tells no user from another.",
      "CC6.2": "Nobody is registered for a key that all users share.",
    },
    harm: harmful("whoever reads the key out of the app can query the data"),
    downtime: "none",
  }),
  mapped(
    "appsync.caches-encrypted",
    "Caches of GraphQL APIs are encrypted, on disk and in transit",
    {
      ids: {
        fsbp: ["AppSync.1", "AppSync.6"],
        config: ["appsync-cache-ct-encryption-at-rest", "appsync-cache-ct-encryption-in-transit"],
      },
      criteria: {
        "CC6.1":
          "Answers for one customer lie in the cache and are protected there by nothing else.",
        "CC6.7": "Between API and cache the answers travel as well.",
      },
      harm: harmless(
        "AWS now encrypts every cache by default, and retired both controls in March 2026",
      ),
      downtime: "brief interruption",
    },
  ),
];
