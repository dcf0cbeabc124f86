import { tableArn, tablePolicies } from "../../sources/dynamodb/table-policies.ts";
import { check, covers, pass } from "../check.ts";
import { readPolicyDocument } from "../iam/policy-document.ts";
import { judgeEveryoneLetIn } from "../resource-policy/everyone-let-in.ts";
import { everyTable } from "./every-table.ts";

/** Nobody unnamed may read a table or write to it by its resource policy. */
export const tablePolicyNotPublic = check({
  id: "dynamodb.table-policy-not-public",
  title: "No table's policy lets everyone in",
  severity: "critical",
  controls: [covers("AC-12", "resource policies")],
  why: "A table's policy lets other accounts in past every user and role of this one: an asterisk in it puts customers' records before anyone with an AWS account.",
  fix: {
    downtime: "none",
    steps: "Name accounts or roles in place of the asterisk, or take the policy away.",
    cli: "aws dynamodb put-resource-policy --resource-arn TABLE_ARN --policy file://POLICY.json",
    cdk: "table.grantReadData(role);",
  },
  references: {
    docs: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetResourcePolicy.html",
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html",
    ],
  },
  population: everyTable,
  needs: [tablePolicies],
  judge({ name, region }, { evidence, account, partition }) {
    const answer = evidence.call(
      tablePolicies,
      "GetResourcePolicy",
      { ResourceArn: tableArn(name, { account, partition, region }) },
      region ?? undefined,
    );
    return answer.outcome === "ok"
      ? judgeEveryoneLetIn(
          `the policy of the table ${name}`,
          readPolicyDocument(answer.response.at("Policy")),
        )
      : pass(`The table ${name} has no policy.`, answer.at);
  },
});
