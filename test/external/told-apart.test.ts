import { describe, expect, it } from "vitest";
import { readAccessAnalyzer } from "../../shared/external/access-analyzer.ts";
import { readAsff } from "../../shared/external/asff.ts";
import { readGuardDuty } from "../../shared/external/guardduty.ts";
import { readInspector } from "../../shared/external/inspector.ts";
import { readMacie } from "../../shared/external/macie.ts";
import { readOcsf } from "../../shared/external/ocsf.ts";
import type { RecordContext } from "../../shared/external/recorded-finding.ts";
import { asff, ocsf } from "./asff-sample.ts";

// What says one thing of a resource is one finding, whoever passed it on. What may find several things
// of one kind at one resource is told apart by its own id: one that is mended hides no other.

const CONTEXT: RecordContext = {
  account: "123456789012",
  region: "eu-west-1",
  lookup: () => undefined,
};
const PRODUCT = "arn:aws:securityhub:eu-west-1::product";
const sentBy = (product: string, more: Parameters<typeof asff>[0] = {}) =>
  asff({ ProductArn: `${PRODUCT}/${product}`, GeneratorId: "scanner", Compliance: {}, ...more });

describe("two findings of one rule and resource", () => {
  it.each([
    ["a scanner's", readAsff, (Id: string) => sentBy("acme/scan", { Id })],
    [
      "Security Hub's without a control",
      readAsff,
      (Id: string) => sentBy("aws/securityhub", { Id }),
    ],
    [
      "Access Analyzer's in Security Hub",
      readAsff,
      (Id: string) => sentBy("aws/access-analyzer", { Id }),
    ],
    ["Access Analyzer's", readAccessAnalyzer, (id: string) => ({ id, resource: "arn:aws:s3:::b" })],
    ["GuardDuty's", readGuardDuty, (Arn: string) => ({ Arn, Type: "Recon:EC2/Portscan" })],
    ["GuardDuty's without an ARN", readGuardDuty, (Id: string) => ({ Id, Type: "X" })],
    [
      "Inspector's",
      readInspector,
      (findingArn: string) => ({ findingArn, type: "CODE_VULNERABILITY" }),
    ],
    ["Macie's", readMacie, (id: string) => ({ id, type: "SensitiveData:S3Object/Personal" })],
    [
      "another company's in OCSF",
      readOcsf,
      (uid: string) =>
        ocsf({
          finding_info: { uid, title: "It is so" },
          metadata: { event_code: "scanner", product: { name: "Acme" } },
        }),
    ],
  ])("are two where they are %s", (_whose, read, finding) => {
    expect(read(finding("1"), CONTEXT).id).toBe(read(finding("1"), CONTEXT).id);
    expect(read(finding("1"), CONTEXT).id).not.toBe(read(finding("2"), CONTEXT).id);
  });

  it.each([
    ["a control of Security Hub's", readAsff, (Id: string) => asff({ Id })],
    ["a rule of AWS Config's", readAsff, (Id: string) => sentBy("aws/config", { Id })],
    ["a check of Prowler's", readAsff, (Id: string) => sentBy("prowler/prowler", { Id })],
    ["a check of Prowler's in OCSF", readOcsf, (uid: string) => ocsf({ finding_info: { uid } })],
  ])("are one where it is %s", (_whose, read, finding) => {
    expect(read(finding("1"), CONTEXT).id).toBe(read(finding("2"), CONTEXT).id);
  });
});

describe("what a service says and what it sends to Security Hub", () => {
  it("is one finding of GuardDuty", () => {
    const Arn = "arn:aws:guardduty:eu-west-1:123456789012:detector/d1/finding/f1";
    const own = {
      Arn,
      Type: "Recon:EC2/PortProbeUnprotectedPort",
      Resource: { ResourceType: "Instance", InstanceDetails: { InstanceId: "i-1" } },
    };
    const sent = sentBy("aws/guardduty", {
      Id: Arn,
      Types: ["TTPs/Discovery/Recon:EC2-PortProbeUnprotectedPort"],
      Resources: [{ Type: "AwsEc2Instance", Id: "i-1" }],
    });
    expect(readGuardDuty(own, CONTEXT).id).toBe(readAsff(sent, CONTEXT).id);
  });

  it("is one finding of Inspector", () => {
    const findingArn = "arn:aws:inspector2:eu-west-1:123456789012:finding/f1";
    const own = {
      findingArn,
      packageVulnerabilityDetails: { vulnerabilityId: "CVE-2026-0001" },
      resources: [{ id: "i-1", type: "AWS_EC2_INSTANCE", region: "eu-west-1" }],
    };
    const sent = sentBy("aws/inspector", {
      Id: findingArn,
      Vulnerabilities: [{ Id: "CVE-2026-0001" }],
      Resources: [{ Type: "AwsEc2Instance", Id: "i-1" }],
    });
    expect(readInspector(own, CONTEXT).id).toBe(readAsff(sent, CONTEXT).id);
  });
});
