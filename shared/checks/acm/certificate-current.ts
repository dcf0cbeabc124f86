import type { Cited, Recorded } from "../../evidence/cited.ts";
import { daysBetween } from "../../evidence/instant.ts";
import { certificates } from "../../sources/acm/certificates.ts";
import type { SourceOutput } from "../../sources/source.ts";
import {
  check,
  covers,
  fail,
  indeterminate,
  notApplicable,
  type Population,
  pass,
  supports,
} from "../check.ts";
import { countDays } from "../iam/count-days.ts";

type Certificate = NonNullable<
  Recorded<SourceOutput<typeof certificates, "ListCertificates">>["CertificateSummaryList"]
>[number];

const everyCertificate: Population<Cited<Certificate>> = {
  definition: "the certificates of ACM",
  needs: [certificates],
  *members({ evidence }) {
    for (const entry of evidence.items(
      certificates,
      "ListCertificates",
      "CertificateSummaryList",
    )) {
      const { CertificateArn: arn, DomainName } = entry.value;
      yield {
        of: entry,
        resource: {
          id: DomainName ?? arn ?? entry.citation.pointer,
          arn: arn ?? null,
          type: "AWS::CertificateManager::Certificate",
          region: entry.file.region,
        },
        at: entry,
        // The list has no tags, and reading them takes a call for each certificate.
        tags: null,
      };
    }
  },
};

/** States in which a certificate was never issued, so that it has no end. */
const NEVER_ISSUED: ReadonlySet<string> = new Set([
  "PENDING_VALIDATION",
  "VALIDATION_TIMED_OUT",
  "FAILED",
]);

/**
 * Each certificate that something uses is valid, and for at least as long as company policy wants
 * when it is renewed. ACM renews its own certificates 60 days before they end; one that comes closer
 * was imported, or its renewal is failing.
 */
export const certificateCurrent = check({
  id: "acm.certificate-current",
  title: "Every certificate in use is renewed in time",
  severity: "medium",
  controls: [
    covers("DP-02", "certificates"),
    supports("GV-07", "settings that a policy number governs"),
  ],
  why: "An expired certificate stops customers or teaches them to click warnings away, and either ends the protection of their data on the way.",
  fix: {
    downtime: "none",
    steps:
      "Imported: import the renewed certificate under the same ARN. Issued by ACM: put the CNAME record of its validation back, and it renews by itself.",
    cli: "aws acm import-certificate --certificate-arn ARN --certificate fileb://CERT.pem --private-key fileb://KEY.pem --certificate-chain fileb://CHAIN.pem",
    cdk: 'new acm.Certificate(this, "Certificate", { domainName: "DOMAIN", validation: acm.CertificateValidation.fromDns(zone) });',
  },
  references: {
    fsbp: ["ACM.1"],
    prowler: ["acm_certificates_expiration_check"],
    docs: [
      "https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateSummary.html",
      "https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html",
    ],
  },
  population: everyCertificate,
  policy: ["certificateRenewalMinDays"],
  judge(certificate, { policy, now }, { id }) {
    const { InUse, NotAfter, Status, Type } = certificate.value;
    if (InUse === undefined) {
      return indeterminate(
        `ACM does not say whether anything uses the certificate for ${id}.`,
        certificate,
      );
    }
    if (!InUse) {
      return notApplicable(`Nothing uses the certificate for ${id}.`, certificate.at("InUse"));
    }
    if (Status === "REVOKED") {
      return fail(`The certificate for ${id} is in use but was revoked.`, certificate.at("Status"));
    }
    if (NotAfter === undefined) {
      return NEVER_ISSUED.has(Status ?? "")
        ? notApplicable(`The certificate for ${id} was never issued.`, certificate.at("Status"))
        : indeterminate(`ACM does not say when the certificate for ${id} ends.`, certificate);
    }
    const end = certificate.at("NotAfter");
    if (Date.parse(now) >= Date.parse(NotAfter)) {
      const reason = `The certificate for ${id} ended on ${NotAfter.slice(0, 10)}.`;
      return { ...fail(reason, end), severity: "high" };
    }
    const limit = policy.stated("certificateRenewalMinDays");
    const left = daysBetween(now, NotAfter);
    const said =
      Type === "IMPORTED"
        ? `The certificate for ${id} was imported and ends in ${countDays(left)}`
        : `The certificate for ${id} ends in ${countDays(left)}`;
    const wanted = `${limit.document} wants it renewed ${countDays(limit.value)} before`;
    return left < limit.value
      ? fail(`${said}, but ${wanted}.`, end, limit.at)
      : pass(`${said}; ${wanted}.`, end, limit.at);
  },
});
