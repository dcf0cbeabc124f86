import { DisableCommand, EnableCommand, Inspector2Client } from "@aws-sdk/client-inspector2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AnyCheck } from "../../shared/checks/check.ts";
import { sourcesOf } from "../../shared/checks/check.ts";
import { logBucketLocked } from "../../shared/checks/cloudtrail/log-bucket-locked.ts";
import { tableDeletionProtected } from "../../shared/checks/dynamodb/table-deletion-protected.ts";
import { tableEncrypted } from "../../shared/checks/dynamodb/table-encrypted.ts";
import { tablePolicyNotPublic } from "../../shared/checks/dynamodb/table-policy-not-public.ts";
import { tableRecoverable } from "../../shared/checks/dynamodb/table-recoverable.ts";
import { resourcesCovered } from "../../shared/checks/inspector2/resources-covered.ts";
import { databaseBackedUp } from "../../shared/checks/rds/database-backed-up.ts";
import { databaseDeletionProtected } from "../../shared/checks/rds/database-deletion-protected.ts";
import { databaseMultiZone } from "../../shared/checks/rds/database-multi-zone.ts";
import { databaseTlsRequired } from "../../shared/checks/rds/database-tls-required.ts";
import { minorVersionsUpgraded } from "../../shared/checks/rds/minor-versions-upgraded.ts";
import { bucketAccessLogged } from "../../shared/checks/s3/bucket-access-logged.ts";
import { bucketAclOwnerOnly } from "../../shared/checks/s3/bucket-acl-owner-only.ts";
import { bucketTlsRequired } from "../../shared/checks/s3/bucket-tls-required.ts";
import { bucketVersioned } from "../../shared/checks/s3/bucket-versioned.ts";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import { judged } from "../checks/judging.ts";
import { gatherEvidence } from "../sources/s3/gathered-evidence.ts";
import { emulatorClients } from "./company-clients.ts";
import { createDataServices, secureDataServices } from "./company-data-services.ts";
import { buildDataStores, mendDataStores } from "./company-data-stores.ts";
import { dataStoreGaps } from "./company-data-stores-gaps.ts";
import { createNetworks } from "./company-network.ts";
import { createBuckets, lockBuckets } from "./company-storage.ts";
import { completeTrail, createTrails } from "./company-trails.ts";
import { type Moto, startMoto, TEST_CREDENTIALS } from "./moto-server.ts";

const REGIONS = ["eu-central-1", "eu-west-1", "us-east-1"];
const CHECKS: readonly AnyCheck[] = [
  bucketTlsRequired,
  bucketVersioned,
  bucketAccessLogged,
  bucketAclOwnerOnly,
  logBucketLocked,
  databaseTlsRequired,
  databaseDeletionProtected,
  databaseBackedUp,
  databaseMultiZone,
  minorVersionsUpgraded,
  tableEncrypted,
  tableDeletionProtected,
  tableRecoverable,
  tablePolicyNotPublic,
  resourcesCovered,
];
const policy = { trailLogRetentionDays: { value: 365, document: "Logging Policy §5" } };

let moto: Moto;
let before: readonly StoredEvidence[];
let after: readonly StoredEvidence[];

beforeAll(async () => {
  moto = await startMoto({ clock: "2023-02-13T18:00:00Z", withDetection: true });
  const clients = emulatorClients(moto.endpoint);
  // moto knows no state of Inspector where it was never on, which AWS always tells.
  for (const region of REGIONS) {
    await switchScanner(region, "on");
    await switchScanner(region, "off");
  }
  await createNetworks(moto, clients);
  await createBuckets(moto, clients);
  await createTrails(moto, clients);
  const services = await createDataServices(moto);
  await buildDataStores(moto, clients);
  before = await gathered();
  await lockBuckets(moto, clients);
  await completeTrail(moto, clients);
  await secureDataServices(moto, services);
  await mendDataStores(moto, clients);
  for (const region of REGIONS.slice(1)) await switchScanner(region, "on");
  after = await gathered();
}, 120_000);

afterAll(() => moto.stop());

async function switchScanner(region: string, to: "on" | "off"): Promise<void> {
  const { endpoint } = moto;
  const inspector = new Inspector2Client({ endpoint, region, credentials: TEST_CREDENTIALS });
  const scanned = {
    accountIds: ["123456789012"],
    resourceTypes: ["EC2" as const, "ECR" as const, "LAMBDA" as const],
  };
  await (to === "on"
    ? inspector.send(new EnableCommand(scanned))
    : inspector.send(new DisableCommand(scanned)));
  inspector.destroy();
}

function gathered(): Promise<StoredEvidence[]> {
  return gatherEvidence(moto.endpoint, CHECKS.flatMap(sourcesOf), REGIONS);
}

function found(stored: readonly StoredEvidence[], status: string): string[] {
  return CHECKS.flatMap((check) =>
    judged(check, stored, { policy })
      .findings.filter((finding) => finding.status === status)
      .map(({ resource }) => `${check.id} ${resource.id}`),
  ).sort();
}

/** Machines have ids of their own, and only the whole company manages some. */
const MACHINE = /^inspector2\.resources-covered (?:i-|windows-jump)/;

const planted = (state: "before" | "after") =>
  dataStoreGaps
    .filter(({ states }) => states.includes(state))
    .map(({ check, resource }) => `${check} ${"name" in resource ? resource.name : resource.kind}`)
    .filter((one) => !MACHINE.test(one))
    .sort();

describe("data stores in the emulator", () => {
  it("are gathered completely, with calls that are declared", () => {
    for (const { object } of [...before, ...after]) {
      expect(object.incompleteReason, `${object.source} ${object.region}`).toBeUndefined();
    }
  });

  it("show each gap that was planted and none other", () => {
    expect(found(before, "fail").filter((one) => !MACHINE.test(one))).toEqual(planted("before"));
    expect(found(after, "fail").filter((one) => !MACHINE.test(one))).toEqual(planted("after"));
  });

  it("leave nothing open", () => {
    expect([...found(before, "indeterminate"), ...found(after, "indeterminate")]).toEqual([]);
  });

  it("pass where they are sound", () => {
    expect(found(after, "pass")).toEqual(
      expect.arrayContaining([
        "cloudtrail.log-bucket-locked larkspur-cloudtrail-logs",
        "dynamodb.table-encrypted larkspur-import-state",
        "dynamodb.table-policy-not-public larkspur-import-state",
        "inspector2.resources-covered larkspur-api",
        "inspector2.resources-covered larkspur-webhooks",
        "rds.database-tls-required larkspur-app",
        "rds.database-tls-required larkspur-warehouse",
        "s3.bucket-access-logged larkspur-frontend",
        "s3.bucket-access-logged larkspur-uploads",
        "s3.bucket-acl-owner-only larkspur-backups",
        "s3.bucket-tls-required larkspur-cloudtrail-logs",
        "s3.bucket-versioned larkspur-backups",
      ]),
    );
  });

  it("cost one call where there is nothing", () => {
    const calls = after
      .filter(({ object }) => object.region === "eu-central-1")
      .map(({ object }) => [object.source, object.calls.length]);
    // The trail of all regions is asked about from every one; those calls are shared.
    const ofTrails = /^cloudtrail\.|^s3\.log-bucket-object-lock$/;
    expect(calls.filter(([source]) => !ofTrails.test(String(source)))).toEqual(
      calls.filter(([source]) => !ofTrails.test(String(source))).map(([source]) => [source, 1]),
    );
  });
});
