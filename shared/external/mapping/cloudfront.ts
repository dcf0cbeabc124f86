import { declined, harmful, harmfulWith, judged, mapped } from "./rule.ts";

/** Distributions, and what stands behind them. */
export const CLOUDFRONT_RULES = [
  judged("cloudfront.access-logged", {
    ids: { config: ["cloudfront-accesslogs-enabled"] },
    harm: harmfulWith("it is missed once requests have to be traced"),
  }),
  judged("cloudfront.viewers-encrypted", {
    ids: { config: ["cloudfront-viewer-policy-https"] },
    harm: harmful("whoever shares the visitor's network reads and alters the pages"),
  }),
  judged("cloudfront.tls-version-current", {
    ids: {
      config: [
        "cloudfront-custom-ssl-certificate",
        "cloudfront-security-policy-check",
        "cloudfront-ssl-policy-check",
      ],
    },
    harm: harmfulWith("somebody on the path has to break an old protocol"),
  }),
  judged("cloudfront.origins-encrypted", {
    ids: {
      config: ["cloudfront-traffic-to-origin-encrypted", "cloudfront-no-deprecated-ssl-protocols"],
    },
    harm: harmfulWith("somebody has to sit between CloudFront and the origin"),
  }),
  judged("cloudfront.web-acl-attached", {
    ids: { config: ["cloudfront-associated-with-waf"] },
    harm: harmfulWith("the code behind it has to have a weakness"),
  }),
  mapped("cloudfront.default-root-object", "Distributions name a default root object", {
    ids: {
      fsbp: ["CloudFront.1"],
      prowler: ["cloudfront_distributions_default_root_object"],
      config: ["cloudfront-default-root-object-configured"],
    },
    criteria: {
      "CC6.1":
        "Without one, the address alone may list everything that lies in the bucket behind it.",
    },
    harm: harmfulWith("the bucket has to let itself be listed and hold what is not meant for all"),
    downtime: "none",
  }),
  mapped("cloudfront.origin-failover", "Distributions have a second origin to turn to", {
    ids: {
      fsbp: ["CloudFront.4"],
      prowler: ["cloudfront_distributions_multiple_origin_failover_configured"],
      config: ["cloudfront-origin-failover-enabled"],
    },
    criteria: {
      "A1.2": "A second origin answers when the first one fails, where recovery goals ask for it.",
    },
    harm: harmfulWith("the origin has to fail"),
    downtime: "none",
  }),
  declined("cloudfront.sni", "Distributions serve HTTPS by SNI", {
    ids: {
      fsbp: ["CloudFront.8"],
      prowler: ["cloudfront_distributions_https_sni_enabled"],
      config: ["cloudfront-sni-enabled"],
    },
    because:
      "a dedicated address costs money and serves very old clients; the encryption is the same either way",
    downtime: "none",
  }),
  mapped("cloudfront.origin-bucket-exists", "No distribution points to a bucket that is gone", {
    ids: {
      fsbp: ["CloudFront.12"],
      prowler: ["cloudfront_distributions_s3_origin_non_existent_bucket"],
      config: ["cloudfront-s3-origin-non-existent-bucket"],
    },
    criteria: {
      "CC6.6": "Whoever makes a bucket of that name serves pages under the company's own address.",
      "CC6.8": "Visitors would load a stranger's scripts as if they were the company's.",
    },
    harm: harmful("the first stranger to take the name owns the site"),
    downtime: "none",
  }),
  mapped("cloudfront.origin-access-controlled", "Origins answer the distribution and nobody else", {
    ids: {
      fsbp: ["CloudFront.13", "CloudFront.16"],
      prowler: ["cloudfront_distributions_s3_origin_access_control"],
      config: [
        "cloudfront-s3-origin-access-control-enabled",
        "cloudfront-origin-access-identity-enabled",
        "cloudfront-origin-lambda-url-oac-enabled",
      ],
    },
    criteria: {
      "CC6.1":
        "Without it the bucket or function has to be open to all, and is reached past every rule of the distribution.",
      "CC6.6": "Web filtering at the distribution protects only what cannot be reached around it.",
    },
    harm: harmfulWith("somebody has to find the origin's own address"),
    downtime: "none",
  }),
  mapped("cloudfront.signed-by-key-groups", "Signed addresses are checked by key groups", {
    ids: { fsbp: ["CloudFront.17"] },
    criteria: {
      "CC6.1":
        "Key pairs of an account belong to its root user, where key groups are managed by whoever should.",
      "CC6.3": "Making signing keys no longer takes the root user.",
    },
    harm: harmfulWith("a signing key has to leak, and cannot be replaced without root"),
    downtime: "none",
  }),
  declined("cloudfront.fields-encrypted", "Sensitive form fields are encrypted at the edge", {
    ids: { prowler: ["cloudfront_distributions_field_level_encryption_enabled"] },
    because:
      "it is a design for special data such as card numbers; TLS to the viewer and to the origin, which everything needs, is judged",
    downtime: "none",
  }),
  declined("cloudfront.countries-restricted", "Distributions are limited to certain countries", {
    ids: { prowler: ["cloudfront_distributions_geo_restrictions_enabled"] },
    because:
      "in which countries to serve is a matter of contracts and law; it keeps no attacker out, who comes from wherever they like",
    downtime: "none",
  }),
  declined("cloudfront.quantum-ready", "Distributions agree keys that resist quantum machines", {
    ids: { prowler: ["cloudfront_distributions_pqc_tls_enabled"] },
    because:
      "no machine that reads today's traffic is known; the TLS version that viewers must speak is judged by another rule",
    downtime: "none",
  }),
];
