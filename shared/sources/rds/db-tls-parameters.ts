import { reads, source } from "../source.ts";
import { eachInstancePage, instanceListing } from "./each-database-page.ts";
import { rds } from "./service.ts";
import { onlyParameter, tlsParameterOf } from "./tls-parameter.ts";

/**
 * Whether the parameter groups of the region's instances turn away connections without TLS: one
 * parameter of each group in use, AWS's default groups included, whose values differ by version.
 * Instances of clusters have it from their cluster.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBParameters.html
 */
export const dbTlsParameters = source({
  name: "rds.db-tls-parameters",
  scope: "regional",
  operations: [
    ...instanceListing,
    reads(rds, "DescribeDBParameters", { actions: ["rds:DescribeDBParameters"] }),
  ],
  gather: (context) =>
    eachInstancePage(context, async ({ client, sdk }, instances) => {
      const groups = new Map<string, string>();
      for (const { DBClusterIdentifier, DBParameterGroups = [], Engine } of instances) {
        const parameter = tlsParameterOf(Engine);
        if (DBClusterIdentifier !== undefined || parameter === undefined) continue;
        for (const { DBParameterGroupName: name } of DBParameterGroups) {
          if (name !== undefined) groups.set(name, parameter);
        }
      }
      await context.each(groups, async ([DBParameterGroupName, parameter]) => {
        const input = { DBParameterGroupName, ...onlyParameter(parameter) };
        let Marker: string | undefined;
        do {
          ({ Marker } = await client.send(
            new sdk.DescribeDBParametersCommand({ ...input, Marker }),
          ));
        } while (Marker);
      });
    }),
});
