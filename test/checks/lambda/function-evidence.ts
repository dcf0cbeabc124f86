import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { functionPolicies } from "../../../shared/sources/lambda/function-policies.ts";
import { functionUrls } from "../../../shared/sources/lambda/function-urls.ts";
import { functions } from "../../../shared/sources/lambda/functions.ts";
import { recorded } from "../judging.ts";

/** An answer in short: a response, or the way in which there was none. */
export type Reply =
  | { readonly response: Json }
  | { readonly outcome: "absent" | "denied" | "gone" };
export const ABSENT = { outcome: "absent" } as const;
export const DENIED = { outcome: "denied" } as const;

/** The list of functions as capture stores it. */
export function functionList(
  ...Functions: readonly Readonly<Record<string, Json>>[]
): StoredEvidence[] {
  return [recorded(functions, [{ ...LIST, response: { Functions } }])];
}

const LIST = { operation: "ListFunctions", input: { MaxItems: 50 } } as const;
/** The one function of these tests. */
export const CHECKOUT = { FunctionName: "checkout", Runtime: "nodejs24.x", PackageType: "Zip" };

/** The function `checkout`, and what was answered for it and for its aliases (by name). */
export function checkout(
  operation: "GetPolicy" | "GetFunctionUrlConfig",
  itself: Reply,
  aliases: Readonly<Record<string, Reply>> | "denied" = {},
): StoredEvidence[] {
  const list = { ...LIST, response: { Functions: [CHECKOUT] } };
  const names = aliases === "denied" ? [] : Object.keys(aliases);
  const askedAliases = {
    operation: "ListAliases",
    input: { FunctionName: "checkout", MaxItems: 50 },
    ...(aliases === "denied" ? DENIED : { response: { Aliases: names.map((Name) => ({ Name })) } }),
  } as const;
  const replies = [
    { input: { FunctionName: "checkout" }, ...itself },
    ...Object.entries(aliases === "denied" ? {} : aliases).map(([Qualifier, reply]) => ({
      input: { FunctionName: "checkout", Qualifier },
      ...reply,
    })),
  ];
  return [
    recorded(functions, [list]),
    operation === "GetPolicy"
      ? recorded(functionPolicies, [
          list,
          askedAliases,
          ...replies.map((reply) => ({ operation: "GetPolicy" as const, ...reply })),
        ])
      : recorded(functionUrls, [
          list,
          askedAliases,
          ...replies.map((reply) => ({ operation: "GetFunctionUrlConfig" as const, ...reply })),
        ]),
  ];
}

/** No functions, or a list that was denied. */
export function noFunctions(outcome?: "denied"): StoredEvidence[] {
  return [functions, functionPolicies, functionUrls].map((source) =>
    recorded(source, [
      outcome === undefined ? { ...LIST, response: { Functions: [] } } : { ...LIST, outcome },
    ]),
  );
}
