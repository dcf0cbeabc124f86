import { functionPolicies } from "../../sources/lambda/function-policies.ts";
import { check, covers, type Judgement, pass } from "../check.ts";
import { type PolicyStatement, readPolicyDocument } from "../iam/policy-document.ts";
import { judgeEveryoneLetIn } from "../resource-policy/everyone-let-in.ts";
import { everyFunction, targetsOf } from "./every-function.ts";

/** How bad each status is: of a function and its aliases the worst one counts. */
const WORST_FIRST = ["fail", "indeterminate", "pass"];

/**
 * Neither the function's policy nor that of an alias lets everyone invoke or change it. Policies of
 * single published versions are not read. What lets callers of the function's URL in is judged where
 * the URL is.
 */
export const functionPolicyNotPublic = check({
  id: "lambda.policy-not-public",
  title: "No function's policy lets everyone in",
  severity: "critical",
  controls: [covers("AC-12", "resource policies")],
  why: "Anyone with any AWS account could run the company's code with the rights of its role, and send the bill too.",
  fix: {
    downtime: "none",
    steps:
      "Take the statement out and grant again to the service or account that needs it, with the ARN of what calls (SourceArn) or the account (SourceAccount).",
    cli: "aws lambda remove-permission --function-name FUNCTION --statement-id STATEMENT",
    cdk: 'fn.addPermission("Invoke", { principal: new iam.ServicePrincipal("s3.amazonaws.com"), sourceArn: bucket.bucketArn, sourceAccount: this.account });',
  },
  references: {
    fsbp: ["Lambda.1"],
    prowler: ["awslambda_function_not_publicly_accessible"],
    docs: [
      "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
      "https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html",
    ],
  },
  population: everyFunction,
  needs: [functionPolicies],
  judge(lambda, { evidence }, { id, region }) {
    const { FunctionName = "" } = lambda.value;
    const judgements: Judgement[] = targetsOf(evidence, functionPolicies, FunctionName, region).map(
      (target) => {
        const answer = evidence.call(functionPolicies, "GetPolicy", target, region ?? undefined);
        const name = target.Qualifier === undefined ? id : `${id}:${target.Qualifier}`;
        return answer.outcome === "ok"
          ? judgeEveryoneLetIn(
              `the policy of the function ${name}`,
              readPolicyDocument(answer.response.at("Policy")),
              isOfUrl,
            )
          : pass(`The function ${name} has no policy.`, answer.at);
      },
    );
    const [worst] = judgements.sort(
      (a, b) => WORST_FIRST.indexOf(a.status) - WORST_FIRST.indexOf(b.status),
    );
    // The function itself is always among them.
    return worst ?? pass(`The function ${id} has no policy.`, lambda);
  },
});

/**
 * Statements that only let callers of a function URL in.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
function isOfUrl({ Condition = {} }: PolicyStatement): boolean {
  const demanded = Object.entries(Condition)
    .filter(([operator]) => /^(?:StringEquals|Bool)$/i.test(operator))
    .flatMap(([, keys]) => Object.keys(keys).map((key) => key.toLowerCase()));
  return demanded.some(
    (key) => key === "lambda:functionurlauthtype" || key === "lambda:invokedviafunctionurl",
  );
}
