import { expect, it } from "vitest";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { SealedFiles } from "../../shared/snapshot/sealed-files.ts";
import { readWhole } from "../../shared/store/opened-object.ts";
import { manifestOf } from "../integrity/sample-bundle.ts";
import { SECOND } from "../integrity/verifying.ts";
import { ACCOUNT_SUMMARY, twoDays } from "../vectors/bundle-changes.ts";

const store = await twoDays();
const manifest = manifestOf(store, SECOND);
const sealed = () => new SealedFiles(store, manifest, nodeCrypto);

async function listed(prefix: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path } of sealed().list(prefix)) paths.push(path);
  return paths;
}

it("lists what the manifest lists, and nothing that only stands there", async () => {
  store.objects.set(`${ACCOUNT_SUMMARY}.bak`, new Uint8Array());
  expect(await listed("")).toEqual(manifest.files.map(({ path }) => path));
  expect(await listed("CC6.1-")).toEqual(
    manifest.files.map(({ path }) => path).filter((path) => path.startsWith("CC6.1-")),
  );
});

it("reads and opens the sealed bytes, and notes what was asked for", async () => {
  const files = sealed();
  const bytes = store.objects.get(ACCOUNT_SUMMARY);
  expect(await files.read(ACCOUNT_SUMMARY)).toEqual(bytes);
  const opened = await files.open(ACCOUNT_SUMMARY);
  expect(opened === undefined ? undefined : await readWhole(opened)).toEqual(bytes);
  expect([...files.asked]).toEqual([ACCOUNT_SUMMARY]);
});

it("holds nothing that the manifest does not list", async () => {
  const path = `snapshots/${manifest.snapshot}/manifest.json`;
  expect(await sealed().read(path)).toBeUndefined();
  expect(await sealed().open(path)).toBeUndefined();
});
