import { describe, expect, it } from "vitest";
import { CHECKS } from "../../../shared/checks/catalogue.ts";
import { isCriterionId } from "../../../shared/criteria/criteria.ts";
import {
  type Detector,
  MAPPED_DETECTIONS,
  mappingOfType,
} from "../../../shared/external/mapping/finding-type.ts";
import { MAPPED_RULES } from "../../../shared/external/mapping/mapping.ts";

const ruleOf = (detector: Detector, type: string): string =>
  mappingOfType({ detector, type })?.rule ?? "unmapped";

it.each<[Detector, string, string]>([
  ["guardduty", "AttackSequence:IAM/CompromisedCredentials", "guardduty.attack-sequence"],
  ["guardduty", "Backdoor:EC2/C&CActivity.B!DNS", "guardduty.malware-seen"],
  ["guardduty", "Behavior:EC2/NetworkPortUnusual", "guardduty.host-attacked"],
  [
    "guardduty",
    "CredentialAccess:RDS/AnomalousBehavior.SuccessfulLogin",
    "guardduty.credentials-misused",
  ],
  ["guardduty", "CryptoCurrency:EC2/BitcoinTool.B!DNS", "guardduty.malware-seen"],
  ["guardduty", "DefenseEvasion:EC2/UnusualDNSResolver", "guardduty.host-attacked"],
  ["guardduty", "Discovery:S3/AnomalousBehavior", "guardduty.exploration-seen"],
  ["guardduty", "Execution:Runtime/ReverseShell", "guardduty.host-attacked"],
  ["guardduty", "Execution:EC2/MaliciousFile", "guardduty.malware-seen"],
  ["guardduty", "Exfiltration:S3/AnomalousBehavior", "guardduty.data-leaves"],
  ["guardduty", "Impact:EC2/BitcoinDomainRequest.Reputation", "guardduty.damage-seen"],
  ["guardduty", "InitialAccess:IAMUser/AnomalousBehavior", "guardduty.credentials-misused"],
  ["guardduty", "Object:S3/MaliciousFile", "guardduty.malware-seen"],
  ["guardduty", "PenTest:IAMUser/KaliLinux", "guardduty.exploration-seen"],
  ["guardduty", "Persistence:IAMUser/AnomalousBehavior", "guardduty.credentials-misused"],
  ["guardduty", "Policy:Kubernetes/AnonymousAccessGranted", "guardduty.protection-weakened"],
  ["guardduty", "Policy:IAMUser/RootCredentialUsage", "guardduty.root-used"],
  ["guardduty", "Policy:S3/BucketAnonymousAccessGranted", "guardduty.bucket-opened"],
  [
    "guardduty",
    "Policy:S3/AccountBlockPublicAccessDisabled",
    "guardduty.public-access-block-removed",
  ],
  ["guardduty", "PrivilegeEscalation:IAMUser/AnomalousBehavior", "guardduty.credentials-misused"],
  ["guardduty", "Recon:EC2/PortProbeUnprotectedPort", "guardduty.exploration-seen"],
  ["guardduty", "Stealth:IAMUser/PasswordPolicyChange", "guardduty.protection-weakened"],
  ["guardduty", "Stealth:IAMUser/CloudTrailLoggingDisabled", "guardduty.trail-stopped"],
  ["guardduty", "Trojan:EC2/DNSDataExfiltration", "guardduty.malware-seen"],
  ["guardduty", "UnauthorizedAccess:EC2/SSHBruteForce", "guardduty.host-attacked"],
  [
    "guardduty",
    "UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B",
    "guardduty.credentials-misused",
  ],
  [
    "guardduty",
    "TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce",
    "guardduty.host-attacked",
  ],
  ["guardduty", "Invention:EC2/Unheard", "unmapped"],
  ["inspector", "PACKAGE_VULNERABILITY", "inspector.package-vulnerability"],
  [
    "inspector",
    "Software and Configuration Checks/Vulnerabilities/CVE",
    "inspector.package-vulnerability",
  ],
  ["inspector", "NETWORK_REACHABILITY", "inspector.network-reachability"],
  ["inspector", "CODE_VULNERABILITY", "inspector.code-vulnerability"],
  ["inspector", "UNHEARD_OF", "unmapped"],
  ["macie", "SensitiveData:S3Object/Personal", "macie.personal-data-found"],
  ["macie", "SensitiveData:S3Object/Financial", "macie.sensitive-data-found"],
  ["macie", "SensitiveData:S3Object/Credentials", "macie.credentials-found"],
  [
    "macie",
    "Sensitive Data Identifications/PII/SensitiveData:S3Object-Credentials",
    "macie.credentials-found",
  ],
  ["macie", "Policy:IAMUser/S3BucketPublic", "macie.bucket-public"],
  ["macie", "Policy:IAMUser/S3BucketSharedExternally", "macie.bucket-shared-outside"],
  ["macie", "Policy:IAMUser/S3Unheard", "macie.policy"],
  ["access-analyzer", "ExternalAccess", "access-analyzer.external-access"],
  [
    "access-analyzer",
    "Software and Configuration Checks/AWS Security Best Practices/External Access Granted",
    "access-analyzer.external-access",
  ],
  ["access-analyzer", "InternalAccess", "access-analyzer.internal-access"],
  ["access-analyzer", "UnusedIAMRole", "access-analyzer.unused-role"],
  ["access-analyzer", "UnusedIAMUserAccessKey", "access-analyzer.unused-access-key"],
  ["access-analyzer", "UnusedIAMUserPassword", "access-analyzer.unused-password"],
  ["access-analyzer", "UnusedPermission", "access-analyzer.unused-permission"],
])("%s's %s is %s", (detector, type, rule) => {
  expect(ruleOf(detector, type)).toBe(rule);
});

describe("the tables of detectors", () => {
  const rules = MAPPED_DETECTIONS.map(({ rule }) => rule);

  it("name only checks that there are", () => {
    const known = new Set(CHECKS.map(({ id }) => id));
    expect(rules.flatMap(({ checks }) => checks).filter((id) => !known.has(id))).toEqual([]);
  });

  it("name each rule once, and none that a service's table names", () => {
    const all = [...rules, ...MAPPED_RULES].map(({ rule }) => rule);
    expect(all.filter((rule, at) => all.indexOf(rule) !== at)).toEqual([]);
  });

  it("speak to criteria of the 61, each with a reason of its own", () => {
    const pairs = rules.flatMap(({ criteria }) => Object.entries(criteria));
    const reasons = pairs.map(([, reason]) => reason);
    expect(pairs.filter(([id]) => !isCriterionId(id))).toEqual([]);
    expect(rules.filter(({ criteria }) => Object.keys(criteria).length === 0)).toEqual([]);
    expect(reasons.filter((reason, at) => reasons.indexOf(reason) !== at)).toEqual([]);
  });
});
