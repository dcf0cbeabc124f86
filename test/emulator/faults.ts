import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findOnPath, type Moto } from "./moto-server.ts";

/** A mistake as an engineer makes it by hand, and the finding that has to follow. */
export interface Fault {
  /** What was done, in a sentence. */
  readonly name: string;
  /**
   * Arguments of one `aws` call each, run in order. `<1>` stands for what the first call printed,
   * `<2>` for the second, and so on.
   */
  readonly make: readonly (readonly string[])[];
  /** The check that must fail, by its likely id. */
  readonly expectedCheck: string;
  /** Source of a regular expression for the failing resource's id or ARN; `<1>` as in `make`. */
  readonly expectedResource: string;
}

/** Makes the fault with the `aws` command line; answers what the failing resource must match. */
export async function makeFault(moto: Moto, fault: Fault): Promise<RegExp> {
  const aws = findOnPath("aws");
  if (aws === undefined) {
    throw new Error("aws was not found on the PATH. The faults need it: pip install awscli");
  }
  const printed: string[] = [];
  for (const argv of fault.make) {
    const { stdout } = await promisify(execFile)(
      aws,
      argv.map((argument) => fillIn(argument, printed)),
      { env: { ...process.env, ...moto.env, ...moto.clockEnv } },
    );
    printed.push(stdout.trim());
  }
  return new RegExp(fillIn(fault.expectedResource, printed));
}

function fillIn(text: string, printed: readonly string[]): string {
  return text.replace(/<(\d)>/g, (whole, position: string) => {
    const value = printed[Number(position) - 1];
    if (value === undefined) throw new Error(`${whole} stands before the call that prints it`);
    return value;
  });
}

const PRINT = ["--output", "text", "--query"];
const EVERYONE_V4 = ["--cidr", "0.0.0.0/0"];

