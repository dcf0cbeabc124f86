import type { Cited, Recorded } from "../../evidence/cited.ts";
import { Unread } from "../../evidence/evidence-view.ts";
import { apis } from "../../sources/apigatewayv2/apis.ts";
import { stages } from "../../sources/apigatewayv2/stages.ts";
import type { SourceOutput } from "../../sources/source.ts";
import {
  type AnyCheck,
  check,
  covers,
  fail,
  notApplicable,
  type Population,
  pass,
} from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";

type Api = NonNullable<Recorded<SourceOutput<typeof apis, "GetApis">>["Items"]>[number];
type Stage = NonNullable<Recorded<SourceOutput<typeof stages, "GetStages">>["Items"]>[number];

/** Every HTTP and WebSocket API. Its stages are judged with it: they do not name their API. */
const everyApi: Population<Cited<Api>> = {
  definition: "the HTTP and WebSocket APIs of API Gateway",
  needs: [apis],
  *members({ evidence, partition }) {
    for (const entry of evidence.items(apis, "GetApis", "Items")) {
      const { ApiId: id, Name, Tags } = entry.value;
      const { region } = entry.file;
      yield {
        of: entry,
        resource: {
          id: Name ?? id ?? entry.citation.pointer,
          arn: id === undefined ? null : `arn:${partition}:apigateway:${region}::/apis/${id}`,
          type: "AWS::ApiGatewayV2::Api",
          region,
        },
        at: entry,
        tags: Tags ?? {},
      };
    }
  },
};

/**
 * What holds for HTTP and WebSocket APIs. API Gateway itself demands TLS 1.2 or later of them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-ciphers.html
 */
export const apisGuarded: readonly AnyCheck[] = [
  check({
    id: "apigatewayv2.access-logged",
    title: "Every stage of an HTTP or WebSocket API writes access logs",
    severity: "medium",
    controls: [covers("LG-03", "distributions and APIs")],
    why: "Who called which route, and what it was answered, stands in the access log and nowhere else.",
    fix: {
      downtime: "none",
      steps: "Give the stage a log group and a format.",
      cli: "aws apigatewayv2 update-stage --api-id API --stage-name STAGE --access-log-settings 'DestinationArn=LOG_GROUP_ARN,Format=$context.requestId $context.identity.sourceIp $context.routeKey $context.status'",
      cdk: 'new apigwv2.HttpStage(this, "Stage", { httpApi, accessLogSettings: { destination: new apigwv2.LogGroupLogDestination(logGroup) } });',
    },
    references: {
      prowler: ["apigatewayv2_api_access_logging_enabled"],
      docs: [
        "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html",
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html",
      ],
    },
    population: everyApi,
    needs: [stages],
    judge(api, { evidence }, { id, region }) {
      const list: Cited<Stage>[] = [];
      const seen = new Set<string>();
      let token: string | undefined;
      const pages: Cited<unknown>[] = [];
      do {
        const answer = evidence.call(
          stages,
          "GetStages",
          { ApiId: api.value.ApiId, ...(token === undefined ? {} : { NextToken: token }) },
          region ?? undefined,
        );
        if (answer.outcome !== "ok" || answer.response.value.Items === undefined) {
          throw new Unread("API Gateway gave no stages", answer.at);
        }
        const items = answer.response.at("Items");
        pages.push(items);
        list.push(...items.each());
        const next = answer.response.value.NextToken;
        if (next !== undefined && seen.has(next)) {
          throw new Unread("a page names one that was read as the next", answer.response);
        }
        seen.add(next ?? "");
        token = next;
      } while (token !== undefined);
      const bare = list.filter(({ value }) => !value.AccessLogSettings?.DestinationArn);
      const [first, ...others] = bare;
      if (first !== undefined) {
        const names = listInWords(bare.map(({ value }) => value.StageName ?? "without a name"));
        const where = bare.length === 1 ? `its stage ${names}` : `its stages ${names}`;
        return fail(`The API ${id} has no access logs on ${where}.`, first, ...others);
      }
      const [page = api, ...more] = pages;
      return list.length === 0
        ? notApplicable(`The API ${id} is published in no stage.`, page, ...more)
        : pass(`Each stage of the API ${id} writes access logs.`, page, ...more);
    },
  }),
  check({
    id: "apigatewayv2.web-acl-possible",
    title: "No HTTP or WebSocket API faces the internet, where AWS WAF cannot protect it",
    severity: "low",
    controls: [covers("NW-03", "APIs")],
    why: "A web ACL cannot be attached to these APIs, so what comes in is filtered by the product alone, unless a distribution in front does it.",
    fix: {
      downtime: "none",
      steps:
        "Put a distribution with a web ACL in front and have the API refuse what does not come through it, or use a REST API. Otherwise record a decision that names what filters instead, such as throttling and authorizers.",
      cdk: 'new cloudfront.Distribution(this, "Front", { defaultBehavior: { origin: new origins.HttpOrigin("API_HOST") }, webAclId: webAcl.attrArn });',
    },
    references: {
      docs: [
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html",
        "https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html",
      ],
    },
    population: everyApi,
    judge: (api, _context, { id }) =>
      fail(
        `The ${api.value.ProtocolType === "WEBSOCKET" ? "WebSocket" : "HTTP"} API ${id} faces the internet, and AWS WAF cannot protect it.`,
        api.at("ApiEndpoint"),
      ),
  }),
];
