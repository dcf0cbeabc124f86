import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { redact } from "../../shared/capture/redaction.ts";
import { certificateCurrent } from "../../shared/checks/acm/certificate-current.ts";
import type { AnyCheck } from "../../shared/checks/check.ts";
import { sourcesOf } from "../../shared/checks/check.ts";
import { imagesScanned } from "../../shared/checks/ecr/images-scanned.ts";
import { tagsImmutable } from "../../shared/checks/ecr/tags-immutable.ts";
import { containersNotPrivileged } from "../../shared/checks/ecs/containers-not-privileged.ts";
import { taskSecretsManaged } from "../../shared/checks/ecs/no-secrets-in-environment.ts";
import { cachesEncrypted } from "../../shared/checks/elasticache/caches-encrypted.ts";
import { keyPolicyNotPublic } from "../../shared/checks/kms/key-policy-not-public.ts";
import { keyRotated } from "../../shared/checks/kms/key-rotated.ts";
import { functionUrlAuthenticated } from "../../shared/checks/lambda/function-url-authenticated.ts";
import { noSecretsInEnvironment } from "../../shared/checks/lambda/no-secrets-in-environment.ts";
import { functionPolicyNotPublic } from "../../shared/checks/lambda/policy-not-public.ts";
import { runtimeSupported } from "../../shared/checks/lambda/runtime-supported.ts";
import { databaseEncrypted } from "../../shared/checks/rds/database-encrypted.ts";
import { instanceNotPublic } from "../../shared/checks/rds/instance-not-public.ts";
import { snapshotsNotPublic } from "../../shared/checks/rds/snapshots-not-public.ts";
import { secretRotated } from "../../shared/checks/secretsmanager/secret-rotated.ts";
import { topicEncrypted } from "../../shared/checks/sns/topic-encrypted.ts";
import { topicPolicyNotPublic } from "../../shared/checks/sns/topic-policy-not-public.ts";
import { queueEncrypted } from "../../shared/checks/sqs/queue-encrypted.ts";
import { queuePolicyNotPublic } from "../../shared/checks/sqs/queue-policy-not-public.ts";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import { judged } from "../checks/judging.ts";
import { gatherEvidence } from "../sources/s3/gathered-evidence.ts";
import { createDataServices, secureDataServices } from "./company-data-services.ts";
import { type Moto, startMoto } from "./moto-server.ts";

const REGIONS = ["eu-west-1", "us-east-1"];
const policy = {
  secretRotationMaxDays: { value: 365, document: "Access Control Policy §4.4" },
  certificateRenewalMinDays: { value: 14, document: "Encryption Policy §3.2" },
};
const CHECKS: readonly AnyCheck[] = [
  databaseEncrypted,
  instanceNotPublic,
  ...snapshotsNotPublic,
  keyRotated,
  keyPolicyNotPublic,
  secretRotated,
  certificateCurrent,
  functionPolicyNotPublic,
  functionUrlAuthenticated,
  noSecretsInEnvironment,
  runtimeSupported,
  taskSecretsManaged,
  containersNotPrivileged,
  imagesScanned,
  tagsImmutable,
  ...cachesEncrypted,
  topicEncrypted,
  topicPolicyNotPublic,
  queueEncrypted,
  queuePolicyNotPublic,
];
/** Without an emulator's clock, what was made long ago is made so by judging later. */
let moto: Moto;
let keyId: string;
let before: readonly StoredEvidence[];
let after: readonly StoredEvidence[];

beforeAll(async () => {
  moto = await startMoto({ clock: "2023-02-13T18:00:00Z" });
  const made = await createDataServices(moto);
  keyId = made.keyId;
  before = await gathered();
  await secureDataServices(moto, made);
  after = await gathered();
}, 120_000);

afterAll(() => moto.stop());

