import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { runCommandLine } from "../../cli/command-line.ts";
import type { Terminal } from "../../cli/terminal.ts";

/** Planted values, by the place where they are planted; no two are alike, so that each is told apart. */
const PLANTED = {
  "a security group's tag": "plum-4411-Tagged",
  "a security group's description": "quince-8833-Described",
  "a security group's name": "medlar-1199-Named",
  "a network ACL's tag": "ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5",
  "a VPC's tag": "xoxb-1234567890-sloe-aBcDeFgHiJ",
  "a policy document": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "a user's tag": "damson-5577-UserTag",
  "a bucket's tag": "bullace-2266-BucketTag",
  "a message of refusal": "greengage-9900-Refused",
} as const;

const ACCOUNT = "123456789012";
const DENIED = `User is not authorized (debug: password=${PLANTED["a message of refusal"]})`;

const tag = (key: string, value: string) => `<item><key>${key}</key><value>${value}</value></item>`;
const ec2 = (operation: string, inner: string) =>
  `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>${inner}</${operation}Response>`;
const query = (operation: string, inner: string) =>
  `<${operation}Response><${operation}Result>${inner}</${operation}Result></${operation}Response>`;

const POLICY = encodeURIComponent(
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*", Sid: PLANTED["a policy document"] }],
  }),
);

/** What this AWS answers; everything else it refuses. */
const ANSWERS: Readonly<Record<string, string>> = {
  GetCallerIdentity: query(
    "GetCallerIdentity",
    `<Arn>arn:aws:sts::${ACCOUNT}:assumed-role/audit/me</Arn><UserId>A:me</UserId><Account>${ACCOUNT}</Account>`,
  ),
  DescribeRegions: ec2(
    "DescribeRegions",
    "<regionInfo><item><regionName>us-east-1</regionName><optInStatus>opt-in-not-required</optInStatus></item></regionInfo>",
  ),
  DescribeSecurityGroups: ec2(
    "DescribeSecurityGroups",
    `<securityGroupInfo><item><ownerId>${ACCOUNT}</ownerId><groupId>sg-1</groupId><groupName>password=${PLANTED["a security group's name"]}</groupName><groupDescription>login password=${PLANTED["a security group's description"]}</groupDescription><vpcId>vpc-1</vpcId><ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges></item></ipPermissions><ipPermissionsEgress/><tagSet>${tag("db_password", PLANTED["a security group's tag"])}${tag("environment", `password=${PLANTED["a security group's tag"]}`)}</tagSet></item></securityGroupInfo>`,
  ),
  DescribeNetworkAcls: ec2(
    "DescribeNetworkAcls",
    `<networkAclSet><item><networkAclId>acl-1</networkAclId><vpcId>vpc-1</vpcId><default>true</default><entrySet/><associationSet/><tagSet>${tag("deploy", PLANTED["a network ACL's tag"])}</tagSet></item></networkAclSet>`,
  ),
  DescribeVpcs: ec2(
    "DescribeVpcs",
    `<vpcSet><item><vpcId>vpc-1</vpcId><state>available</state><isDefault>false</isDefault><tagSet>${tag("bot", PLANTED["a VPC's tag"])}</tagSet></item></vpcSet>`,
  ),
  GetAccountAuthorizationDetails: query(
    "GetAccountAuthorizationDetails",
    `<UserDetailList><member><Path>/</Path><UserName>ada</UserName><UserId>AIDA1</UserId><Arn>arn:aws:iam::${ACCOUNT}:user/ada</Arn><CreateDate>2025-01-01T00:00:00Z</CreateDate><UserPolicyList><member><PolicyName>own</PolicyName><PolicyDocument>${POLICY}</PolicyDocument></member></UserPolicyList><Tags><member><Key>api_key</Key><Value>${PLANTED["a user's tag"]}</Value></member></Tags></member></UserDetailList><GroupDetailList/><RoleDetailList/><Policies/><IsTruncated>false</IsTruncated>`,
  ),
  ListBuckets:
    "<ListAllMyBucketsResult><Owner><ID>o</ID></Owner><Buckets><Bucket><Name>data</Name><CreationDate>2025-01-01T00:00:00Z</CreationDate><BucketRegion>us-east-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>",
  GetBucketTagging: `<Tagging><TagSet><Tag><Key>secret</Key><Value>${PLANTED["a bucket's tag"]}</Value></Tag></TagSet></Tagging>`,
};