/** Faults for a server that is otherwise fresh; they do not disturb each other. */
export const FAULTS: readonly Fault[] = [
  {
    name: "A user gets a console password and no MFA",
    make: [
      ["iam", "create-user", "--user-name", "fault-no-mfa"],
      [
        ...["iam", "create-login-profile", "--user-name", "fault-no-mfa"],
        ...["--password", "Emulated-Only-4711"],
      ],
    ],
    expectedCheck: "iam.console-users-have-mfa",
    expectedResource: "fault-no-mfa$",
  },
  {
    name: "The password policy asks for six characters",
    make: [["iam", "update-account-password-policy", "--minimum-password-length", "6"]],
    expectedCheck: "iam.password-policy-min-length",
    expectedResource: "123456789012",
  },
  openPort("ssh-range", "SSH lies within a range of ports that is open to the world", {
    check: "ec2.no-world-open-ssh",
    rule: ["--protocol", "tcp", "--port", "20-1024", ...EVERYONE_V4],
  }),
  openPort("rdp-v6", "RDP is open to the world over IPv6", {
    check: "ec2.no-world-open-rdp",
    rule: [
      "--ip-permissions",
      "IpProtocol=tcp,FromPort=3389,ToPort=3389,Ipv6Ranges=[{CidrIpv6=::/0}]",
    ],
  }),
  openPort("postgres", "PostgreSQL is open to the world", {
    check: "ec2.no-world-open-database-ports",
    rule: ["--protocol", "tcp", "--port", "5432", ...EVERYONE_V4],
  }),
  openPort("redis-v6", "Redis is open to the world over IPv6", {
    check: "ec2.no-world-open-cache-ports",
    rule: [
      "--ip-permissions",
      "IpProtocol=tcp,FromPort=6379,ToPort=6379,Ipv6Ranges=[{CidrIpv6=::/0}]",
    ],
  }),
  openPort("all-ports", "Every port of every protocol is open to the world, over IPv4 and IPv6", {
    check: "ec2.no-world-open-any-port",
    rule: [
      "--ip-permissions",
      "IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}],Ipv6Ranges=[{CidrIpv6=::/0}]",
    ],
  }),
  {
    name: "A network ACL lets SSH in from everywhere",
    make: [
      ["ec2", "create-vpc", "--cidr-block", "10.91.0.0/16", ...PRINT, "Vpc.VpcId"],
      ["ec2", "create-network-acl", "--vpc-id", "<1>", ...PRINT, "NetworkAcl.NetworkAclId"],
      [
        ...["ec2", "create-network-acl-entry", "--network-acl-id", "<2>", "--ingress"],
        ...["--rule-number", "10", "--protocol", "6", "--port-range", "From=22,To=22"],
        ...["--cidr-block", "0.0.0.0/0", "--rule-action", "allow"],
      ],
    ],
    expectedCheck: "ec2.network-acl-no-world-open-ssh",
    expectedResource: "<2>",
  },
  {
    name: "A default security group gets a rule",
    make: [
      ["ec2", "create-vpc", "--cidr-block", "10.92.0.0/16", ...PRINT, "Vpc.VpcId"],
      [
        ...["ec2", "describe-security-groups", "--filters", "Name=vpc-id,Values=<1>"],
        ...[...PRINT, "SecurityGroups[0].GroupId"],
      ],
      [
        ...["ec2", "authorize-security-group-ingress", "--group-id", "<2>"],
        ...["--protocol", "tcp", "--port", "8443", "--cidr", "10.0.0.0/8"],
      ],
    ],
    expectedCheck: "ec2.default-security-group-closed",
    expectedResource: "<2>",
  },
  {
    name: "A VPC has no flow logs",
    make: [["ec2", "create-vpc", "--cidr-block", "10.93.0.0/16", ...PRINT, "Vpc.VpcId"]],
    expectedCheck: "ec2.vpc-flow-logs-on",
    expectedResource: "<1>",
  },
  {
    name: "The only trails are of one region",
    make: [...trailOf("one-region"), startLogging("one-region")],
    expectedCheck: "cloudtrail.multi-region-trail",
    expectedResource: "123456789012",
  },
  {
    name: "A trail's files cannot be validated",
    make: [...trailOf("unvalidated"), startLogging("unvalidated")],
    expectedCheck: "cloudtrail.log-file-validation",
    expectedResource: "trail/fault-unvalidated$",
  },
  {
    name: "A trail's logging was stopped",
    make: [
      ...trailOf("stopped"),
      startLogging("stopped"),
      ["cloudtrail", "stop-logging", "--name", "fault-stopped"],
    ],
    expectedCheck: "cloudtrail.trail-delivering",
    expectedResource: "trail/fault-stopped$",
  },
  {
    name: "An ACL lets anyone list a trail's bucket",
    make: [
      ...trailOf("public"),
      startLogging("public"),
      ["s3api", "put-bucket-acl", "--bucket", "fault-trail-public", "--acl", "public-read"],
    ],
    expectedCheck: "cloudtrail.log-bucket-not-public",
    expectedResource: "fault-trail-public$|trail/fault-public$",
  },
  {
    name: "A bucket has no default encryption",
    make: [["s3api", "create-bucket", "--bucket", "fault-unencrypted"]],
    expectedCheck: "s3.bucket-encrypted",
    expectedResource: "fault-unencrypted$",
  },
  {
    name: "A bucket policy lets anyone read",
    make: [
      ["s3api", "create-bucket", "--bucket", "fault-public-policy"],
      [
        ...["s3api", "put-bucket-policy", "--bucket", "fault-public-policy", "--policy"],
        JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: "*",
              Action: "s3:GetObject",
              Resource: "arn:aws:s3:::fault-public-policy/*",
            },
          ],
        }),
      ],
    ],
    expectedCheck: "s3.bucket-not-public",
    expectedResource: "fault-public-policy$",
  },
];

function openPort(
  suffix: string,
  name: string,
  { check, rule }: { readonly check: string; readonly rule: readonly string[] },
): Fault {
  return {
    name,
    make: [
      [
        ...["ec2", "create-security-group", "--group-name", `fault-${suffix}`],
        ...["--description", name, ...PRINT, "GroupId"],
      ],
      ["ec2", "authorize-security-group-ingress", "--group-id", "<1>", ...rule],
    ],
    expectedCheck: check,
    expectedResource: "<1>",
  };
}

function trailOf(suffix: string): readonly (readonly string[])[] {
  return [
    ["s3api", "create-bucket", "--bucket", `fault-trail-${suffix}`],
    [
      ...["cloudtrail", "create-trail", "--name", `fault-${suffix}`],
      ...["--s3-bucket-name", `fault-trail-${suffix}`],
    ],
  ];
}

function startLogging(suffix: string): readonly string[] {
  return ["cloudtrail", "start-logging", "--name", `fault-${suffix}`];
}
