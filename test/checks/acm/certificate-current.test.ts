import { describe, expect, it } from "vitest";
import { certificateCurrent } from "../../../shared/checks/acm/certificate-current.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { certificates } from "../../../shared/sources/acm/certificates.ts";
import { citations, judged, outcomes, recorded } from "../judging.ts";

const policy = { certificateRenewalMinDays: { value: 14, document: "Encryption Policy §3.2" } };
const CertificateArn = "arn:aws:acm:eu-west-1:123456789012:certificate/a";

const certificate = (other: Readonly<Record<string, Json>> = {}): StoredEvidence[] =>
  listed({
    CertificateArn,
    DomainName: "app.example.com",
    Type: "AMAZON_ISSUED",
    Status: "ISSUED",
    InUse: true,
    ...other,
  });
const listed = (...CertificateSummaryList: readonly Json[]) => [
  recorded(certificates, [{ operation: "ListCertificates", response: { CertificateSummaryList } }]),
];
const ending = (NotAfter: string, other: Readonly<Record<string, Json>> = {}) =>
  certificate({ NotAfter, ...other });
const WANTED = "Encryption Policy §3.2 wants it renewed 14 days before";

describe("acm.certificate-current", () => {
  it.each<[string, StoredEvidence[], string]>([
    [
      "fails the day before the limit",
      ending("2026-12-05T06:00:00.000Z"),
      `fail app.example.com: The certificate for app.example.com ends in 13 days, but ${WANTED}.`,
    ],
    [
      "passes on the limit",
      ending("2026-12-06T06:00:00.000Z"),
      `pass app.example.com: The certificate for app.example.com ends in 14 days; ${WANTED}.`,
    ],
    [
      "passes the day after",
      ending("2026-12-07T06:00:00.000Z"),
      `pass app.example.com: The certificate for app.example.com ends in 15 days; ${WANTED}.`,
    ],
    [
      "says of an imported one that it was",
      ending("2026-12-05T06:00:00.000Z", { Type: "IMPORTED" }),
      `fail app.example.com: The certificate for app.example.com was imported and ends in 13 days, but ${WANTED}.`,
    ],
    [
      "fails in the second in which it ends",
      ending("2026-11-22T06:00:00.000Z"),
      "fail app.example.com: The certificate for app.example.com ended on 2026-11-22.",
    ],
    [
      "fails a revoked one",
      ending("2027-11-22T06:00:00.000Z", { Status: "REVOKED" }),
      "fail app.example.com: The certificate for app.example.com is in use but was revoked.",
    ],
    [
      "does not apply where nothing uses it",
      ending("2020-11-22T06:00:00.000Z", { InUse: false }),
      "not-applicable app.example.com: Nothing uses the certificate for app.example.com.",
    ],
    [
      "does not apply where it was never issued",
      certificate({ Status: "PENDING_VALIDATION" }),
      "not-applicable app.example.com: The certificate for app.example.com was never issued.",
    ],
    [
      "does not pass where the end is left out",
      certificate(),
      "indeterminate app.example.com: ACM does not say when the certificate for app.example.com ends.",
    ],
    [
      "does not pass where the use is left out",
      listed({ CertificateArn, DomainName: "app.example.com", Status: "ISSUED" }),
      "indeterminate app.example.com: ACM does not say whether anything uses the certificate for app.example.com.",
    ],
    [
      "has none where there are no certificates",
      listed(),
      "not-applicable 123456789012: Account 123456789012 has none of the certificates of ACM.",
    ],
    [
      "is indeterminate where the list is denied",
      [recorded(certificates, [{ operation: "ListCertificates", outcome: "denied" }])],
      "indeterminate 123456789012: Not all of the certificates of ACM in eu-west-1 could be read: AccessDenied on acm:ListCertificates.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(certificateCurrent, evidence, { policy })).toEqual([expected]);
  });

  it("is indeterminate where policy states no number, but fails an expired one", () => {
    expect(outcomes(certificateCurrent, ending("2027-12-05T06:00:00.000Z"))[0]).toMatch(
      /^indeterminate .*states no certificateRenewalMinDays/,
    );
    const [expired] = judged(certificateCurrent, ending("2026-11-21T06:00:00.000Z")).findings;
    expect([expired?.status, expired?.severity]).toEqual(["fail", "high"]);
  });

  it("cites the end and the policy", () => {
    expect(citations(certificateCurrent, ending("2026-12-05T06:00:00.000Z"), { policy })).toEqual([
      "acm.certificates.eu-west-1.json#/calls/0/response/CertificateSummaryList/0/NotAfter",
      "config.json#/policy/certificateRenewalMinDays",
    ]);
  });
});
