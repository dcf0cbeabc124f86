import { join } from "node:path";

/** The two states of the sample account: as found, and after four weeks of mending. */
export const SAMPLE_STATES = ["before", "after"] as const;
export type SampleState = (typeof SAMPLE_STATES)[number];

/**
 * Where the recording of a state lies: an evidence folder, made by `npm run record-sample` from an
 * account that the script builds in the emulator. The company in it is made up.
 */
export function sampleFolder(state: SampleState): string {
  return join(import.meta.dirname, state);
}
