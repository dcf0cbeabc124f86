import { describe, expect, it } from "vitest";
import { CRITERIA } from "../../shared/criteria/criteria.ts";
import { storedJson } from "../../shared/evidence/serialize.ts";
import { encodeManifest, filesRoot } from "../../shared/integrity/manifest.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { readSnapshot, type SnapshotRecord } from "../../shared/report/read-snapshot.ts";
import { openedBytes } from "../../shared/store/opened-object.ts";
import type { EvidenceReader } from "../../shared/store/store.ts";
import { exampleCheck, recordOf, SNAPSHOT } from "./records.ts";

const CHECK = exampleCheck({ id: "iam.users" });
const EARLIER = "2026-11-21T06-00-00Z";
const FINDINGS = `snapshots/${SNAPSHOT}/findings.json`;
const CC61 = `CC6.1-access-controls/${SNAPSHOT}/assessment.json`;

const handMade = (snapshot = SNAPSHOT) =>
  recordOf({
    checks: [CHECK],
    findings: ["a", "b", "c"].map((id) => ({ check: CHECK, status: "fail", id })),
    snapshot,
  });

type Files = Map<string, Uint8Array>;

/** The files of a record, as a snapshot would have written them. */
async function filesOf(record: SnapshotRecord, isSealed = true): Promise<Files> {
  const { snapshot, account, assessments, findings, config, manifest } = record;
  const folder = `snapshots/${snapshot}`;
  const files: Files = new Map([
    [`${folder}/config.json`, storedJson(config)],
    [`${folder}/findings.json`, storedJson({ schema: "findings/1", snapshot, account, findings })],
    ...assessments.map((assessment, index): [string, Uint8Array] => [
      `${CRITERIA[index]?.folder}/${snapshot}/assessment.json`,
      storedJson(assessment),
    ]),
  ]);
  if (manifest === null || !isSealed) return files;
  const merkleRoot = await filesRoot([], nodeCrypto);
  return files.set(`${folder}/manifest.json`, encodeManifest({ ...manifest, merkleRoot }));
}

function readerOf(files: Files): EvidenceReader {
  return {
    async *list(prefix) {
      for (const [path, bytes] of files) {
        if (path.startsWith(prefix)) yield { path, size: bytes.length, versionId: null };
      }
    },
    read: async (path) => files.get(path),
    open: async (path) => openedBytes(files.get(path) ?? new Uint8Array()),
  };
}

const changed = (files: Files, path: string, change: (value: never) => object): Files =>
  files.set(
    path,
    storedJson(change(JSON.parse(new TextDecoder().decode(files.get(path))) as never)),
  );

const without = (files: Files, ...paths: string[]): Files =>
  new Map([...files].filter(([path]) => !paths.includes(path)));

const whole = () => filesOf(handMade());

describe("readSnapshot", () => {
  it("reads back what was written", async () => {
    const read = await readSnapshot(readerOf(await whole()), SNAPSHOT);
    const { manifest, ...written } = handMade();
    expect(read).toMatchObject(written);
    expect(read.manifest?.snapshot).toBe(manifest?.snapshot);
    expect(read.assessments).toHaveLength(61);
  });

  it("reads the latest by name", async () => {
    const files = new Map([...(await filesOf(handMade(EARLIER))), ...(await whole())]);
    expect((await readSnapshot(readerOf(files), "latest")).snapshot).toBe(SNAPSHOT);
    expect((await readSnapshot(readerOf(files), EARLIER)).snapshot).toBe(EARLIER);
  });

  it("reads one that is not sealed yet", async () => {
    const files = await filesOf(handMade(), false);
    expect((await readSnapshot(readerOf(files), "latest")).manifest).toBeNull();
  });

  it("joins the parts in which findings continue, in order", async () => {
    const record = handMade();
    const part = (findings: unknown) =>
      storedJson({ schema: "findings/1", snapshot: SNAPSHOT, account: record.account, findings });
    const cut = (value: { findings: unknown[] }) => ({
      ...value,
      findings: value.findings.slice(0, 1),
      continuedIn: ["findings.part-0001.json", "findings.part-0002.json"],
    });
    const files = changed(changed(await whole(), FINDINGS, cut), CC61, cut);
    const own = record.assessments.find(({ criterion }) => criterion === "CC6.1")?.findings ?? [];
    for (const [folder, findings] of [
      [`snapshots/${SNAPSHOT}`, record.findings],
      [`CC6.1-access-controls/${SNAPSHOT}`, own],
    ] as const) {
      files.set(`${folder}/findings.part-0001.json`, part(findings.slice(1, 2)));
      files.set(`${folder}/findings.part-0002.json`, part(findings.slice(2)));
    }
    const read = await readSnapshot(readerOf(files), SNAPSHOT);
    expect(read.findings).toEqual(record.findings);
    expect(read.assessments).toEqual(record.assessments);
  });

  it.each<[string, (files: Files) => Files, string, RegExp]>([
    ["there is none", () => new Map(), "NOT_FOUND", /There is no snapshot here\. Take one/],
    [
      "it was sealed and a file is gone",
      (files) => without(files, CC61),
      "SEAL_BROKEN",
      /CC6\.1-access-controls.* is gone/,
    ],
    [
      "it was begun and never finished",
      (files) => without(files, `snapshots/${SNAPSHOT}/manifest.json`, FINDINGS),
      "NOT_FOUND",
      /begun and not finished: snapshots\/2026-11-22T06-00-00Z\/findings\.json is missing/,
    ],
    [
      "a file is no strict JSON",
      (files) => files.set(FINDINGS, new TextEncoder().encode('{"a":1,"a":2}')),
      "JSON_INVALID",
      /twice/,
    ],
    [
      "findings are not what the schema says",
      (files) => changed(files, FINDINGS, () => ({ schema: "findings/1" })),
      "SCHEMA_INVALID",
      /findings\.json is not what its name says/,
    ],
    [
      "findings are of another snapshot",
      (files) => changed(files, FINDINGS, (value: object) => ({ ...value, snapshot: EARLIER })),
      "SCHEMA_INVALID",
      /of the snapshot 2026-11-21/,
    ],
    [
      "an assessment is of another criterion",
      (files) => changed(files, CC61, (value: object) => ({ ...value, criterion: "CC6.2" })),
      "SCHEMA_INVALID",
      /the assessment of CC6\.2/,
    ],
    [
      "findings continue somewhere else",
      (files) =>
        changed(files, FINDINGS, (value: object) => ({ ...value, continuedIn: ["../x.json"] })),
      "SCHEMA_INVALID",
      /do not continue under such a name/,
    ],
    [
      "a part is gone",
      (files) =>
        changed(files, FINDINGS, (value: object) => ({
          ...value,
          continuedIn: ["findings.part-0001.json"],
        })),
      "SEAL_BROKEN",
      /part-0001/,
    ],
  ])("refuses when %s", async (_what, spoil, code, message) => {
    await expect(readSnapshot(readerOf(spoil(await whole())), "latest")).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it("names the snapshots that there are when another is asked for", async () => {
    const files = new Map([...(await filesOf(handMade(EARLIER))), ...(await whole())]);
    await expect(readSnapshot(readerOf(files), "2026-01-01T00-00-00Z")).rejects.toMatchObject({
      code: "NOT_FOUND",
      message:
        "There is no snapshot 2026-01-01T00-00-00Z. There are: 2026-11-22T06-00-00Z, 2026-11-21T06-00-00Z.",
    });
  });
});
