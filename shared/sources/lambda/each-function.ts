import type { LambdaClient } from "@aws-sdk/client-lambda";
import { type GatherContext, reads } from "../source.ts";
import { lambda } from "./service.ts";

/**
 * What it takes to list the functions of a region.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 */
export const functionListing = [
  reads(lambda, "ListFunctions", { actions: ["lambda:ListFunctions"] }),
] as const;

/**
 * What it takes to list the aliases of each function, which can have a policy and a URL of their own.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html
 */
export const aliasListing = [
  reads(lambda, "ListAliases", {
    actions: ["lambda:ListAliases"],
    gone: ["ResourceNotFoundException"],
  }),
] as const;

/** The client of a region, with its SDK package. */
export interface FunctionsClient {
  readonly client: LambdaClient;
  readonly sdk: typeof import("@aws-sdk/client-lambda");
}

/** A function, or one of its aliases, as operations name it. */
export interface FunctionTarget {
  readonly FunctionName: string;
  /** The alias; left out for the function itself. */
  readonly Qualifier?: string;
}

/** Lists every function of the region, and reads more of each. */
export async function eachFunction(
  context: GatherContext,
  read: (functions: FunctionsClient, name: string) => Promise<unknown>,
): Promise<void> {
  const { client, sdk } = await context.open(lambda);
  let Marker: string | undefined;
  do {
    // Lambda gives at most 50 at a time, whatever is asked for.
    const page = await client.send(new sdk.ListFunctionsCommand({ MaxItems: 50, Marker }));
    Marker = page.NextMarker;
    await context.each(page.Functions ?? [], async ({ FunctionName }) => {
      if (FunctionName === undefined) {
        context.incomplete("ListFunctions gave a function without its name");
        return;
      }
      await read({ client, sdk }, FunctionName);
    });
  } while (Marker);
}

/** Reads something of every function and of every alias of it. */
export function eachFunctionTarget(
  context: GatherContext,
  read: (functions: FunctionsClient, target: FunctionTarget) => Promise<unknown>,
): Promise<void> {
  return eachFunction(context, async (functions, FunctionName) => {
    const { client, sdk } = functions;
    await context.each([{ FunctionName }], (target) => read(functions, target));
    let Marker: string | undefined;
    do {
      const page = await client.send(
        new sdk.ListAliasesCommand({ FunctionName, MaxItems: 50, Marker }),
      );
      Marker = page.NextMarker;
      await context.each(page.Aliases ?? [], async ({ Name: Qualifier }) => {
        if (Qualifier === undefined) {
          context.incomplete("ListAliases gave an alias without its name");
          return;
        }
        await read(functions, { FunctionName, Qualifier });
      });
    } while (Marker);
  });
}
