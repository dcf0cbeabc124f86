import { readFile } from "node:fs/promises";
import {
  type EffectiveConfig,
  effectiveConfigSchema,
} from "../shared/config/effective-config-schema.ts";
import { EvidenceError } from "../shared/errors/evidence-error.ts";

/** Where the layer with the effective configuration is mounted. */
const LAYER_FILE = "/opt/soc2/config.json";

/**
 * The effective configuration that was deployed. It lies in a layer, not in the bundle, so that the
 * bundle's hash is that of a published release.
 *
 * @param account who runs this; a configuration for another account is refused
 * @throws EvidenceError CONFIG_MISSING, CONFIG_INVALID
 */
export async function deployedConfig(account: string): Promise<EffectiveConfig> {
  const file = process.env.SOC2_CONFIG_FILE ?? LAYER_FILE;
  const config = effectiveConfigSchema.safeParse(await readJson(file));
  if (!config.success) {
    throw new EvidenceError(
      "CONFIG_INVALID",
      `${file} is not a configuration that this release knows. Deploy the stack again, functions and layer together.`,
      { file },
    );
  }
  const configured = config.data.account;
  if (configured !== null && configured !== account) {
    throw new EvidenceError(
      "CONFIG_INVALID",
      `The configuration is for account ${configured}, and this runs in ${account}. Deploy the stack into the account that soc2.yaml names.`,
      { configured, account },
    );
  }
  return config.data;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new EvidenceError(
      "CONFIG_MISSING",
      `${file} cannot be read, so nothing says what is in scope. Deploy the stack again: its layer has the file.`,
      { file },
      { cause },
    );
  }
}
