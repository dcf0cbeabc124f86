import { ACMClient, RequestCertificateCommand } from "@aws-sdk/client-acm";
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateDomainNameCommand,
  CreateRestApiCommand,
  DeleteDomainNameCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateStageCommand,
  DeleteStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import {
  CloudFrontClient,
  CreateDistributionCommand,
  type DistributionConfig,
  UpdateDistributionCommand,
} from "@aws-sdk/client-cloudfront";
import { AssociateWebACLCommand, CreateWebACLCommand, WAFV2Client } from "@aws-sdk/client-wafv2";
import {
  createLoadBalancers,
  type LoadBalancers,
  mendLoadBalancers,
} from "./company-edge-balancers.ts";
import type { Network } from "./company-network.ts";
import { ACCESS_LOG_BUCKET } from "./company-storage.ts";
import { type Moto, TEST_CREDENTIALS } from "./moto-server.ts";

const EU = "eu-west-1";
const US = "us-east-1";
const ACCOUNT = "123456789012";
/** What the company calls what is called from outside. */
export const BILLING = "larkspur-billing";
export const HOOKS = "larkspur-hooks";
export const APP_HOST = "app.larkspur.example";
export const API_HOST = "api.larkspur.example";
const LOG_GROUP = `arn:aws:logs:${EU}:${ACCOUNT}:log-group:/larkspur/api`;

/** What the emulator named itself. */
export interface Edge extends LoadBalancers {
  readonly certificateArn: string;
  /** In the one region where CloudFront looks for certificates. */
  readonly edgeCertificateArn: string;
  readonly restApiId: string;
  readonly httpApiId: string;
  readonly distributionId: string;
  readonly distributionETag: string;
}

/** Everything that customers reach the product through, as it was first put up. */
export async function buildEdge(moto: Moto, networks: readonly Network[]): Promise<Edge> {
  const open = clientsAt(moto.endpoint);
  // ACM renews its certificates, which moto does not: these are from the last renewal.
  await moto.setClock("2026-04-14T09:00:00Z");
  const certificates = {
    certificateArn: await requestCertificate(open.acm(EU)),
    edgeCertificateArn: await requestCertificate(open.acm(US)),
  };
  await moto.setClock("2024-03-11T09:00:00Z");
  return {
    ...certificates,
    ...(await createLoadBalancers(moto.endpoint, networks, certificates)),
    ...(await createApis(open, certificates)),
    ...(await createDistribution(open, certificates)),
  };
}

type Certificates = Pick<Edge, "certificateArn" | "edgeCertificateArn">;

async function requestCertificate(acm: ACMClient): Promise<string> {
  const { CertificateArn } = await acm.send(
    new RequestCertificateCommand({
      DomainName: "*.larkspur.example",
      ValidationMethod: "DNS",
      Tags: [{ Key: "environment", Value: "production" }],
    }),
  );
  return made(CertificateArn, "certificate");
}

/** Mends most of it; what waits for a decision or a migration is in `edgeGaps`. */
export async function mendEdge(moto: Moto, edge: Edge): Promise<void> {
  const open = clientsAt(moto.endpoint);
  await moto.setClock("2026-10-28T09:00:00Z");
  await mendLoadBalancers(moto.endpoint, edge);
  await mendApis(open, edge);
  await open.cloudfront.send(
    new UpdateDistributionCommand({
      Id: edge.distributionId,
      IfMatch: edge.distributionETag,
      DistributionConfig: distributionConfig({
        viewers: "redirect-to-https",
        minimum: "TLSv1.2_2021",
        origin: "https-only",
        logged: true,
        certificateArn: edge.edgeCertificateArn,
      }),
    }),
  );
  await attachWebAcl(open, edge);
}

async function createApis(
  { apigateway, apigatewayv2 }: Clients,
  { certificateArn }: Certificates,
): Promise<Pick<Edge, "restApiId" | "httpApiId">> {
  const rest = apigateway(EU);
  const api = await rest.send(
    new CreateRestApiCommand({
      name: BILLING,
      endpointConfiguration: { types: ["REGIONAL"] },
      disableExecuteApiEndpoint: true,
      tags: { environment: "production" },
    }),
  );
  const restApiId = made(api.id, BILLING);
  const { items } = await rest.send(new GetResourcesCommand({ restApiId }));
  const root = { restApiId, resourceId: made(items?.[0]?.id, "root"), httpMethod: "POST" };
  await rest.send(new PutMethodCommand({ ...root, authorizationType: "AWS_IAM" }));
  await rest.send(
    new PutIntegrationCommand({
      ...root,
      type: "HTTP",
      integrationHttpMethod: "POST",
      uri: "https://billing.larkspur.example/invoices",
    }),
  );
  await rest.send(
    new CreateDeploymentCommand({
      restApiId,
      stageName: "production",
      // Made up here, and a place where secrets lie.
      variables: { ledgerToken: "made-up-for-redaction" },
    }),
  );
  await rest.send(domainName("TLS_1_0", certificateArn));

  const http = apigatewayv2(EU);
  const hooks = await http.send(
    new CreateApiCommand({
      Name: HOOKS,
      ProtocolType: "HTTP",
      Tags: { environment: "production" },
    }),
  );
  const httpApiId = made(hooks.ApiId, HOOKS);
  await http.send(new CreateStageCommand({ ApiId: httpApiId, StageName: "$default" }));
  return { restApiId, httpApiId };
}

