import type { Cited } from "../../evidence/cited.ts";
import { restStages } from "../../sources/apigateway/rest-stages.ts";
import { type AnyCheck, check, covers, fail, notApplicable, pass } from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import {
  everyRestApi,
  type RestStage,
  reachedFromVpcsAlone,
  stagesOfRestApi,
} from "./every-rest-api.ts";

/** Every stage of a REST API that the internet reaches has access logs, and a web ACL. */
export const restApisGuarded: readonly AnyCheck[] = [
  stageCheck({
    id: "apigateway.access-logged",
    title: "Every stage of a REST API writes access logs",
    controls: [covers("LG-03", "distributions and APIs")],
    why: "Who called which method, and what it was answered, stands in the access log and nowhere else.",
    fix: {
      downtime: "none",
      steps:
        "Give the stage a log group and a format. The account needs a role with which API Gateway may write, once in each region.",
      cli: "aws apigateway update-stage --rest-api-id API --stage-name STAGE --patch-operations op=replace,path=/accessLogSettings/destinationArn,value=LOG_GROUP_ARN 'op=replace,path=/accessLogSettings/format,value=$context.requestId $context.identity.sourceIp $context.httpMethod $context.resourcePath $context.status'",
      cdk: 'new apigateway.RestApi(this, "Api", { deployOptions: { accessLogDestination: new apigateway.LogGroupLogDestination(logGroup), accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields() } });',
    },
    references: {
      docs: [
        "https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html",
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
      ],
    },
    setting: (stage) => stage.at("accessLogSettings").at("destinationArn"),
    has: "writes access logs",
    lacks: "no access logs",
  }),
  stageCheck({
    id: "apigateway.web-acl-attached",
    title: "Every stage of a REST API has a web ACL",
    controls: [covers("NW-03", "APIs")],
    why: "An API is found and probed as any web page is; managed rules stop what is known before it costs anything.",
    fix: {
      downtime: "none",
      steps:
        "Make a web ACL with AWS's managed rules, in count mode first, and associate it with the stage. Where something else filters, record a decision that names it.",
      cli: "aws wafv2 associate-web-acl --web-acl-arn WEB_ACL_ARN --resource-arn arn:aws:apigateway:REGION::/restapis/API/stages/STAGE",
      cdk: 'new wafv2.CfnWebACLAssociation(this, "WebAcl", { resourceArn: api.deploymentStage.stageArn, webAclArn: webAcl.attrArn });',
    },
    references: {
      fsbp: ["APIGateway.4"],
      prowler: ["apigateway_restapi_waf_acl_attached"],
      docs: [
        "https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html",
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html",
      ],
    },
    setting: (stage) => stage.at("webAclArn"),
    has: "has a web ACL",
    lacks: "no web ACL",
  }),
];

interface StageCheck
  extends Pick<
    Parameters<typeof check>[0],
    "id" | "title" | "controls" | "why" | "fix" | "references"
  > {
  /** Where a stage says it; API Gateway leaves it out where it is off. */
  readonly setting: (stage: Cited<RestStage>) => Cited<string | undefined>;
  /** "Each stage of the REST API billing …" */
  readonly has: string;
  /** "The REST API billing has … on its stage production." */
  readonly lacks: string;
}

function stageCheck({ setting, has, lacks, ...declared }: StageCheck): AnyCheck {
  return check({
    ...declared,
    severity: "medium",
    population: everyRestApi,
    needs: [restStages],
    judge(api, { evidence }, { id }) {
      const isPrivate = reachedFromVpcsAlone(api, id);
      if (isPrivate !== null) return isPrivate;
      const { stages, list } = stagesOfRestApi(evidence, api);
      if (stages.length === 0) {
        return notApplicable(`The REST API ${id} is published in no stage.`, list);
      }
      const bare = stages.filter((stage) => !setting(stage).value);
      const [first, ...others] = bare;
      if (first === undefined) {
        return pass(`Each stage of the REST API ${id} ${has}.`, list, ...stages.map(setting));
      }
      const names = listInWords(bare.map(({ value }) => value.stageName ?? "without a name"));
      const where = bare.length === 1 ? `its stage ${names}` : `its stages ${names}`;
      return fail(`The REST API ${id} has ${lacks} on ${where}.`, first, ...others);
    },
  });
}
