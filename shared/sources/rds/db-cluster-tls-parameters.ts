import { reads, source } from "../source.ts";
import { clusterListing, eachClusterPage } from "./each-database-page.ts";
import { rds } from "./service.ts";
import { onlyParameter, tlsParameterOf } from "./tls-parameter.ts";

/**
 * Whether the parameter groups of the region's clusters turn away connections without TLS: one
 * parameter of each group in use.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterParameters.html
 */
export const dbClusterTlsParameters = source({
  name: "rds.db-cluster-tls-parameters",
  scope: "regional",
  operations: [
    ...clusterListing,
    reads(rds, "DescribeDBClusterParameters", { actions: ["rds:DescribeDBClusterParameters"] }),
  ],
  gather: (context) =>
    eachClusterPage(context, async ({ client, sdk }, clusters) => {
      const groups = new Map<string, string>();
      for (const { DBClusterParameterGroup: name, Engine } of clusters) {
        const parameter = tlsParameterOf(Engine);
        if (name !== undefined && parameter !== undefined) groups.set(name, parameter);
      }
      await context.each(groups, async ([DBClusterParameterGroupName, parameter]) => {
        const input = { DBClusterParameterGroupName, ...onlyParameter(parameter) };
        let Marker: string | undefined;
        do {
          ({ Marker } = await client.send(
            new sdk.DescribeDBClusterParametersCommand({ ...input, Marker }),
          ));
        } while (Marker);
      });
    }),
});