async function mendApis({ apigateway, apigatewayv2 }: Clients, edge: Edge): Promise<void> {
  const rest = apigateway(EU);
  await rest.send(
    new UpdateStageCommand({
      restApiId: edge.restApiId,
      stageName: "production",
      patchOperations: [
        { op: "replace", path: "/accessLogSettings/destinationArn", value: LOG_GROUP },
        { op: "replace", path: "/accessLogSettings/format", value: "$context.requestId" },
      ],
    }),
  );
  // moto does not change a domain name's security policy.
  await rest.send(new DeleteDomainNameCommand({ domainName: API_HOST }));
  await rest.send(domainName("TLS_1_2", edge.certificateArn));
  // Nor does it change a stage of an HTTP API.
  const stage = { ApiId: edge.httpApiId, StageName: "$default" };
  await apigatewayv2(EU).send(new DeleteStageCommand(stage));
  await apigatewayv2(EU).send(
    new CreateStageCommand({
      ...stage,
      AccessLogSettings: { DestinationArn: LOG_GROUP, Format: "$context.requestId" },
    }),
  );
}

function domainName(
  securityPolicy: "TLS_1_0" | "TLS_1_2",
  regionalCertificateArn: string,
): CreateDomainNameCommand {
  return new CreateDomainNameCommand({
    domainName: API_HOST,
    regionalCertificateArn,
    endpointConfiguration: { types: ["REGIONAL"] },
    securityPolicy,
    tags: { environment: "production" },
  });
}

async function createDistribution(
  { cloudfront }: Clients,
  { edgeCertificateArn }: Certificates,
): Promise<Pick<Edge, "distributionId" | "distributionETag">> {
  const { Distribution, ETag } = await cloudfront.send(
    new CreateDistributionCommand({
      DistributionConfig: distributionConfig({
        viewers: "allow-all",
        minimum: "TLSv1_2016",
        origin: "http-only",
        logged: false,
        certificateArn: edgeCertificateArn,
      }),
    }),
  );
  return {
    distributionId: made(Distribution?.Id, APP_HOST),
    distributionETag: made(ETag, "ETag of the distribution"),
  };
}

function distributionConfig(state: {
  readonly viewers: "allow-all" | "redirect-to-https";
  readonly minimum: "TLSv1_2016" | "TLSv1.2_2021";
  readonly origin: "http-only" | "https-only";
  readonly logged: boolean;
  readonly certificateArn: string;
}): DistributionConfig {
  return {
    CallerReference: APP_HOST,
    Comment: "The product's frontend",
    Enabled: true,
    Aliases: { Quantity: 1, Items: [APP_HOST] },
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: "web",
          DomainName: "origin.larkspur.example",
          CustomHeaders: {
            Quantity: 1,
            // Made up here, and a place where secrets lie.
            Items: [{ HeaderName: "X-Origin-Verify", HeaderValue: "made-up-for-redaction" }],
          },
          CustomOriginConfig: {
            HTTPPort: 80,
            HTTPSPort: 443,
            OriginProtocolPolicy: state.origin,
            OriginSslProtocols: { Quantity: 1, Items: ["TLSv1.2"] },
          },
        },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: "web",
      ViewerProtocolPolicy: state.viewers,
      // AWS's managed policy CachingOptimized.
      CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
    },
    CacheBehaviors: { Quantity: 0 },
    ViewerCertificate: {
      CloudFrontDefaultCertificate: false,
      ACMCertificateArn: state.certificateArn,
      SSLSupportMethod: "sni-only",
      MinimumProtocolVersion: state.minimum,
    },
    Logging: {
      Enabled: state.logged,
      IncludeCookies: false,
      Bucket: state.logged ? `${ACCESS_LOG_BUCKET}.s3.amazonaws.com` : "",
      Prefix: state.logged ? "frontend/" : "",
    },
    WebACLId: "",
  };
}

async function attachWebAcl({ wafv2 }: Clients, edge: Edge): Promise<void> {
  const metrics = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true };
  const { Summary } = await wafv2(EU).send(
    new CreateWebACLCommand({
      Name: "larkspur",
      Scope: "REGIONAL",
      DefaultAction: { Allow: {} },
      VisibilityConfig: { ...metrics, MetricName: "larkspur" },
      Rules: [
        {
          Name: "common",
          Priority: 0,
          OverrideAction: { None: {} },
          Statement: {
            ManagedRuleGroupStatement: { VendorName: "AWS", Name: "AWSManagedRulesCommonRuleSet" },
          },
          VisibilityConfig: { ...metrics, MetricName: "common" },
        },
      ],
    }),
  );
  for (const ResourceArn of [
    edge.loadBalancerArn,
    `arn:aws:apigateway:${EU}::/restapis/${edge.restApiId}/stages/production`,
  ]) {
    await wafv2(EU).send(new AssociateWebACLCommand({ WebACLArn: Summary?.ARN, ResourceArn }));
  }
}

type Clients = ReturnType<typeof clientsAt>;

function clientsAt(endpoint: string) {
  const settings = (region: string) => ({ endpoint, region, credentials: TEST_CREDENTIALS });
  return {
    acm: (region: string) => new ACMClient(settings(region)),
    apigateway: (region: string) => new APIGatewayClient(settings(region)),
    apigatewayv2: (region: string) => new ApiGatewayV2Client(settings(region)),
    wafv2: (region: string) => new WAFV2Client(settings(region)),
    cloudfront: new CloudFrontClient(settings(US)),
  };
}

/** The id that moto made; throws where it made none. */
function made(id: string | undefined, what: string): string {
  if (id === undefined) throw new Error(`moto made no id for ${what}`);
  return id;
}
