import { emulatorClients } from "./company-clients.ts";
import { buildCompute, type Compute, mendCompute } from "./company-compute.ts";
import {
  createDataServices,
  type DataServices,
  secureDataServices,
} from "./company-data-services.ts";
import { buildDataStores, mendDataStores } from "./company-data-stores.ts";
import { startDetection } from "./company-detection.ts";
import { buildEdge, type Edge, mendEdge } from "./company-edge.ts";
import { buildIdentity, mendIdentity } from "./company-identity.ts";
import { createMonitoring, startMonitoring } from "./company-monitoring.ts";
import { closeNetworks, createNetworks, type Network } from "./company-network.ts";
import { hirePeople, secureSignIn } from "./company-people.ts";
import { createRoles, narrowTrust } from "./company-roles.ts";
import { createBuckets, lockBuckets } from "./company-storage.ts";
import { completeTrail, createTrails } from "./company-trails.ts";
import type { Moto } from "./moto-server.ts";

/** Larkspur Analytics, the fictitious company of the sample account. */
export const COMPANY = {
  name: "Larkspur Analytics",
  account: "123456789012",
  regions: ["eu-west-1", "us-east-1"],
  /** When each state is looked at: the server's clock stands there when it has been built. */
  at: { before: "2026-10-19T06:00:00Z", after: "2026-11-16T06:00:00Z" },
} as const;

/** How to start a server that the company can be built in. */
export const COMPANY_MOTO = {
  clock: "2023-02-13T18:00:00Z",
  withRootUser: true,
  withPolicyStatus: true,
  withDetection: true,
  withSecretDates: true,
  withDistributionSettings: true,
  withMachines: true,
} as const;

/** The company as it stands in one emulator, by the ids that the emulator gave. */
export interface Company {
  readonly networks: readonly Network[];
  readonly dataServices: DataServices;
  readonly compute: Compute;
  readonly edge: Edge;
  /** GuardDuty's detectors by region: none before the remediation. */
  readonly detectorIds: Readonly<Record<string, string>>;
}

/**
 * Builds the company in an empty `moto_server` started with `COMPANY_MOTO`, in the state before
 * its remediation, and leaves the clock at `COMPANY.at.before`. About 250 requests, three seconds.
 */
export async function buildCompany(moto: Moto): Promise<Company> {
  const clients = emulatorClients(moto.endpoint);
  // A recording made again differs only where the company or moto does.
  await moto.seedIds(4711);
  await hirePeople(moto, clients);
  await createRoles(moto, clients);
  await createBuckets(moto, clients);
  const networks = await createNetworks(moto, clients);
  await createTrails(moto, clients);
  const dataServices = await createDataServices(moto);
  await buildDataStores(moto, clients);
  const compute = await buildCompute(moto, clients, networks);
  const edge = await buildEdge(moto, networks);
  await buildIdentity(moto, clients);
  await createMonitoring(moto);
  await moto.setClock(COMPANY.at.before);
  return { networks, dataServices, compute, edge, detectorIds: {} };
}

/**
 * Four weeks of remediation on a company that `buildCompany` made; leaves the clock at
 * `COMPANY.at.after`. What stays open is in `plantedGaps`, and is left open on purpose.
 */
export async function remediate(moto: Moto, company: Company): Promise<Company> {
  const clients = emulatorClients(moto.endpoint);
  // Whatever was asked in between, and how often, the ids of what is made now are the same.
  await moto.seedIds(4712);
  await secureSignIn(moto, clients);
  await closeNetworks(moto, clients, company.networks);
  await lockBuckets(moto, clients);
  await completeTrail(moto, clients);
  await narrowTrust(moto, clients);
  await secureDataServices(moto, company.dataServices);
  await mendCompute(moto, clients, company.networks, company.compute);
  await mendEdge(moto, company.edge);
  await mendDataStores(moto, clients);
  await mendIdentity(moto, clients);
  await startMonitoring(moto);
  const detectorIds = await startDetection(moto);
  await moto.setClock(COMPANY.at.after);
  return { ...company, detectorIds };
}
