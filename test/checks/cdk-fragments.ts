import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** The module of aws-cdk-lib that a fragment means by each prefix; `cdk` is the library itself. */
const MODULES: Readonly<Record<string, string>> = {
  accessanalyzer: "aws-accessanalyzer",
  acm: "aws-certificatemanager",
  actions: "aws-cloudwatch-actions",
  apigateway: "aws-apigateway",
  apigwv2: "aws-apigatewayv2",
  cloudfront: "aws-cloudfront",
  cloudtrail: "aws-cloudtrail",
  cloudwatch: "aws-cloudwatch",
  config: "aws-config",
  cr: "custom-resources",
  dynamodb: "aws-dynamodb",
  ec2: "aws-ec2",
  ecr: "aws-ecr",
  ecs: "aws-ecs",
  elasticache: "aws-elasticache",
  elb: "aws-elasticloadbalancing",
  elbv2: "aws-elasticloadbalancingv2",
  guardduty: "aws-guardduty",
  iam: "aws-iam",
  kms: "aws-kms",
  lambda: "aws-lambda",
  logs: "aws-logs",
  origins: "aws-cloudfront-origins",
  rds: "aws-rds",
  route53: "aws-route53",
  s3: "aws-s3",
  secretsmanager: "aws-secretsmanager",
  securityhub: "aws-securityhub",
  sns: "aws-sns",
  sqs: "aws-sqs",
  ssm: "aws-ssm",
  wafv2: "aws-wafv2",
};

/** What a fragment takes for given, as whoever pastes it has it under a name of their own. */
const GIVEN: Readonly<Record<string, string>> = {
  DAYS: "number",
  REASON: "string",
  TYPE: "string",
  accessLogs: "s3.IBucket",
  api: "apigateway.RestApi",
  assumedBy: "iam.IPrincipal",
  bucket: "s3.IBucket",
  cacheGroup: "ec2.SecurityGroup",
  certificate: "acm.ICertificate",
  certificates: "elbv2.IListenerCertificate[]",
  code: "lambda.Code",
  database: "rds.DatabaseInstance",
  defaultBehavior: "cloudfront.BehaviorOptions",
  defaultTargetGroups: "elbv2.IApplicationTargetGroup[]",
  detectorId: "string",
  domainNames: "string[]",
  engine: "rds.IInstanceEngine",
  fn: "lambda.Function",
  group: "iam.IGroup",
  handler: "string",
  httpApi: "apigwv2.IHttpApi",
  image: "ecs.ContainerImage",
  instanceType: "ec2.InstanceType",
  key: "kms.IKey",
  loadBalancer: "elbv2.ApplicationLoadBalancer",
  loadBalancerGroup: "ec2.SecurityGroup",
  logBucket: "s3.IBucket",
  logGroup: "logs.ILogGroup",
  machineImage: "ec2.IMachineImage",
  networkAcl: "ec2.NetworkAcl",
  origin: "cloudfront.IOrigin",
  partitionKey: "dynamodb.Attribute",
  policy: "iam.IManagedPolicy",
  provider: "iam.IOpenIdConnectProvider",
  queue: "sqs.IQueue",
  replicationGroupDescription: "string",
  role: "iam.Role",
  rotationLambda: "lambda.IFunction",
  secret: "secretsmanager.ISecret",
  securityGroup: "ec2.SecurityGroup",
  service: "ecs.FargateService",
  serviceGroup: "ec2.SecurityGroup",
  sslCertificateArn: "string",
  table: "dynamodb.TableV2",
  taskDefinition: "ecs.FargateTaskDefinition",
  taskRole: "iam.IRole",
  topic: "sns.ITopic",
  trailLogGroup: "logs.ILogGroup",
  user: "iam.IUser",
  vpc: "ec2.IVpc",
  webAcl: "wafv2.CfnWebACL",
  zone: "route53.IHostedZone",
};

const COMPILER_OPTIONS = {
  target: "esnext",
  module: "nodenext",
  moduleResolution: "nodenext",
  moduleDetection: "force",
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  types: [],
};

/**
 * Type-checks fragments of CDK code against the installed aws-cdk-lib: statements as they stand in a
 * stack's constructor. All in one run of the compiler, each in a file of its own, so that a broken
 * bracket shows where it is; while there is one, the compiler checks no types anywhere.
 *
 * @param fragments by a name that a file can have
 * @returns for each name what the compiler says of it, `TS2353: Object literal …`
 */
export async function typeErrors(
  fragments: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = await mkdtemp(join(tmpdir(), "cdk-fragments-"));
  try {
    await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
    const config = { compilerOptions: COMPILER_OPTIONS, files: [...fragments.keys()].map(fileOf) };
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    for (const [name, fragment] of fragments) {
      await writeFile(join(folder, fileOf(name)), moduleOf(fragment));
    }
    const found = new Map<string, string[]>([...fragments.keys()].map((name) => [name, []]));
    for (const line of (await compile(folder)).split("\n")) {
      const [, file = "", said] = /^(\S.*)\.ts\(\d+,\d+\): error (TS\d+: .*)$/.exec(line) ?? [];
      if (said !== undefined && found.has(file)) found.get(file)?.push(said);
      // Lines that are set in go on with the one before.
      else if (/^\S/.test(line)) throw new Error(`The compiler says of no fragment: ${line}`);
    }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function fileOf(name: string): string {
  return `${name}.ts`;
}

/** Only what is named is imported and declared: each module of the library takes its time to load. */
function moduleOf(fragment: string): string {
  const names = new Set(fragment.match(/(?<![.\w"])[A-Za-z]\w*/g));
  const given = Object.entries(GIVEN).filter(([name]) => names.has(name));
  for (const [, type] of given) names.add(type.split(".")[0] ?? "");
  return [
    'import * as cdk from "aws-cdk-lib";',
    'import { Duration } from "aws-cdk-lib";',
    ...Object.entries(MODULES)
      .filter(([prefix]) => names.has(prefix))
      .map(([prefix, module]) => `import * as ${prefix} from "aws-cdk-lib/${module}";`),
    ...given.map(([name, type]) => `declare const ${name}: ${type};`),
    "export class Pasted extends cdk.Stack {",
    "  constructor(scope: cdk.App) {",
    '    super(scope, "Pasted");',
    fragment,
    "  }",
    "}",
    "export const known = Duration;",
  ].join("\n");
}

function compile(folder: string): Promise<string> {
  const program = join(ROOT, "node_modules/typescript/bin/tsc");
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [program, "--project", folder, "--pretty", "false"],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      // Its exit code is not 0 when it finds something, which the caller wants to know in words.
      (error, stdout, stderr) => {
        if (error !== null && stdout === "") reject(new Error(stderr, { cause: error }));
        else resolve(stdout);
      },
    );
  });
}