/** As a snapshot stores it: secrets are cut out, and checks see what is left. */
async function gathered(): Promise<StoredEvidence[]> {
  const stored = await gatherEvidence(moto.endpoint, CHECKS.flatMap(sourcesOf), REGIONS);
  return stored.map(({ path, object }) => ({
    path,
    object: { ...object, calls: object.calls.map((call) => redact(call).call) },
  }));
}

function found(check: AnyCheck, stored: readonly StoredEvidence[], now: string): string[] {
  return judged(check, stored, { policy, now }).findings.map(
    ({ status, resource }) => `${status} ${resource.id === keyId ? "key" : resource.id}`,
  );
}

const NOTHING = ["not-applicable 123456789012"];

describe("data services in the emulator", () => {
  it("are gathered completely", () => {
    for (const { object } of [...before, ...after]) {
      expect(object.incompleteReason, object.source).toBeUndefined();
    }
  });

  it("give away no secret", () => {
    expect(JSON.stringify(before)).not.toContain("Mq7-vaRt-31");
  });

  it("cost one call for each source where there is nothing", () => {
    const empty = after.filter(
      ({ object }) => object.region === "us-east-1" && !/^rds\./.test(object.source),
    );
    expect(empty.map(({ object }) => [object.source, object.calls.length])).toEqual(
      empty.map(({ object }) => [object.source, 1]),
    );
  });

  it.each<[AnyCheck | undefined, readonly string[], readonly string[]]>([
    [
      databaseEncrypted,
      ["pass larkspur-app", "fail larkspur-warehouse"],
      ["pass larkspur-app", "fail larkspur-warehouse"],
    ],
    [
      instanceNotPublic,
      ["pass larkspur-app", "fail larkspur-warehouse"],
      ["pass larkspur-app", "pass larkspur-warehouse"],
    ],
    [
      snapshotsNotPublic[0],
      ["fail larkspur-warehouse-handover"],
      ["pass larkspur-warehouse-handover"],
    ],
    [snapshotsNotPublic[1], NOTHING, NOTHING],
    [keyRotated, ["fail key"], ["pass key"]],
    [keyPolicyNotPublic, ["pass key"], ["pass key"]],
    [secretRotated, ["fail larkspur/warehouse"], ["pass larkspur/warehouse"]],
    [certificateCurrent, NOTHING, NOTHING],
    [functionPolicyNotPublic, ["fail larkspur-webhooks"], ["pass larkspur-webhooks"]],
    [functionUrlAuthenticated, ["fail larkspur-webhooks"], ["pass larkspur-webhooks"]],
    [noSecretsInEnvironment, ["fail larkspur-webhooks"], ["pass larkspur-webhooks"]],
    [runtimeSupported, ["fail larkspur-webhooks"], ["pass larkspur-webhooks"]],
    [taskSecretsManaged, ["fail larkspur-api"], ["pass larkspur-api"]],
    [containersNotPrivileged, ["fail larkspur-api"], ["pass larkspur-api"]],
    [imagesScanned, ["fail larkspur-api"], ["pass larkspur-api"]],
    [tagsImmutable, ["fail larkspur-api"], ["fail larkspur-api"]],
    [cachesEncrypted[0], ["fail larkspur-sessions"], ["fail larkspur-sessions"]],
    [cachesEncrypted[1], ["fail larkspur-sessions"], ["fail larkspur-sessions"]],
    [topicEncrypted, ["fail larkspur-customer-events"], ["pass larkspur-customer-events"]],
    [topicPolicyNotPublic, ["pass larkspur-customer-events"], ["pass larkspur-customer-events"]],
    [queueEncrypted, ["fail larkspur-imports"], ["pass larkspur-imports"]],
    [queuePolicyNotPublic, ["fail larkspur-imports"], ["pass larkspur-imports"]],
  ])("$id finds what was planted, and what was mended", (check, expectedBefore, expectedAfter) => {
    if (check === undefined) throw new Error("A check is missing.");
    expect(found(check, before, "2026-10-19T06:00:00Z")).toEqual(expectedBefore);
    expect(found(check, after, "2026-11-16T06:00:00Z")).toEqual(expectedAfter);
  });
});
