import {
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from "@aws-sdk/client-cloudtrail";
import type { EmulatorClients } from "./company-clients.ts";
import { KMS_KEY_ARN, LEGACY_TRAIL_BUCKET, TRAIL_BUCKET } from "./company-storage.ts";
import type { Moto } from "./moto-server.ts";

/** The trail that the company relies on. */
export const TRAIL = "larkspur-trail";
/** A trail of 2023 that was stopped and forgotten. */
export const LEGACY_TRAIL = "legacy-audit";

/** One trail that sees one region and proves nothing, and one that was stopped. */
export async function createTrails(moto: Moto, clients: EmulatorClients): Promise<void> {
  const us = clients.cloudtrail("us-east-1");
  await moto.setClock("2023-02-15T10:30:00Z");
  await us.send(new CreateTrailCommand({ Name: LEGACY_TRAIL, S3BucketName: LEGACY_TRAIL_BUCKET }));
  await us.send(new StartLoggingCommand({ Name: LEGACY_TRAIL }));

  const eu = clients.cloudtrail("eu-west-1");
  await moto.setClock("2023-03-01T11:30:00Z");
  await eu.send(
    new CreateTrailCommand({
      Name: TRAIL,
      S3BucketName: TRAIL_BUCKET,
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: false,
      EnableLogFileValidation: false,
    }),
  );
  // AWS gives every trail this selector; moto starts with none.
  await eu.send(
    new PutEventSelectorsCommand({
      TrailName: TRAIL,
      EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true, DataResources: [] }],
    }),
  );
  await eu.send(new StartLoggingCommand({ Name: TRAIL }));
  await moto.setClock("2023-03-01T12:00:00Z");
  await us.send(new StopLoggingCommand({ Name: LEGACY_TRAIL }));
}

/** The trail sees all regions, is validated and encrypted; the stopped one is gone. */
export async function completeTrail(moto: Moto, clients: EmulatorClients): Promise<void> {
  await moto.setClock("2026-10-26T09:00:00Z");
  await clients.cloudtrail("eu-west-1").send(
    new UpdateTrailCommand({
      Name: TRAIL,
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      KmsKeyId: KMS_KEY_ARN,
    }),
  );
  await clients.cloudtrail("us-east-1").send(new DeleteTrailCommand({ Name: LEGACY_TRAIL }));
}
