import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { redact } from "../../shared/capture/redaction.ts";
import { type AnyCheck, sourcesOf } from "../../shared/checks/check.ts";
import { imageNotPublic } from "../../shared/checks/ec2/image-not-public.ts";
import { instanceNotOpenToWorld } from "../../shared/checks/ec2/instance-not-open-to-world.ts";
import { instanceRequiresImdsv2 } from "../../shared/checks/ec2/instance-requires-imdsv2.ts";
import { privateSubnetNotRoutedToInternet } from "../../shared/checks/ec2/private-subnet-not-routed-to-internet.ts";
import { snapshotNotPublic } from "../../shared/checks/ec2/snapshot-not-public.ts";
import { volumeEncrypted } from "../../shared/checks/ec2/volume-encrypted.ts";
import { volumesEncryptedByDefault } from "../../shared/checks/ec2/volumes-encrypted-by-default.ts";
import { instanceManaged } from "../../shared/checks/ssm/instance-managed.ts";
import { instancePatched } from "../../shared/checks/ssm/instance-patched.ts";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import { judged } from "../checks/judging.ts";
import { gatherEvidence } from "../sources/s3/gathered-evidence.ts";
import { COMPANY, COMPANY_MOTO } from "./company.ts";
import { emulatorClients } from "./company-clients.ts";
import {
  buildCompute,
  type Compute,
  computeGaps,
  computeIdOf,
  mendCompute,
} from "./company-compute.ts";
import { createDataServices } from "./company-data-services.ts";
import { closeNetworks, createNetworks } from "./company-network.ts";
import { createBuckets } from "./company-storage.ts";
import { type Moto, startMoto } from "./moto-server.ts";

const EMPTY_REGION = "eu-central-1";
const CHECKS: readonly AnyCheck[] = [
  volumesEncryptedByDefault,
  volumeEncrypted,
  snapshotNotPublic,
  imageNotPublic,
  instanceRequiresImdsv2,
  instanceNotOpenToWorld,
  privateSubnetNotRoutedToInternet,
  instanceManaged,
  instancePatched,
];
const policy = {
  patchScanMaxDays: { value: 7, document: "Vulnerability Management Policy §2.2" },
};

let moto: Moto;
let compute: Compute;
const states = new Map<"before" | "after", readonly StoredEvidence[]>();

beforeAll(async () => {
  moto = await startMoto(COMPANY_MOTO);
  const clients = emulatorClients(moto.endpoint);
  await createBuckets(moto, clients);
  const networks = await createNetworks(moto, clients);
  await createDataServices(moto);
  compute = await buildCompute(moto, clients, networks);
  await moto.setClock(COMPANY.at.before);
  states.set("before", await gathered());
  await closeNetworks(moto, clients, networks);
  await mendCompute(moto, clients, networks, compute);
  await moto.setClock(COMPANY.at.after);
  states.set("after", await gathered());
}, 120_000);

afterAll(() => moto.stop());

/** As a snapshot stores it: secrets are cut out, and checks see what is left. */
async function gathered(): Promise<StoredEvidence[]> {
  const sources = CHECKS.flatMap(sourcesOf);
  const stored = await gatherEvidence(moto.endpoint, sources, [...COMPANY.regions, EMPTY_REGION]);
  return stored.map(({ path, object }) => ({
    path,
    object: { ...object, calls: object.calls.map((call) => redact(call).call) },
  }));
}

function inState(state: "before" | "after"): readonly StoredEvidence[] {
  return states.get(state) ?? [];
}

/** Failures and unjudged resources, where there is anything at all to be judged. */
function shortcomings(state: "before" | "after"): string[] {
  return CHECKS.flatMap(
    (check) => judged(check, inState(state), { policy, now: COMPANY.at[state] }).findings,
  )
    .filter(({ status, resource }) => status !== "pass" && resource.region !== EMPTY_REGION)
    .map(({ check, status, resource }) => `${status} ${check} ${resource.id}`)
    .sort();
}

describe.each(["before", "after"] as const)("machines in the emulator, %s", (state) => {
  it("are gathered completely", () => {
    for (const { object } of inState(state)) {
      expect(object.incompleteReason, `${object.source} ${object.region}`).toBeUndefined();
    }
  });

  it("fail on what was planted, and on nothing else", () => {
    const planted = computeGaps
      .filter((gap) => gap.states.includes(state))
      .map(({ check, resource }) => {
        const id = "name" in resource ? computeIdOf(compute, resource.name) : COMPANY.account;
        return `fail ${check} ${id}`;
      });
    expect(shortcomings(state)).toEqual(planted.sort());
  });

  it("cost one call for each list where there is nothing", () => {
    const here = inState(state).filter(
      ({ object }) => object.region === EMPTY_REGION && /^(ec2|ssm)\./.test(object.source),
    );
    expect(here.map(({ object }) => [object.source, object.calls.length])).toEqual(
      here.map(({ object }) => [object.source, 1]),
    );
  });
});
