import type { EvidenceReader, OpenedObject } from "../../../shared/store/store.ts";

/** Told of bytes as they are read, and of each file that was read to its end. */
export interface ReadingNote {
  readonly onBytes: (count: number) => void;
  readonly onFile: () => void;
}

/** The same reader, which tells how much was read of it. */
export function countingReader(reader: EvidenceReader, note: ReadingNote): EvidenceReader {
  return {
    list: (prefix, need) => reader.list(prefix, need),
    read: (path, versionId) => reader.read(path, versionId),
    async open(path, versionId) {
      const opened = await reader.open(path, versionId);
      if (opened === undefined) return undefined;
      const { size, lock } = opened;
      return {
        size,
        chunks: counted(opened, note),
        ...(lock === undefined ? {} : { lock }),
        close: () => opened.close(),
      };
    },
  };
}

async function* counted(
  { chunks }: OpenedObject,
  { onBytes, onFile }: ReadingNote,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
  onFile();
}
