import { reads, source } from "../source.ts";
import { aliasListing, eachFunctionTarget, functionListing } from "./each-function.ts";
import { lambda } from "./service.ts";

/**
 * The URL of each function and of each of its aliases, where there is one, and who may call it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionUrlConfig.html
 */
export const functionUrls = source({
  name: "lambda.function-urls",
  scope: "regional",
  operations: [
    ...functionListing,
    ...aliasListing,
    reads(lambda, "GetFunctionUrlConfig", {
      actions: ["lambda:GetFunctionUrlConfig"],
      absent: ["ResourceNotFoundException"],
    }),
  ],
  gather: (context) =>
    eachFunctionTarget(context, ({ client, sdk }, target) =>
      client.send(new sdk.GetFunctionUrlConfigCommand(target)),
    ),
});
