import { beforeEach, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { beginSnapshot } from "../../shared/snapshot/begin-snapshot.ts";
import { collectCriteria } from "../../shared/snapshot/collect-criteria.ts";
import { collectExternal } from "../../shared/snapshot/collect-external.ts";
import { planSnapshot } from "../../shared/snapshot/plan.ts";
import { type AccountRun, sealInAccount } from "../../shared/snapshot/seal-in-account.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { ACCOUNT } from "../checks/judging.ts";
import { asff } from "../external/asff-sample.ts";
import { company } from "../integrity/sample-bundle.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { VersionedStore } from "../store/versioned-store.ts";
import { gateIsOpen } from "./gates-and-doors.ts";
import { findings, page, withFindings } from "./other-tools.ts";
import { answering, GATES, TWO_REGIONS } from "./taking.ts";

const DAY = "2026-11-22T06-00-00Z";
const STARTED = "2026-11-22T06:00:02.500Z";
const REGIONS = ["eu-west-1", "us-east-1"];
const PAGES = { "eu-west-1": [page([asff()], "eu-west-1")], "us-east-1": [] };
const FILES = REGIONS.map((region) => `external/${DAY}/test.findings.${region}.ndjson`);

let store: VersionedStore;

beforeEach(() => {
  store = new VersionedStore();
});

const runOf = (changes: Partial<AccountRun> = {}): AccountRun => ({
  store,
  signer: company,
  crypto: nodeCrypto,
  config: TWO_REGIONS,
  checks: [gateIsOpen],
  snapshot: DAY,
  account: ACCOUNT,
  partition: "aws",
  homeRegion: "eu-west-1",
  nonce: null,
  collector: { version: "0.0.0", codeSha256: "0".repeat(64) },
  executionStartedAt: STARTED,
  witness: { attest: async () => {} },
  external: { all: [findings] },
  failures: new Map(),
  nextExpectedBy: () => null,
  randomChainId: () => "c".repeat(32),
  now: () => new Date(store.now),
  patienceMs: 0,
  pause: async () => {},
  ...changes,
});

/** As `plan` and every criterion's collector do. */
async function collectAll(): Promise<void> {
  await beginSnapshot({ ...runOf(), replayOf: null });
  const input = { store, gatherer: answering(GATES), config: TWO_REGIONS, checks: [gateIsOpen] };
  await collectCriteria(
    { ...input, snapshot: DAY, homeRegion: "eu-west-1", notBefore: STARTED },
    planSnapshot(TWO_REGIONS, [gateIsOpen]).filter(({ outOfScope }) => outOfScope === null),
  );
}

/** As the function does that reads other tools. */
async function readTools(): Promise<void> {
  const { external } = withFindings(PAGES);
  if (external === undefined || external === null) throw new Error("Nobody is asked.");
  await collectExternal({
    ...{ store, account: ACCOUNT, snapshot: DAY, external },
    ...{ sources: [findings], regions: REGIONS, notBefore: STARTED },
  });
}

const verified = () =>
  verifyBundle({
    reader: store,
    crypto: nodeCrypto,
    trustedKeys: [company],
    asOf: "2026-11-22T07:00:00Z",
  });

it("is sealed with list and assessment, to the same bytes as on a laptop", async () => {
  await collectAll();
  await readTools();
  const { manifest } = await sealInAccount(runOf());
  expect(manifest.incomplete).toEqual([]);
  expect((await verified()).faults).toEqual([]);
  const laptop = new MemoryStore();
  await takeSnapshot({ ...runOf(), store: laptop, gatherer: withFindings(PAGES), replayOf: null });
  const derived = ["findings.ndjson", "assessment.json"].map((name) => `external/${DAY}/${name}`);
  for (const path of [...FILES, ...derived]) {
    expect(new TextDecoder().decode(await store.read(path)), path).toBe(
      new TextDecoder().decode(laptop.objects.get(path)),
    );
  }
});

it("is named as incomplete, with how it failed, where its function died", async () => {
  await collectAll();
  const failures = new Map([["external-all", "States.Timeout"]]);
  const { manifest } = await sealInAccount(runOf({ failures }));
  expect(manifest.incomplete).toEqual(
    REGIONS.map((region) => ({
      ...{ criterion: "external", source: "test.findings", region },
      reason: "No findings of test.findings were written: States.Timeout",
    })),
  );
  expect((await verified()).exitCode).toBe(2);
});

it("is not taken where it was there before the run (CASES 40)", async () => {
  store.now = "2026-11-22T05:00:00.000Z";
  await readTools();
  store.now = "2026-11-22T06:00:05.000Z";
  await collectAll();
  await readTools();
  const { manifest } = await sealInAccount(runOf());
  expect(manifest.incomplete).toMatchObject(
    FILES.map((path) => ({ criterion: "external", reason: expect.stringContaining(path) })),
  );
  expect(manifest.files.filter(({ path }) => FILES.includes(path))).toEqual([]);
  expect((await verified()).exitCode).toBe(1);
});

it("costs one source where one file is not what it should be", async () => {
  await collectAll();
  await readTools();
  const [path = ""] = FILES;
  const [header, , end] = new TextDecoder().decode(await store.read(path)).split("\n");
  // The frame holds; a line between is none of the format's.
  store.destroy(path);
  await store.put(path, utf8(`${header}\n{"other":1}\n${end}\n`));
  const { manifest } = await sealInAccount(runOf());
  expect(manifest.incomplete).toMatchObject([
    { criterion: "external", region: "eu-west-1", reason: expect.stringContaining("line 2") },
  ]);
  expect(manifest.files.map((file) => file.path)).toContain(`external/${DAY}/assessment.json`);
});

it("is sealed where no criterion in scope reads AWS, and says in which regions", async () => {
  await beginSnapshot({ ...runOf({ checks: [] }), replayOf: null });
  await readTools();
  const { manifest } = await sealInAccount(runOf({ checks: [] }));
  expect(manifest.expected.map(({ region }) => region)).toEqual(REGIONS);
  expect(manifest.incomplete).toEqual([]);
  expect((await verified()).faults).toEqual([]);
});