function operationOf({ url = "", headers }: IncomingMessage, body: string): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.split(".")[1] ?? "";
  const action = new URLSearchParams(body).get("Action");
  if (action !== null) return action;
  if (/^\/\?/.test(url)) return "ListBuckets";
  return url.includes("tagging") ? "GetBucketTagging" : "";
}

function refusalFor({ headers }: IncomingMessage, body: string): string {
  if (headers["x-amz-target"] !== undefined) {
    return JSON.stringify({ __type: "AccessDeniedException", message: DENIED });
  }
  const error = `<Error><Code>AccessDenied</Code><Message>${DENIED}</Message></Error>`;
  if (!body.includes("Action=")) return error;
  return body.includes("Version=2016-11-15")
    ? `<Response><Errors>${error}</Errors><RequestID>r</RequestID></Response>`
    : `<ErrorResponse>${error}<RequestId>r</RequestId></ErrorResponse>`;
}

const asked = new Set<string>();
const aws = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const operation = operationOf(request, body);
  const answer = ANSWERS[operation];
  if (answer !== undefined) asked.add(operation);
  response.writeHead(answer === undefined ? 403 : 200);
  response.end(answer ?? refusalFor(request, body));
});

const folder = mkdtempSync(join(tmpdir(), "secrets-"));
let said = "";
let exitCode = -1;

/** The command line as a person runs it, with everything that it says kept. */
async function run(...argv: string[]): Promise<number> {
  const say = (text: string) => {
    said += text;
  };
  const terminal: Terminal = {
    env: { ...process.env, SOC2_EVIDENCE_HOME: join(folder, "keys") },
    cwd: folder,
    homeFolder: folder,
    platform: process.platform,
    now: () => new Date("2026-11-22T06:00:00.000Z"),
    columns: 80,
    colour: false,
    out: say,
    err: say,
    progress: (text) => say(text ?? ""),
    ask: null,
  };
  return runCommandLine(argv, terminal);
}

beforeAll(async () => {
  aws.listen(0, "127.0.0.1");
  await once(aws, "listening");
  const { port } = aws.address() as AddressInfo;
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${port}`);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "testing");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "testing");
  vi.stubEnv("AWS_REGION", "us-east-1");
  exitCode = await run("snapshot", "--out", "evidence", "--verbose");
  await run("gaps", "evidence");
  await run("gaps", "evidence", "--json");
  await run("gaps", "evidence", "--html", "--csv");
  await run("verify", "evidence", "--json");
});

afterAll(async () => {
  vi.unstubAllEnvs();
  aws.closeAllConnections();
  aws.close();
  await once(aws, "close");
});

describe("secrets planted in what AWS answers (CASES 33)", () => {
  it("are in answers that the run asked for, and it ends incomplete for what was refused", () => {
    expect([...asked].sort()).toEqual(Object.keys(ANSWERS).sort());
    expect(exitCode).toBe(2);
  });

  it.each(Object.entries(PLANTED))("%s is found nowhere", (_place, secret) => {
    const holders = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => holds(readFileSync(path, "utf8"), secret));
    expect(holders).toEqual([]);
    expect(holds(said, secret)).toBe(false);
  });

  it("leaves names, and says what was cut", () => {
    const groups = readFileSync(
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .map((path) => join(folder, path))
        .find((path) => path.endsWith("ec2.security-groups.us-east-1.json")) ?? "",
      "utf8",
    );
    expect(groups).toContain('"db_password"');
    expect(groups).toContain('"redacted"');
  });
});

function holds(text: string, secret: string): boolean {
  const readings = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")];
  return readings.some((reading) => text.includes(reading));
}
