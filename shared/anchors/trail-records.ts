import { EvidenceError } from "../errors/evidence-error.ts";
import { JsonElements } from "../integrity/json-elements.ts";

/** CloudTrail's largest event is 256 KB, or 1 MB where larger ones are switched on. */
const MAX_RECORD_BYTES = 2 * 1_048_576;

/**
 * The records of a CloudTrail log file as they stream by. One record is in memory at a time, however
 * long the file is.
 *
 * A caller that acts on records before the last one was read acts on a file that may turn out broken:
 * keep what they say aside until this ends.
 *
 * @param name of the file, for sentences
 * @throws EvidenceError JSON_INVALID when the file ends too early or is no JSON
 * @throws EvidenceError SCHEMA_INVALID when it is not `{"Records": […]}`, or a record is longer than
 *   CloudTrail's longest
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 */
export async function* readTrailRecords(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<unknown> {
  const elements = new JsonElements({
    member: "Records",
    isStrict: true,
    maxBytes: MAX_RECORD_BYTES,
    refuse: (fault, why) =>
      fault === "cut-short" || fault === "no-json"
        ? new EvidenceError("JSON_INVALID", `${name} is no whole CloudTrail log file: ${why}.`, {
            path: name,
          })
        : new EvidenceError("SCHEMA_INVALID", `${name} is no CloudTrail log file: ${why}.`, {
            path: name,
          }),
  });
  for await (const chunk of chunks) yield* elements.push(chunk);
  elements.end();
}
