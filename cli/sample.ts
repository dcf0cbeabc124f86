import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { type SampleState, sampleFolder } from "../shared/sample/sample-account.ts";
import { openRecording, type Recording } from "../shared/snapshot/replay.ts";
import { FolderStore } from "../shared/store/folder-store.ts";

/** The recording of a state of the sample account, and the configuration that belongs to it. */
export async function openSample(
  state: SampleState,
): Promise<{ readonly recording: Recording; readonly config: EffectiveConfig }> {
  const recording = await openRecording(new FolderStore(sampleFolder(state)), null);
  if (recording.config === null) {
    throw new EvidenceError("RECORDING_INVALID", "The sample account has no configuration.");
  }
  return { recording, config: recording.config };
}
