import { reads, source } from "../source.ts";
import { aliasListing, eachFunctionTarget, functionListing } from "./each-function.ts";
import { lambda } from "./service.ts";

/**
 * The resource policy of each function and of each of its aliases. Lambda says with the same code
 * that there is no policy and that the function is gone; either way nobody is let in.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html
 */
export const functionPolicies = source({
  name: "lambda.function-policies",
  scope: "regional",
  operations: [
    ...functionListing,
    ...aliasListing,
    reads(lambda, "GetPolicy", {
      actions: ["lambda:GetPolicy"],
      absent: ["ResourceNotFoundException"],
    }),
  ],
  gather: (context) =>
    eachFunctionTarget(context, ({ client, sdk }, target) =>
      client.send(new sdk.GetPolicyCommand(target)),
    ),
});
