import type { Cited } from "../../evidence/cited.ts";
import { Unread } from "../../evidence/evidence-view.ts";
import { type AnyCheck, check, covers, fail, indeterminate, pass } from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import { obsoleteAmong } from "../obsolete-tls.ts";
import {
  behaviours,
  type Distribution,
  everyDistribution,
  switchedOff,
} from "./every-distribution.ts";

/**
 * CloudFront's security policies by the oldest protocol version that they take.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
 */
const OLDEST_VERSION: Readonly<Record<string, string>> = {
  SSLv3: "SSLv3",
  TLSv1: "TLSv1",
  TLSv1_2016: "TLSv1",
  "TLSv1.1_2016": "TLSv1.1",
  "TLSv1.2_2018": "TLSv1.2",
  "TLSv1.2_2019": "TLSv1.2",
  "TLSv1.2_2021": "TLSv1.2",
  "TLSv1.2_2025": "TLSv1.2",
  "TLSv1.3_2025": "TLSv1.3",
};

/** What viewers may do without HTTPS. */
const HTTPS_ONLY: ReadonlySet<string | undefined> = new Set(["https-only", "redirect-to-https"]);

/** What passes between viewers and CloudFront, and between CloudFront and the origins, is encrypted. */
export const distributionsEncrypted: readonly AnyCheck[] = [
  check({
    id: "cloudfront.viewers-encrypted",
    title: "Every distribution sends viewers to HTTPS",
    severity: "high",
    controls: [covers("DP-02", "listeners and distributions")],
    why: "One behaviour that still answers over plain HTTP is enough for someone on the path to read and change what customers get there.",
    fix: {
      downtime: "none",
      steps:
        "Set the viewer protocol policy of every behaviour to redirect to HTTPS, or to HTTPS only for APIs.",
      cli: "aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://CONFIG_WITH_redirect-to-https.json",
      cdk: 'new cloudfront.Distribution(this, "Distribution", { defaultBehavior: { origin, viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS } });',
    },
    references: {
      fsbp: ["CloudFront.3"],
      prowler: ["cloudfront_distributions_https_enabled"],
      docs: [
        "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CacheBehavior.html",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html",
      ],
    },
    population: everyDistribution,
    judge(distribution, _context, { id }) {
      const off = switchedOff(distribution, id);
      if (off !== null) return off;
      const all = behaviours(distribution);
      const [open, ...more] = all.filter(({ policy }) => policy.value === "allow-all");
      if (open !== undefined) {
        const paths = listInWords([open, ...more].map(({ path }) => path));
        return fail(
          `The distribution ${id} answers over plain HTTP for ${paths}.`,
          open.policy,
          ...more.map(({ policy }) => policy),
        );
      }
      const [unsaid] = all.filter(({ policy }) => !HTTPS_ONLY.has(policy.value));
      return unsaid === undefined
        ? pass(
            `Every behaviour of the distribution ${id} takes HTTPS alone or redirects to it.`,
            distribution.at("DefaultCacheBehavior"),
            ...all.slice(1).map(({ policy }) => policy),
          )
        : indeterminate(
            `CloudFront does not say which protocols ${unsaid.path} of ${id} takes.`,
            unsaid.policy,
          );
    },
  }),
  check({
    id: "cloudfront.tls-version-current",
    title: "Every distribution demands TLS 1.2 or later of viewers",
    severity: "medium",
    controls: [covers("DP-02", "listeners and distributions")],
    why: "TLS 1.0 and 1.1 have known weaknesses and are withdrawn as standards. With CloudFront's own certificate the choice is not yours: it takes TLS 1.0.",
    fix: {
      downtime: "none",
      steps:
        "Give the distribution a certificate for your own domain name, and the security policy TLSv1.2_2021 or later.",
      cli: "aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://CONFIG_WITH_TLSv1.2_2021.json",
      cdk: 'new cloudfront.Distribution(this, "Distribution", { defaultBehavior, domainNames, certificate, minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021 });',
    },
    references: {
      fsbp: ["CloudFront.7", "CloudFront.15"],
      prowler: ["cloudfront_distributions_custom_ssl_certificate"],
      docs: [
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html",
        "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html",
      ],
    },
    population: everyDistribution,
    judge(distribution, _context, { id }) {
      const off = switchedOff(distribution, id);
      if (off !== null) return off;
      const certificate = distribution.at("ViewerCertificate");
      if (certificate.value?.CloudFrontDefaultCertificate === true) {
        return fail(
          `The distribution ${id} has CloudFront's own certificate, and with it takes TLS 1.0.`,
          certificate.at("CloudFrontDefaultCertificate"),
        );
      }
      const policy = certificate.at("MinimumProtocolVersion");
      const oldest = OLDEST_VERSION[policy.value ?? ""];
      const obsolete = obsoleteAmong(oldest === undefined ? [] : [oldest]);
      if (obsolete === null) {
        return indeterminate(
          policy.value === undefined
            ? `CloudFront does not say which TLS versions ${id} takes.`
            : `It is not known which TLS versions the policy ${policy.value} of ${id} takes.`,
          policy,
        );
      }
      return obsolete.length > 0
        ? fail(`The distribution ${id} takes ${oldest} by its policy ${policy.value}.`, policy)
        : pass(`The distribution ${id} takes ${oldest} or later.`, policy);
    },
  }),
  check({
    id: "cloudfront.origins-encrypted",
    title: "Every distribution fetches from its origins over TLS 1.2 or later",
    severity: "medium",
    controls: [covers("DP-02", "listeners and distributions")],
    why: "Between CloudFront and the origin the same requests cross the internet once more, out of the customer's sight.",
    fix: {
      downtime: "none",
      steps:
        "Give the origin a certificate, then set its protocol policy to HTTPS only with TLS 1.2. A bucket's website endpoint knows no TLS: use the bucket itself with origin access control.",
      cli: "aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://CONFIG_WITH_https-only.json",
      cdk: 'new origins.HttpOrigin("ORIGIN", { protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY, originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2] });',
    },
    references: {
      fsbp: ["CloudFront.9", "CloudFront.10"],
      prowler: [
        "cloudfront_distributions_origin_traffic_encrypted",
        "cloudfront_distributions_using_deprecated_ssl_protocols",
      ],
      docs: [
        "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomOriginConfig.html",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-s3-origin.html",
      ],
    },
    population: everyDistribution,
    judge(distribution, _context, { id }) {
      const off = switchedOff(distribution, id);
      if (off !== null) return off;
      const origins = distribution.at("Origins");
      if ((origins.value?.Quantity ?? -1) !== (origins.value?.Items?.length ?? 0)) {
        throw new Unread("ListDistributions gave fewer origins than it counted", origins);
      }
      const takesHttp = behaviours(distribution).some(
        ({ policy }) => !HTTPS_ONLY.has(policy.value),
      );
      const said = origins
        .at("Items")
        .each()
        .map((origin) => ({ origin, shortcoming: shortcomingOf(origin, takesHttp) }));
      const wrong = said.filter(({ shortcoming }) => typeof shortcoming === "string");
      const [first, ...others] = wrong;
      if (first !== undefined) {
        return fail(
          `The distribution ${id} fetches ${listInWords(wrong.map(({ origin, shortcoming }) => `from ${origin.value.DomainName} ${shortcoming}`))}.`,
          first.origin,
          ...others.map(({ origin }) => origin),
        );
      }
      const [unsaid] = said.filter(({ shortcoming }) => shortcoming === undefined);
      return unsaid === undefined
        ? pass(`The distribution ${id} fetches from its origins over TLS alone.`, origins)
        : indeterminate(
            `CloudFront does not say how ${id} fetches from ${unsaid.origin.value.DomainName}.`,
            unsaid.origin,
          );
    },
  }),
];

type Origin = NonNullable<NonNullable<Distribution["Origins"]>["Items"]>[number];

/**
 * What is wrong with the way to an origin; null where nothing is, undefined where it is not said. To
 * buckets CloudFront goes as the viewer came; to origins in a VPC it goes within AWS's network.
 */
function shortcomingOf(
  { value: { CustomOriginConfig, S3OriginConfig, VpcOriginConfig } }: Cited<Origin>,
  takesHttp: boolean,
): string | null | undefined {
  if (VpcOriginConfig !== undefined) return null;
  if (CustomOriginConfig === undefined) {
    if (S3OriginConfig === undefined) return undefined;
    return takesHttp ? "over plain HTTP when viewers use it" : null;
  }
  switch (CustomOriginConfig.OriginProtocolPolicy) {
    case "http-only":
      return "over plain HTTP";
    case "match-viewer":
      if (takesHttp) return "over plain HTTP when viewers use it";
      break;
    case "https-only":
      break;
    default:
      return undefined;
  }
  const obsolete = obsoleteAmong(CustomOriginConfig.OriginSslProtocols?.Items ?? []);
  if (obsolete === null) return undefined;
  return obsolete.length > 0 ? `with ${listInWords(obsolete)} allowed` : null;
}
