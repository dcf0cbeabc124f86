import { functionUrls } from "../../sources/lambda/function-urls.ts";
import { check, covers, fail, indeterminate, notApplicable, pass } from "../check.ts";
import { everyFunction, targetsOf } from "./every-function.ts";

/** A function's URLs, those of its aliases included, demand signed requests. */
export const functionUrlAuthenticated = check({
  id: "lambda.function-url-authenticated",
  title: "No function URL answers without authentication",
  severity: "high",
  controls: [covers("AC-12", "resource policies")],
  why: "A function URL without authentication is an entry point to the product that has no login, no firewall and often no log.",
  fix: {
    downtime: "brief interruption",
    steps:
      "Set the URL's authentication to AWS_IAM; callers then sign their requests. What is meant for everyone goes behind CloudFront or API Gateway, or is recorded as shared on purpose.",
    cli: "aws lambda update-function-url-config --function-name FUNCTION --auth-type AWS_IAM",
    cdk: "fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });",
  },
  references: {
    prowler: ["awslambda_function_url_public"],
    docs: [
      "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
      "https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionUrlConfig.html",
    ],
  },
  population: everyFunction,
  needs: [functionUrls],
  judge(lambda, { evidence }, { id, region }) {
    const { FunctionName = "" } = lambda.value;
    const answers = targetsOf(evidence, functionUrls, FunctionName, region).map((target) =>
      evidence.call(functionUrls, "GetFunctionUrlConfig", target, region ?? undefined),
    );
    const kinds = answers.flatMap((answer) =>
      answer.outcome === "ok" ? [answer.response.at("AuthType")] : [],
    );
    const [open] = kinds.filter(({ value }) => value === "NONE");
    if (open !== undefined) {
      return fail(`The URL of the function ${id} answers anyone, without authentication.`, open);
    }
    const [unknown] = kinds.filter(({ value }) => value !== "AWS_IAM");
    if (unknown !== undefined) {
      return indeterminate(`Lambda does not say who may call the URL of ${id}.`, unknown);
    }
    const [signed, ...others] = kinds;
    if (signed !== undefined) {
      return pass(`The URL of the function ${id} takes signed requests alone.`, signed, ...others);
    }
    return notApplicable(`The function ${id} has no URL.`, lambda, ...answers.map(({ at }) => at));
  },
});
