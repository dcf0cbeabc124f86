import {
  CreateLoadBalancerCommand as CreateClassicLoadBalancerCommand,
  CreateLoadBalancerPolicyCommand,
  DeleteLoadBalancerListenersCommand,
  ElasticLoadBalancingClient,
  ModifyLoadBalancerAttributesCommand as ModifyClassicAttributesCommand,
  SetLoadBalancerPoliciesOfListenerCommand,
} from "@aws-sdk/client-elastic-load-balancing";
import {
  type Action,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyLoadBalancerAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Network, networkNamed } from "./company-network.ts";
import { ACCESS_LOG_BUCKET } from "./company-storage.ts";
import { TEST_CREDENTIALS } from "./moto-server.ts";

const EU = "eu-west-1";
const US = "us-east-1";
/** The load balancer in front of the product, and the old one in front of reports. */
export const WEB = "larkspur-web";
export const REPORTS = "larkspur-reports";

/** What the emulator named itself. */
export interface LoadBalancers {
  readonly loadBalancerArn: string;
  readonly httpListenerArn: string;
  readonly httpsListenerArn: string;
}

/** The load balancer of the product, and the old one of the reports. */
export async function createLoadBalancers(
  endpoint: string,
  networks: readonly Network[],
  certificates: { readonly certificateArn: string; readonly edgeCertificateArn: string },
): Promise<LoadBalancers> {
  const { certificateArn, edgeCertificateArn } = certificates;
  const { elb, elbv2 } = clientsAt(endpoint);
  const { vpcId, subnetIds, securityGroupIds } = networkNamed(networks, "larkspur-production");
  const { LoadBalancers } = await elbv2(EU).send(
    new CreateLoadBalancerCommand({
      Name: WEB,
      Type: "application",
      Scheme: "internet-facing",
      Subnets: [subnetIds["public-a"], subnetIds["public-b"]].flatMap((id) => id ?? []),
      SecurityGroups: [securityGroupIds.web].flatMap((id) => id ?? []),
      Tags: [{ Key: "environment", Value: "production" }],
    }),
  );
  const loadBalancerArn = made(LoadBalancers?.[0]?.LoadBalancerArn, WEB);
  // AWS says it of every load balancer; moto only where it was set.
  await elbv2(EU).send(
    new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn: loadBalancerArn,
      Attributes: [{ Key: "access_logs.s3.enabled", Value: "false" }],
    }),
  );
  const { TargetGroups } = await elbv2(EU).send(
    new CreateTargetGroupCommand({
      Name: "larkspur-api",
      Protocol: "HTTP",
      Port: 8080,
      VpcId: vpcId,
      TargetType: "ip",
    }),
  );
  const forward: Action[] = [
    { Type: "forward", TargetGroupArn: made(TargetGroups?.[0]?.TargetGroupArn, "larkspur-api") },
  ];
  const http = await elbv2(EU).send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancerArn,
      Protocol: "HTTP",
      Port: 80,
      DefaultActions: forward,
    }),
  );
  const https = await elbv2(EU).send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancerArn,
      Protocol: "HTTPS",
      Port: 443,
      SslPolicy: "ELBSecurityPolicy-2016-08",
      Certificates: [{ CertificateArn: certificateArn }],
      DefaultActions: forward,
    }),
  );
  await createClassicLoadBalancer(elb(US), edgeCertificateArn);
  return {
    loadBalancerArn,
    httpListenerArn: made(http.Listeners?.[0]?.ListenerArn, "HTTP listener"),
    httpsListenerArn: made(https.Listeners?.[0]?.ListenerArn, "HTTPS listener"),
  };
}

async function createClassicLoadBalancer(
  elb: ElasticLoadBalancingClient,
  SSLCertificateId: string,
): Promise<void> {
  await elb.send(
    new CreateClassicLoadBalancerCommand({
      LoadBalancerName: REPORTS,
      AvailabilityZones: ["us-east-1a"],
      Listeners: [
        { Protocol: "HTTP", LoadBalancerPort: 80, InstanceProtocol: "HTTP", InstancePort: 8080 },
        {
          Protocol: "HTTPS",
          LoadBalancerPort: 443,
          InstanceProtocol: "HTTP",
          InstancePort: 8080,
          SSLCertificateId,
        },
      ],
    }),
  );
  await elb.send(
    new ModifyClassicAttributesCommand({
      LoadBalancerName: REPORTS,
      LoadBalancerAttributes: { AccessLog: { Enabled: false } },
    }),
  );
  await negotiate(elb, "reports-2024", ["Protocol-TLSv1", "Protocol-TLSv1.1", "Protocol-TLSv1.2"]);
}

/** It stays until the reports have moved to the product's own load balancer. */
async function mendClassicLoadBalancer(elb: ElasticLoadBalancingClient): Promise<void> {
  await elb.send(
    new DeleteLoadBalancerListenersCommand({ LoadBalancerName: REPORTS, LoadBalancerPorts: [80] }),
  );
  await elb.send(
    new ModifyClassicAttributesCommand({
      LoadBalancerName: REPORTS,
      LoadBalancerAttributes: {
        AccessLog: { Enabled: true, S3BucketName: ACCESS_LOG_BUCKET, EmitInterval: 60 },
      },
    }),
  );
  await negotiate(elb, "reports-2026", ["Protocol-TLSv1.2"]);
}

/** Gives the encrypted listener a policy of its own, with these protocols switched on. */
async function negotiate(
  elb: ElasticLoadBalancingClient,
  PolicyName: string,
  protocols: readonly string[],
): Promise<void> {
  const policy = { LoadBalancerName: REPORTS, PolicyName };
  await elb.send(
    new CreateLoadBalancerPolicyCommand({
      ...policy,
      PolicyTypeName: "SSLNegotiationPolicyType",
      PolicyAttributes: protocols.map((AttributeName) => ({
        AttributeName,
        AttributeValue: "true",
      })),
    }),
  );
  await elb.send(
    new SetLoadBalancerPoliciesOfListenerCommand({
      LoadBalancerName: REPORTS,
      LoadBalancerPort: 443,
      PolicyNames: [PolicyName],
    }),
  );
}

/** Sends plain HTTP away, asks for TLS 1.2 and writes access logs, on both. */
export async function mendLoadBalancers(endpoint: string, arns: LoadBalancers): Promise<void> {
  const open = clientsAt(endpoint);
  const elbv2 = open.elbv2(EU);
  await elbv2.send(
    new ModifyListenerCommand({
      ListenerArn: arns.httpListenerArn,
      DefaultActions: [
        {
          Type: "redirect",
          RedirectConfig: { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" },
        },
      ],
    }),
  );
  await elbv2.send(
    new ModifyListenerCommand({
      ListenerArn: arns.httpsListenerArn,
      SslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    }),
  );
  await elbv2.send(
    new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn: arns.loadBalancerArn,
      Attributes: [
        { Key: "access_logs.s3.enabled", Value: "true" },
        { Key: "access_logs.s3.bucket", Value: ACCESS_LOG_BUCKET },
      ],
    }),
  );
  await mendClassicLoadBalancer(open.elb(US));
}

function clientsAt(endpoint: string) {
  const settings = (region: string) => ({ endpoint, region, credentials: TEST_CREDENTIALS });
  return {
    elb: (region: string) => new ElasticLoadBalancingClient(settings(region)),
    elbv2: (region: string) => new ElasticLoadBalancingV2Client(settings(region)),
  };
}

function made(id: string | undefined, what: string): string {
  if (id === undefined) throw new Error(`moto made no id for ${what}`);
  return id;
}
