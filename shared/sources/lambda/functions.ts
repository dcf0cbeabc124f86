import { source } from "../source.ts";
import { eachFunction, functionListing } from "./each-function.ts";

/** Every function of a region with its runtime and the names of its variables. */
export const functions = source({
  name: "lambda.functions",
  scope: "regional",
  operations: functionListing,
  gather: (context) => eachFunction(context, async () => {}),
});
