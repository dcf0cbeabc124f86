import type { Company } from "./company.ts";
import { computeGaps, computeIdOf } from "./company-compute.ts";
import { dataServiceGaps } from "./company-data-services-gaps.ts";
import { dataStoreGaps } from "./company-data-stores-gaps.ts";
import { edgeGaps } from "./company-edge-gaps.ts";
import { identityGaps } from "./company-identity-gaps.ts";
import { monitoringGaps } from "./company-monitoring-gaps.ts";
import { networkNamed } from "./company-network.ts";
import { networkGaps } from "./company-network-gaps.ts";
import { peopleGaps } from "./company-people-gaps.ts";
import { storageGaps } from "./company-storage-gaps.ts";
import type { PlantedGap, PlantedResource } from "./planted-gap.ts";

export type { PlantedGap, PlantedResource } from "./planted-gap.ts";

const COMPANY_ACCOUNT = "123456789012";

/** Every gap in the company, and so everything that fails in a snapshot of it. */
export const plantedGaps: readonly PlantedGap[] = [
  ...peopleGaps,
  ...networkGaps,
  ...storageGaps,
  ...dataServiceGaps,
  ...dataStoreGaps,
  ...computeGaps,
  ...edgeGaps,
  ...identityGaps,
  ...monitoringGaps,
];

/** The resource's own id: an EC2 id, a bucket's or user's name, a trail's ARN, `root`, the account. */
export function resourceIdOf(company: Company, resource: PlantedResource): string {
  switch (resource.kind) {
    case "account":
      return COMPANY_ACCOUNT;
    case "access-key":
      return `${resource.user}/access-key-${resource.number}`;
    case "detector":
      return detectorIn(company, resource.region);
    case "root":
      return "root";
    case "customer-data-key":
      return company.dataServices.keyId;
    case "role":
    case "user":
    case "bucket":
      return resource.name;
    case "data-service":
      return computeIdOf(company.compute, resource.name) ?? resource.name;
    case "trail":
      return `arn:aws:cloudtrail:${resource.region}:123456789012:trail/${resource.name}`;
    case "vpc":
      return networkNamed(company.networks, resource.network).vpcId;
    case "default-security-group":
      return networkNamed(company.networks, resource.network).defaultSecurityGroupId;
    case "default-network-acl":
      return networkNamed(company.networks, resource.network).defaultNetworkAclId;
    case "security-group": {
      const id = networkNamed(company.networks, resource.network).securityGroupIds[resource.name];
      if (id === undefined) throw new Error(`${resource.network} has no group ${resource.name}`);
      return id;
    }
  }
}

function detectorIn({ detectorIds }: Company, region: string): string {
  const id = detectorIds[region];
  if (id === undefined) throw new Error(`The company has no detector in ${region}`);
  return id;
}
