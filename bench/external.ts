import { execFile } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Measured, median } from "./table.ts";

/** How many findings of another tool are imported and mapped. */
export interface ExternalSizes {
  /** Against the time of parsing them. */
  readonly timed: number;
  /** Within the limit of memory. */
  readonly held: number;
  readonly rounds: number;
}

const LIMITS = { time: 3, memoryBytes: 512 * 1024 * 1024 };

/** What one process took. */
interface Took {
  readonly findings: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
}

/**
 * Imports a file of findings as Security Hub gives them and brings them together, each in a process of
 * its own. It is measured against a general streaming parser: a file of a gigabyte is longer than the
 * longest text that `JSON.parse` takes.
 */
export async function measureExternal({ timed, held, rounds }: ExternalSizes): Promise<Measured[]> {
  const ratios: number[] = [];
  let megabytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    await withFindings(timed, async (file, folder) => {
      megabytes = (await stat(file)).size / 1e6;
      const parsing = await run("parse", file, folder);
      const importing = await run("import", file, folder);
      const mapping = await run("map", file, folder);
      ratios.push((importing.cpuMs + mapping.cpuMs) / parsing.cpuMs);
    });
  }
  let peakBytes = 0;
  await withFindings(held, async (file, folder) => {
    for (const work of ["import", "map"] as const) {
      peakBytes = Math.max(peakBytes, (await run(work, file, folder)).peakBytes);
    }
  });
  return [
    {
      what: "importing and mapping ÷ parsing the same findings",
      on: `${timed.toLocaleString("en")} findings of Security Hub`,
      ratio: median(ratios),
      limit: LIMITS.time,
      behind: `${megabytes.toFixed(0)} MB`,
    },
    {
      what: "most memory ÷ 512 MiB",
      on: `importing and mapping ${held.toLocaleString("en")} findings`,
      ratio: peakBytes / LIMITS.memoryBytes,
      limit: 1,
      isChecked: true,
      behind: `${(peakBytes / 1024 / 1024).toFixed(0)} MiB`,
    },
  ];
}

async function withFindings(
  count: number,
  use: (file: string, folder: string) => Promise<void>,
): Promise<void> {
  const place = await mkdtemp(join(tmpdir(), "bench-external-"));
  try {
    const file = join(place, "findings.json");
    await writeFindings(file, count);
    await use(file, join(place, "evidence"));
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function run(work: "parse" | "import" | "map", file: string, folder: string): Promise<Took> {
  const process = join(import.meta.dirname, "external-process.ts");
  const { stdout } = await promisify(execFile)(globalThis.process.execPath, [
    process,
    work,
    file,
    folder,
  ]);
  return JSON.parse(stdout) as Took;
}

/** A list as the AWS CLI and Prowler write it, indented by four. */
async function writeFindings(file: string, count: number): Promise<void> {
  const out = createWriteStream(file);
  out.write("[\n");
  for (let number = 0; number < count; number += 1) {
    const text = JSON.stringify(findingOf(number), null, 4);
    if (!out.write(`${number === 0 ? "" : ",\n"}${text}`)) await once(out, "drain");
  }
  out.end("\n]\n");
  await once(out, "finish");
}

/** A finding with all that Security Hub puts into one; thirty controls, one resource each. */
function findingOf(number: number): object {
  const control = `S3.${(number % 30) + 1}`;
  const id = `arn:aws:securityhub:eu-west-1:123456789012:security-control/${control}/finding/${number.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
  const bucket = `arn:aws:s3:::bucket-${number}`;
  return {
    SchemaVersion: "2018-10-08",
    Id: id,
    ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/securityhub",
    ProductName: "Security Hub",
    CompanyName: "AWS",
    Region: "eu-west-1",
    GeneratorId: `security-control/${control}`,
    AwsAccountId: "123456789012",
    Types: ["Software and Configuration Checks/Industry and Regulatory Standards"],
    FirstObservedAt: "2026-09-01T06:00:00.000Z",
    LastObservedAt: "2026-10-18T06:00:00.000Z",
    CreatedAt: "2026-09-01T06:00:00.000Z",
    UpdatedAt: "2026-10-18T06:00:00.000Z",
    Severity: { Label: "HIGH", Normalized: 70, Original: "HIGH" },
    Title: "S3 general purpose buckets should block public access",
    Description:
      "This control checks whether an S3 bucket blocks public access by its settings, its policy and its access control list.",
    Remediation: {
      Recommendation: {
        Text: "For information on how to correct this issue, consult the documentation of the control.",
        Url: `https://docs.aws.amazon.com/console/securityhub/${control}/remediation`,
      },
    },
    ProductFields: {
      "RelatedAWSResources:0/name": "securityhub-s3-bucket-public-read-prohibited-abc12345",
      "RelatedAWSResources:0/type": "AWS::Config::ConfigRule",
      "aws/securityhub/ProductName": "Security Hub",
      "aws/securityhub/CompanyName": "AWS",
      "Resources:0/Id": bucket,
      "aws/securityhub/FindingId": `arn:aws:securityhub:eu-west-1::product/aws/securityhub/${id}`,
    },
    Resources: [
      {
        Type: "AwsS3Bucket",
        Id: bucket,
        Partition: "aws",
        Region: "eu-west-1",
        Tags: { team: "payments", env: "prod" },
        Details: { AwsS3Bucket: { CreatedAt: "2025-01-01T00:00:00.000Z" } },
      },
    ],
    Compliance: {
      Status: number % 3 === 0 ? "PASSED" : "FAILED",
      SecurityControlId: control,
      AssociatedStandards: [
        { StandardsId: "standards/aws-foundational-security-best-practices/v/1.0.0" },
      ],
    },
    WorkflowState: "NEW",
    Workflow: { Status: "NEW" },
    RecordState: "ACTIVE",
  };
}
