import type { Config } from "./schema.ts";

/** A configuration that nobody wrote: it knows neither company nor system. */
export type DefaultConfig = Omit<Config, "company" | "system"> & {
  readonly company?: undefined;
  readonly system?: undefined;
};

/**
 * What holds without a soc2.yaml: Security only, all enabled regions, no boundary, no numbers and no
 * owners, so that every missing number and owner is a gap.
 */
export function defaultConfig(): DefaultConfig {
  return { version: 1 };
}
