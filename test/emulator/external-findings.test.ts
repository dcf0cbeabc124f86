import { AccessAnalyzerClient, CreateAnalyzerCommand } from "@aws-sdk/client-accessanalyzer";
import { ConfigServiceClient, PutConfigRuleCommand } from "@aws-sdk/client-config-service";
import { CreateDetectorCommand, GuardDutyClient } from "@aws-sdk/client-guardduty";
import { DisableMacieCommand, Macie2Client } from "@aws-sdk/client-macie2";
import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  EnableSecurityHubCommand,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAwsCapture } from "../../shared/capture/aws-capture.ts";
import type { Capture } from "../../shared/capture/capture.ts";
import type { ExternalAssessment } from "../../shared/external/external-assessment.ts";
import { createLiveGatherer } from "../../shared/snapshot/gatherer.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { EXTERNAL_SOURCES } from "../../shared/sources/external-sources.ts";
import { asff } from "../external/asff-sample.ts";
import { inputFor, temporaryFolder } from "../snapshot/taking.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { type Moto, startMoto, TEST_CREDENTIALS } from "./moto-server.ts";

const ON = "eu-west-1";
const OFF = "us-east-1";
const SECRET = "hunter2-and-more-of-it";
/** More than two pages. */
const FINDINGS = 230;

let moto: Moto;
let capture: Capture;

/** The settings of a client of the emulator. */
function clientSettings() {
  return { region: ON, endpoint: moto.endpoint, credentials: TEST_CREDENTIALS };
}

beforeAll(async () => {
  moto = await startMoto({ withDetection: true });
  const hub = new SecurityHubClient(clientSettings());
  await hub.send(new EnableSecurityHubCommand({}));
  const Findings = Array.from({ length: FINDINGS }, (_, number) =>
    asff({
      Id: `finding-${number}`,
      Resources: [
        {
          Type: "AwsLambdaFunction",
          Id: `arn:aws:lambda:eu-west-1:123456789012:function:f${number}`,
          Details: { AwsLambdaFunction: { Environment: { Variables: { DB: SECRET } } } },
        },
      ],
    }),
  ) as unknown as AwsSecurityFinding[];
  for (let start = 0; start < FINDINGS; start += 100) {
    await hub.send(
      new BatchImportFindingsCommand({ Findings: Findings.slice(start, start + 100) }),
    );
  }
  await new Macie2Client({ ...clientSettings(), region: OFF }).send(new DisableMacieCommand({}));
  await new GuardDutyClient(clientSettings()).send(new CreateDetectorCommand({ Enable: true }));
  await new AccessAnalyzerClient(clientSettings()).send(
    new CreateAnalyzerCommand({ analyzerName: "a", type: "ACCOUNT" }),
  );
  await new ConfigServiceClient(clientSettings()).send(
    new PutConfigRuleCommand({
      ConfigRule: {
        ConfigRuleName: "public-buckets",
        Source: { Owner: "AWS", SourceIdentifier: "S3_BUCKET_PUBLIC_READ_PROHIBITED" },
      },
    }),
  );
  capture = openAwsCapture({
    credentials: async () => TEST_CREDENTIALS,
    endpoint: moto.endpoint,
    share: 1,
    deadline: new AbortController().signal,
    now: () => new Date(),
    random: Math.random,
  });
});

afterAll(async () => {
  capture?.close();
  await moto?.stop();
});

describe("a snapshot of an account with Security Hub in one region", () => {
  it("reads every page of every source, or that it is off, and seals what it read", async () => {
    const store = new MemoryStore();
    const gatherer = await createLiveGatherer(capture, {
      homeRegion: ON,
      version: "0",
      sdk: "0",
      external: EXTERNAL_SOURCES,
    });
    const input = await inputFor(temporaryFolder(), { gatherer, store });
    const { manifest } = await takeSnapshot(input);
    expect(manifest.incomplete.filter(({ criterion }) => criterion === "external")).toEqual([]);
    const folder = `external/${input.snapshot}/`;
    const text = (name: string) => new TextDecoder().decode(store.objects.get(`${folder}${name}`));
    expect(manifest.files.filter(({ path }) => path.startsWith(folder))).toHaveLength(
      EXTERNAL_SOURCES.length * 2 + 2,
    );
    const assessment = JSON.parse(text("assessment.json")) as ExternalAssessment;
    // The emulator passes over filters: every shard holds every finding there, and each counts once.
    expect(assessment.counts).toMatchObject({
      findings: FINDINGS,
      records: FINDINGS * 4,
      contradictions: 0,
    });
    const calls = text(`securityhub.findings-severe.${ON}.ndjson`)
      .trim()
      .split("\n")
      .slice(1, -1)
      .map((line) => (JSON.parse(line) as { call: { operation: string } }).call.operation);
    expect(calls).toEqual(["DescribeHub", "GetFindings", "GetFindings", "GetFindings"]);
    expect(text(`securityhub.findings-severe.${OFF}.ndjson`)).toContain('"outcome":"not-enabled"');
    expect(text(`macie2.findings.${OFF}.ndjson`)).toContain('"outcome":"not-enabled"');
    expect(text(`securityhub.control-associations.${ON}.ndjson`)).toContain("DISABLED");
    const all = [...store.objects.values()].map((bytes) => new TextDecoder().decode(bytes));
    expect(all.filter((one) => one.includes(SECRET))).toEqual([]);
  });
});
