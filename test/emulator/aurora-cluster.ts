import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import type { EmulatorCredentials } from "./company-clients.ts";

/** The company has no Aurora: one cluster and its snapshot, for the calls that are about those. */
export async function addAuroraCluster(
  endpoint: string,
  region: string,
  credentials: EmulatorCredentials,
): Promise<void> {
  const rds = new RDSClient({ endpoint, region, credentials });
  const DBClusterIdentifier = "least-privilege";
  await rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier,
      Engine: "aurora-postgresql",
      MasterUsername: "nobody",
      MasterUserPassword: "made-up-here",
    }),
  );
  await rds.send(
    new CreateDBClusterSnapshotCommand({
      DBClusterIdentifier,
      DBClusterSnapshotIdentifier: "least-privilege",
    }),
  );
  rds.destroy();
}
