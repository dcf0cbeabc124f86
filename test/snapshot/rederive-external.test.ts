import { describe, expect, it } from "vitest";
import type { Manifest } from "../../shared/integrity/manifest.ts";
import { asff } from "../external/asff-sample.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import { page, withFindings } from "./other-tools.ts";
import {
  CHECKS,
  inShort,
  MANIFEST,
  rederived,
  rewrite,
  SNAPSHOT,
  sealAgain,
  taken,
} from "./rederiving.ts";

const FOLDER = `external/${SNAPSHOT}/`;
const PAGES = { "eu-west-1": [page([asff()], "eu-west-1")], "us-east-1": [page([], "us-east-1")] };
const withTools = (ends = {}) => taken({ gatherer: withFindings(PAGES, ends) });
const differing = async (store: MemoryStore) =>
  inShort(await rederived(store, CHECKS)).faults.filter((one) => one.startsWith("RESULT_DIFFERS"));

/** Replaces a text in a file of lines. */
function edit(store: MemoryStore, name: string, from: string, to: string): void {
  const path = `${FOLDER}${name}`;
  const text = new TextDecoder().decode(store.objects.get(path));
  expect(text).toContain(from);
  store.objects.set(path, new TextEncoder().encode(text.replace(from, to)));
}

describe("what other tools found is derived again", () => {
  it("to the byte, list and assessment, beside the results of all criteria", async () => {
    const store = await withTools();
    expect(await differing(store)).toEqual([]);
    expect((await rederived(store, CHECKS)).rederived.snapshots).toEqual([
      { snapshot: SNAPSHOT, files: 64, differing: 0 },
    ]);
  });

  it("where a source was not read whole", async () => {
    const cut = {
      complete: false,
      incompleteReason: "DeadlineExceeded on securityhub:GetFindings",
    };
    expect(await differing(await withTools(cut))).toEqual([]);
  });
});

describe("whoever holds the key is found out", () => {
  it.each<
    [string, (store: MemoryStore) => void, ((manifest: Manifest) => void) | undefined, string[]]
  >([
    [
      "a finding closed in the list",
      (store) => edit(store, "findings.ndjson", '"status":"open"', '"status":"passed"'),
      undefined,
      [`RESULT_DIFFERS ${FOLDER}findings.ndjson`],
    ],
    [
      "a gap dropped from the assessment",
      (store) =>
        rewrite(store, `${FOLDER}assessment.json`, (value) => {
          value.gaps = [];
        }),
      undefined,
      [`RESULT_DIFFERS ${FOLDER}assessment.json`],
    ],
    [
      "the list deleted",
      (store) => store.objects.delete(`${FOLDER}findings.ndjson`),
      undefined,
      [`RESULT_DIFFERS ${FOLDER}findings.ndjson`],
    ],
    [
      "a source that was cut off, said to be whole",
      () => {},
      (manifest) => {
        manifest.incomplete = manifest.incomplete.filter(
          ({ criterion }) => criterion !== "external",
        );
      },
      [`RESULT_DIFFERS ${MANIFEST}`, `RESULT_DIFFERS ${MANIFEST}`],
    ],
    [
      "a file that no source comes to",
      (store) => store.objects.set(`${FOLDER}more.ndjson`, new TextEncoder().encode("{}\n")),
      (manifest) => {
        const [file] = manifest.files;
        if (file === undefined) return;
        const bytes = new TextEncoder().encode("{}\n");
        manifest.files.push({
          ...file,
          path: `${FOLDER}more.ndjson`,
          size: bytes.length,
          sha256: "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356",
          mediaType: "application/x-ndjson",
        });
      },
      [`RESULT_DIFFERS ${FOLDER}more.ndjson`],
    ],
  ])("%s", async (what, does, change, sees) => {
    const cut = what.includes("cut off")
      ? { complete: false, incompleteReason: "DeadlineExceeded on securityhub:GetFindings" }
      : {};
    const store = await withTools(cut);
    does(store);
    await sealAgain(store, SNAPSHOT, change);
    expect(await differing(store)).toEqual(sees);
  });
});
