import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type EffectiveConfig, effectiveConfig } from "../shared/config/effective-config.ts";
import { loadConfig } from "../shared/config/load.ts";
import { COMPANY } from "../test/emulator/company.ts";

/** An account that is measured. */
export interface MeasuredAccount {
  readonly name: string;
  readonly config: EffectiveConfig;
}

/** The company that the sample records, by the regions that are read. */
export interface MeasuredAccounts {
  /** Those that it uses; every other is closed. */
  readonly few: MeasuredAccount;
  /** Those that AWS enables in every account. */
  readonly byDefault: MeasuredAccount;
  /** Those that the emulator says are enabled, as is the default of soc2.yaml. */
  readonly enabled: MeasuredAccount;
}

/**
 * The regions that AWS enables in every account.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const DEFAULT_REGIONS = [
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
];

/** The accounts that are measured, with the configuration of the sample. */
export async function measuredAccounts(): Promise<MeasuredAccounts> {
  const content = await readFile(join(import.meta.dirname, "..", "soc2.yaml"));
  const today = COMPANY.at.before.slice(0, 10);
  const config = effectiveConfig(loadConfig({ fileName: "soc2.yaml", content, today }));
  const only = (regions: readonly string[]): EffectiveConfig => ({
    ...config,
    regions: { only: [...regions], reason: "Every other region is closed." },
  });
  return {
    few: { name: `${COMPANY.name}, two regions`, config: only(COMPANY.regions) },
    byDefault: {
      name: `${COMPANY.name}, all ${DEFAULT_REGIONS.length} default regions`,
      config: only(DEFAULT_REGIONS),
    },
    enabled: { name: `${COMPANY.name}, all enabled regions`, config },
  };
}
