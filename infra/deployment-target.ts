import { RegionInfo } from "aws-cdk-lib/region-info";
import type { Deployment } from "../shared/config/deployment.ts";
import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { firstSkippedDay } from "./skipped-day.ts";

/** What the CDK command line knows of the credentials it runs with; nothing without any. */
export interface Surroundings {
  /** `CDK_DEFAULT_ACCOUNT`. */
  readonly account: string | undefined;
  /** `CDK_DEFAULT_REGION`. */
  readonly region: string | undefined;
  /** `2026-11-22`, in UTC. */
  readonly today: string;
}

/** Where the stack goes; what is undefined is decided when it is deployed. */
export interface DeploymentTarget {
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/**
 * Where to deploy, or why this configuration cannot be deployed: told now in a sentence, not by
 * CloudFormation half way.
 *
 * @throws EvidenceError CONFIG_INVALID with what stands in soc2.yaml and what to write instead
 */
export function deploymentTarget(
  config: EffectiveConfig,
  deployment: Deployment,
  surroundings: Surroundings,
): DeploymentTarget {
  const account = config.account ?? surroundings.account;
  const region = deployment.homeRegion ?? surroundings.region;
  if (surroundings.account !== undefined && account !== surroundings.account) {
    throw refusal(
      "account",
      `soc2.yaml is for the AWS account ${account}, and these credentials are for ${surroundings.account}. Use credentials of ${account}, or mend account in soc2.yaml.`,
    );
  }
  if (deployment.homeRegion !== null && !regionNames().includes(deployment.homeRegion)) {
    throw refusal(
      "deployment.homeRegion",
      `soc2.yaml names the home region ${deployment.homeRegion}, which AWS does not have. Write one such as eu-central-1 under deployment.homeRegion, or leave it out to deploy into the credentials' region.`,
    );
  }
  const [, boundaryPartition, , , boundaryAccount] =
    deployment.permissionsBoundary?.split(":") ?? [];
  const partition = region === undefined ? undefined : RegionInfo.get(region).partition;
  if (boundaryPartition !== undefined && partition !== undefined) {
    if (boundaryPartition !== partition) {
      throw refusal(
        "deployment.permissionsBoundary",
        `The permissions boundary ${deployment.permissionsBoundary} lies in the partition ${boundaryPartition}, and ${region} in ${partition}. Name a policy whose ARN begins with arn:${partition}: under deployment.permissionsBoundary, or mend deployment.homeRegion.`,
      );
    }
  }
  if (boundaryAccount !== undefined && boundaryAccount !== "aws") {
    if (account !== undefined && boundaryAccount !== account) {
      throw refusal(
        "deployment.permissionsBoundary",
        `The permissions boundary ${deployment.permissionsBoundary} lies in another account than ${account}, and IAM takes none from outside. Name a policy of ${account} under deployment.permissionsBoundary.`,
      );
    }
  }
  const { schedule, timeZone } = deployment;
  const skipped = firstSkippedDay(schedule, timeZone, surroundings.today);
  if (skipped !== null) {
    throw refusal(
      "schedule.at",
      `There is no ${schedule} in ${timeZone} on ${skipped}, when clocks are set forward, so that day would have no snapshot. Write another time under schedule.at.`,
    );
  }
  if (!config.criteria.some(({ inScope }) => inScope)) {
    throw refusal(
      "scope.criteria.exclude",
      "soc2.yaml takes every criterion out of scope, so there is nothing to deploy. Leave at least one in.",
    );
  }
  return { account, region };
}

function regionNames(): string[] {
  return RegionInfo.regions.map(({ name }) => name);
}

function refusal(key: string, sentence: string): EvidenceError {
  return new EvidenceError("CONFIG_INVALID", sentence, { file: "soc2.yaml", key });
}
