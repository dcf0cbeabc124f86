import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import type { EvidenceError } from "../errors/evidence-error.ts";
import { exactly } from "./opened-object.ts";
import type { OpenedObject, VersionLock } from "./store.ts";

/**
 * GetObject's answer as an opened object. The connection stays open until its chunks are read or it is
 * closed.
 *
 * @param unreadable says in the store's words why bytes did not come
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function openedAnswer(
  answer: GetObjectCommandOutput,
  path: string,
  unreadable: (thrown: unknown) => EvidenceError,
): OpenedObject {
  const size = answer.ContentLength;
  if (size === undefined) throw unreadable(new Error("S3 did not say how long it is"));
  const body = answer.Body?.transformToWebStream().getReader();
  let isDone = body === undefined;
  const close = async (): Promise<void> => {
    if (!isDone) await body?.cancel().catch(() => undefined);
    isDone = true;
  };
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const next = await body?.read();
        if (next === undefined || next.done) break;
        yield next.value;
      }
      isDone = true;
    } catch (thrown) {
      throw unreadable(thrown);
    } finally {
      await close();
    }
  }
  return { size, chunks: exactly(size, chunks(), path), lock: lockOf(answer), close };
}

/** Both headers come only where the version is locked and the caller has `s3:GetObjectRetention`. */
function lockOf({
  ObjectLockMode: mode,
  ObjectLockRetainUntilDate: until,
}: GetObjectCommandOutput): VersionLock | null {
  if (mode === undefined || until === undefined) return null;
  return {
    mode: mode === "COMPLIANCE" ? "compliance" : "governance",
    retainUntil: until.toISOString(),
  };
}
