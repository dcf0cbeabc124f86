import type { Cited, Recorded } from "../../evidence/cited.ts";
import type { EvidenceView } from "../../evidence/evidence-view.ts";
import type { FunctionTarget } from "../../sources/lambda/each-function.ts";
import { functionPolicies } from "../../sources/lambda/function-policies.ts";
import { functionUrls } from "../../sources/lambda/function-urls.ts";
import { functions } from "../../sources/lambda/functions.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { Population } from "../check.ts";

/** One function as Lambda lists it. */
export type LambdaFunction = NonNullable<
  Recorded<SourceOutput<typeof functions, "ListFunctions">>["Functions"]
>[number];

/** Every function of every region in use. */
export const everyFunction: Population<Cited<LambdaFunction>> = {
  definition: "the Lambda functions",
  needs: [functions],
  *members({ evidence, account, partition }) {
    for (const entry of evidence.items(functions, "ListFunctions", "Functions")) {
      const { FunctionName: name } = entry.value;
      const { region } = entry.file;
      yield {
        of: entry,
        resource: {
          id: name ?? entry.citation.pointer,
          arn:
            name === undefined
              ? null
              : `arn:${partition}:lambda:${region}:${account}:function:${name}`,
          type: "AWS::Lambda::Function",
          region,
        },
        at: entry,
        // The list has no tags, and reading them takes a call for each function.
        tags: null,
      };
    }
  },
};

/**
 * A function and its aliases, as policies and URLs are asked about.
 *
 * @throws Unread where the aliases were not listed, Gone when the function had been deleted.
 */
export function targetsOf(
  evidence: EvidenceView,
  source: typeof functionPolicies | typeof functionUrls,
  FunctionName: string,
  region: string | null,
): FunctionTarget[] {
  const first = evidence.call(
    functionPolicies === source ? functionPolicies : functionUrls,
    "ListAliases",
    { FunctionName, MaxItems: 50 },
    region ?? undefined,
  );
  const aliases = first.outcome === "ok" ? (first.response.value.Aliases ?? []) : [];
  return [
    { FunctionName },
    ...aliases.flatMap(({ Name: Qualifier }) =>
      Qualifier === undefined ? [] : [{ FunctionName, Qualifier }],
    ),
  ];
}
