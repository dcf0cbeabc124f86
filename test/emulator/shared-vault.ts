import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { sealReports } from "../../shared/snapshot/seal-reports.ts";
import { openBucket, type S3Store } from "../../shared/store/s3-store.ts";
import { company, sealDay, snapshotOf } from "../integrity/sample-bundle.ts";
import type { Moto } from "./moto-server.ts";

/** The day that is shared, and the report of it, which is all that a browser has to show of it. */
export const DAY = "2026-11-21";
export const SNAPSHOT = snapshotOf(DAY);
const REPORT = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Gap report</title></head>
<body><h1>Gap report of the test company</h1></body></html>
`;

/** A vault as the deployed one is: versioned, locked, with one sealed day and its report. */
export async function sharedVault(
  moto: Moto,
  bucket: string,
  LocationConstraint?: "eu-west-1",
): Promise<S3Store> {
  const client = new S3Client({ endpoint: moto.endpoint, forcePathStyle: true });
  const Bucket = bucket;
  await client.send(
    new CreateBucketCommand({
      Bucket,
      ObjectLockEnabledForBucket: true,
      ...(LocationConstraint ? { CreateBucketConfiguration: { LocationConstraint } } : {}),
    }),
  );
  const VersioningConfiguration = { Status: "Enabled" as const };
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  const DefaultRetention = { Mode: "GOVERNANCE" as const, Days: 1 };
  const ObjectLockConfiguration = {
    ObjectLockEnabled: "Enabled" as const,
    Rule: { DefaultRetention },
  };
  await client.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
  client.destroy();
  const store = await openBucket(
    { bucket, prefix: "" },
    { region: "us-east-1", endpoint: moto.endpoint },
  );
  await store.put("CC6.1-access-controls/manual/Zugänge & <b>.html", utf8("<script>1</script>\n"));
  const { manifestSha256 } = await sealDay(store, DAY);
  const reports = [{ path: "gap-report.html", bytes: utf8(REPORT) }];
  await sealReports(store, company, SNAPSHOT, manifestSha256, reports);
  return store;
}
