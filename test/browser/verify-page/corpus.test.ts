import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareUtf8 } from "../../../shared/integrity/bytes.ts";
import { readTrustedKey } from "../../../shared/keys/local-key.ts";
import { sha256Hex } from "../../../shared/keys/node-crypto.ts";
import type { Expected } from "../../vectors/vector.ts";
import { type Choice, type OpenedPage, Verifier } from "./verifier.ts";
import { zipOfFolder } from "./zip-of-folder.ts";

const VECTORS = join(import.meta.dirname, "../../vectors");
const NAMES = readdirSync(join(VECTORS, "bundles"));
/** A folder is read in another way than a ZIP, and judged in the same: some are enough. */
const AS_FOLDERS = ["good", "files-swapped", "incomplete", "no-trusted-key", "unlisted-object"];

let verifier: Verifier;
/** One for all: a person verifies one bundle after the other, too. */
let opened: OpenedPage;
beforeAll(async () => {
  verifier = await Verifier.start();
  opened = await verifier.open();
});
afterAll(() => verifier?.stop());

function expectedOf(name: string, kit = "bundles"): Expected & { about: string } {
  return JSON.parse(readFileSync(join(VECTORS, kit, name, "expected.json"), "utf8"));
}

async function choiceOf({ trustedKeys, knownHead, asOf }: Expected): Promise<Choice> {
  const keys = trustedKeys.map((file) => readTrustedKey(join(VECTORS, "keys", file)));
  const fingerprints = (await Promise.all(keys)).map(({ spki }) => sha256Hex(spki));
  return {
    fingerprint: fingerprints.join(", "),
    asOf,
    ...(knownHead === undefined ? {} : { knownHead: `${knownHead.sequence}:${knownHead.sha256}` }),
  };
}

/** What the page comes to, in the shape of `expected.json`. */
async function comesTo(choice: Choice): Promise<Partial<Expected> & { shown: string }> {
  await opened.verify(choice);
  const { exitCode, faults, warnings } = await opened.saved();
  expect({ requests: opened.requests, complaints: opened.complaints }).toEqual({
    requests: [],
    complaints: [],
  });
  return {
    exitCode,
    faults: faults
      .map(({ code, path }) => ({ code, path }))
      .toSorted((a, b) => compareUtf8(a.code, b.code) || compareUtf8(a.path ?? "", b.path ?? "")),
    warnings: warnings.map(({ code }) => code),
    shown: await opened.page.locator("#verdict .headline p:last-child").innerText(),
  };
}

function expectedResult({ exitCode, faults, warnings }: Expected) {
  const shown = expect.stringContaining(`Exit code ${exitCode}.`);
  return { exitCode, faults, warnings, shown };
}

describe("the page comes to what the test kit expects", () => {
  it.each(NAMES.map((name) => [name, expectedOf(name).about]))("%s in a ZIP: %s", async (name) => {
    const expected = expectedOf(name);
    const zip = zipOfFolder(join(VECTORS, "bundles", name, "bundle"));
    const result = await comesTo({ zip, ...(await choiceOf(expected)) });
    expect(result).toEqual(expectedResult(expected));
  });

  it.each(readdirSync(join(VECTORS, "zips")))("the ZIP %s", async (name) => {
    const expected = expectedOf(name, "zips");
    const zip = readFileSync(join(VECTORS, "zips", name, "evidence.zip"));
    const choice = { zip, ...(await choiceOf(expected)) };
    if (expected.exitCode === 3) {
      await opened.verify(choice);
      const said = await opened.page.locator("#verdict").innerText();
      expect(said).toContain("cannot be read as a ZIP");
      return;
    }
    expect(await comesTo(choice)).toEqual(expectedResult(expected));
  });

  it.each(AS_FOLDERS)("%s in a folder", async (name) => {
    const expected = expectedOf(name);
    const folder = join(VECTORS, "bundles", name, "bundle");
    const result = await comesTo({ folder, ...(await choiceOf(expected)) });
    expect(result).toEqual(expectedResult(expected));
  });
});
