import { AccessAnalyzerClient, CreateAnalyzerCommand } from "@aws-sdk/client-accessanalyzer";
import {
  ConfigServiceClient,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import {
  CreateDetectorCommand,
  type DetectorFeatureConfiguration,
  GuardDutyClient,
} from "@aws-sdk/client-guardduty";
import { EnableSecurityHubCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { ACCESS_LOG_BUCKET } from "./company-storage.ts";
import { type Moto, TEST_CREDENTIALS, type Threat } from "./moto-server.ts";

const ACCOUNT = "123456789012";
/** Where the trail and the product live, and where the warehouse does. */
const EU = "eu-west-1";
const US = "us-east-1";
/** Who is let in from outside on purpose. */
const INTENDED = ["github-deploy", "northwatch-monitoring"].map(
  (name) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
);

/** What GuardDuty found on the jump host, three days after it was switched on, and nobody looked. */
export const IGNORED_THREAT: Threat = {
  region: US,
  id: "5ec4a1f0b7d94c0f8e6a2b3c4d5e6f70",
  type: "CryptoCurrency:EC2/BitcoinTool.B!DNS",
  title: "A machine asks for the address of a mining pool.",
  description: "windows-jump queried a domain name that is associated with Bitcoin activity.",
  severity: 8,
  createdAt: "2026-10-31T22:14:09.000Z",
  resource: { resourceType: "Instance" },
};

/**
 * GuardDuty, AWS Config and Access Analyzer watch both regions, Security Hub only the first: the
 * warehouse's turn comes next quarter. Answers the ids of GuardDuty's detectors by region.
 */
export async function startDetection({
  endpoint,
  setClock,
  setThreats,
}: Moto): Promise<Record<string, string>> {
  await setClock("2026-10-28T14:00:00Z");
  const detectorIds: Record<string, string> = {};
  for (const region of [EU, US]) {
    const settings = { endpoint, credentials: TEST_CREDENTIALS, region };
    await startRecorder(new ConfigServiceClient(settings));
    const guardDuty = new GuardDutyClient(settings);
    const { DetectorId = "" } = await guardDuty.send(
      new CreateDetectorCommand({ Enable: true, Features: featuresOf(region) }),
    );
    detectorIds[region] = DetectorId;
    const accessAnalyzer = new AccessAnalyzerClient(settings);
    await accessAnalyzer.send(
      new CreateAnalyzerCommand({
        analyzerName: "larkspur",
        type: "ACCOUNT",
        archiveRules: [{ ruleName: "known", filter: { resource: { eq: INTENDED } } }],
      }),
    );
    for (const client of [guardDuty, accessAnalyzer]) client.destroy();
  }
  const securityHub = new SecurityHubClient({
    endpoint,
    credentials: TEST_CREDENTIALS,
    region: EU,
  });
  await securityHub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: true }));
  securityHub.destroy();
  await setThreats([IGNORED_THREAT]);
  return detectorIds;
}

async function startRecorder(config: ConfigServiceClient): Promise<void> {
  await config.send(
    new PutConfigurationRecorderCommand({
      ConfigurationRecorder: {
        name: "default",
        roleARN: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
      },
    }),
  );
  await config.send(
    new PutDeliveryChannelCommand({
      DeliveryChannel: { name: "default", s3BucketName: ACCESS_LOG_BUCKET },
    }),
  );
  await config.send(
    new StartConfigurationRecorderCommand({ ConfigurationRecorderName: "default" }),
  );
  config.destroy();
}

/** Everything but the scan of the warehouse's disks, whose price nobody has approved. */
function featuresOf(region: string): DetectorFeatureConfiguration[] {
  const names = ["S3_DATA_EVENTS", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS"] as const;
  return [
    ...names.map((Name) => ({ Name, Status: "ENABLED" as const })),
    { Name: "EBS_MALWARE_PROTECTION", Status: region === EU ? "ENABLED" : "DISABLED" },
  ];
}
