import { beforeEach, describe, expect, it } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { storedJson } from "../../shared/evidence/serialize.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import type { Signer } from "../../shared/keys/signer.ts";
import { readSnapshot } from "../../shared/report/read-snapshot.ts";
import { beginSnapshot } from "../../shared/snapshot/begin-snapshot.ts";
import { collectCriteria } from "../../shared/snapshot/collect-criteria.ts";
import { planSnapshot } from "../../shared/snapshot/plan.ts";
import { type AccountRun, sealInAccount } from "../../shared/snapshot/seal-in-account.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { ACCOUNT } from "../checks/judging.ts";
import { company } from "../integrity/sample-bundle.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { VersionedStore } from "../store/versioned-store.ts";
import { gateIsOpen } from "./gates-and-doors.ts";
import { answering, GATES, TWO_REGIONS } from "./taking.ts";

const DAY = "2026-11-22T06-00-00Z";
const NEXT_DAY = "2026-11-23T06-00-00Z";
const STARTED = "2026-11-22T06:00:02.500Z";
const CRITERION = planSnapshot(TWO_REGIONS, [gateIsOpen]).find(({ sources }) => sources.length > 0);
const ID: string = CRITERION?.criterion.id ?? "";
const FOLDER = `${CRITERION?.criterion.folder}/${DAY}`;
const GATES_PATH = `${FOLDER}/test.gates.eu-west-1.json`;

let store: VersionedStore;

const runOf = (changes: Partial<AccountRun> = {}): AccountRun => ({
  store,
  signer: company,
  witness: { attest: async () => {} },
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
  failures: new Map(),
  nextExpectedBy: () => null,
  randomChainId: () => "c".repeat(32),
  now: () => new Date(store.now),
  patienceMs: 0,
  pause: async () => {},
  ...changes,
});

/** As `plan` does. */
const begin = (changes: Partial<AccountRun> = {}) =>
  beginSnapshot({ ...runOf(changes), replayOf: null });

/** As one `collect` does. */
const collect = (
  criterion: string,
  snapshot = DAY,
  startedAt = STARTED,
  gatherer = answering(GATES),
) =>
  collectCriteria(
    {
      store,
      gatherer,
      config: TWO_REGIONS,
      checks: [gateIsOpen],
      snapshot,
      homeRegion: "eu-west-1",
      notBefore: startedAt,
    },
    planSnapshot(TWO_REGIONS, [gateIsOpen]).filter((plan) => plan.criterion.id === criterion),
  );

const IN_SCOPE = planSnapshot(TWO_REGIONS, [gateIsOpen]).flatMap(({ criterion, outOfScope }) =>
  outOfScope === null ? [criterion.id] : [],
);

/** The whole day, without the criteria that are left out. */
async function runDay(changes: Partial<AccountRun> = {}, without: readonly string[] = []) {
  const run = runOf(changes);
  await begin(changes);
  for (const id of IN_SCOPE) {
    if (!without.includes(id)) await collect(id, run.snapshot, run.executionStartedAt);
  }
  return sealInAccount(run);
}

const verified = (asOf = "2026-11-22T07:00:00Z") =>
  verifyBundle({ reader: store, crypto: nodeCrypto, trustedKeys: [company], asOf });
const assessmentOf = async (id: string) =>
  (await readSnapshot(store, DAY)).assessments.find(({ criterion }) => criterion === id);
const failingKey = (): Signer => ({
  ...company,
  async sign() {
    throw new EvidenceError("KEY_UNAVAILABLE", "The key is disabled.");
  },
});

beforeEach(() => {
  store = new VersionedStore();
});

describe("a day in the account", () => {
  it("comes to the same bytes as on a laptop", async () => {
    const { manifest } = await runDay();
    const laptop = new MemoryStore();
    await takeSnapshot({ ...runOf(), store: laptop, gatherer: answering(GATES), replayOf: null });
    const same = (objects: ReadonlyMap<string, Uint8Array>) =>
      new Map(
        [...objects]
          .filter(([path]) => !/manifest|^chain|^\.staging/.test(path))
          .map(([path, bytes]) => [path, new TextDecoder().decode(bytes)] as const)
          .sort(),
      );
    expect(same(store.objects)).toEqual(same(laptop.objects));
    expect(manifest.incomplete).toEqual([]);
    expect(manifest.files.every(({ versionId }) => versionId !== null)).toBe(true);
    expect(await verified()).toMatchObject({ exitCode: 0, faults: [] });
  });

  it("run again changes nothing, however much later", async () => {
    const first = await runDay();
    const before = store.objects.size;
    store.now = "2026-11-22T09:00:00.000Z";
    const again = await sealInAccount(runOf({ executionStartedAt: "2026-11-22T09:00:00.000Z" }));
    expect(again).toEqual({ ...first, unchanged: true });
    expect(store.objects.size).toBe(before);
  });

  it("is followed by the next, which promises the one after", async () => {
    await runDay({ nextExpectedBy: () => "2026-11-23T08:00:00Z" });
    store.now = "2026-11-23T06:00:05.000Z";
    const { manifest } = await runDay({
      snapshot: NEXT_DAY,
      executionStartedAt: "2026-11-23T06:00:02.000Z",
    });
    expect(manifest.sequence).toBe(2);
    expect((await verified("2026-11-23T07:00:00Z")).exitCode).toBe(0);
  });
});

describe("a collector that did not end well", () => {
  const failures = new Map([[ID, "Lambda.Unknown: it was killed"]]);

  it("before it wrote anything leaves every source incomplete, with its error", async () => {
    const { manifest } = await runDay({ failures }, [ID]);
    const reasons = manifest.incomplete.filter(({ criterion }) => criterion === ID);
    expect(reasons.map(({ source, region }) => `${source} ${region}`)).toEqual([
      "ec2.regions null",
      "sts.caller-identity null",
      "test.gates eu-west-1",
      "test.gates us-east-1",
    ]);
    expect(new Set(reasons.map(({ reason }) => reason.replace(/^.* was written: /, "")))).toEqual(
      new Set(["Lambda.Unknown: it was killed"]),
    );
    expect(manifest.gaps).toEqual([
      `The collector of ${ID} did not end well: Lambda.Unknown: it was killed.`,
    ]);
    const findings = (await assessmentOf(ID))?.findings ?? [];
    expect(new Set(findings.map(({ status }) => status))).toEqual(new Set(["indeterminate"]));
    expect((await verified()).exitCode).toBe(2);
  });

  it("after it wrote its evidence is judged from that", async () => {
    await begin();
    await collect(ID);
    store.destroy(`${FOLDER}/assessment.json`);
    const { manifest } = await sealInAccount(runOf({ failures }));
    expect(manifest.incomplete.filter(({ criterion }) => criterion === ID)).toEqual([]);
    expect((await assessmentOf(ID))?.findings.map(({ status }) => status)).toEqual([
      "pass",
      "fail",
    ]);
  });
});

describe("an object that is not this run's", () => {
  /** Evidence by which every gate would be open. */
  async function forged(): Promise<Uint8Array> {
    const other = new MemoryStore();
    const gatherer = answering({
      ...GATES,
      "test.gates.eu-west-1": [
        {
          operation: "DescribeVpcs" as never,
          response: { Vpcs: [{ VpcId: "vpc-1", State: "available" }] },
        },
      ],
    });
    await takeSnapshot({ ...runOf(), store: other, gatherer, replayOf: null });
    return other.objects.get(GATES_PATH) ?? new Uint8Array();
  }

  it("planted before the run is neither judged nor sealed, and is named", async () => {
    store.now = "2026-11-22T06:00:00.000Z";
    await store.put(GATES_PATH, await forged());
    store.now = "2026-11-22T06:00:05.000Z";
    const { manifest } = await runDay();
    expect(manifest.files.map(({ path }) => path)).not.toContain(GATES_PATH);
    expect(manifest.incomplete).toEqual([
      {
        criterion: ID,
        source: "test.gates",
        region: "eu-west-1",
        reason: `${GATES_PATH} was there at 2026-11-22T06:00:00.000Z, before this run began at ${STARTED}, so it is not taken for evidence.`,
      },
    ]);
    const findings = (await assessmentOf(ID))?.findings ?? [];
    expect(findings.filter(({ status }) => status === "pass")).toEqual([]);
    expect(await verified()).toMatchObject({
      exitCode: 1,
      faults: expect.arrayContaining([
        expect.objectContaining({ code: "UNLISTED_FILE", path: GATES_PATH }),
      ]),
    });
  });

  it.each([
    [
      "that the plan does not name",
      `${FOLDER}/iam.made-up.json`,
      "is evidence that was not planned",
    ],
    ["under a region that is not read", `${FOLDER}/test.gates.eu-north-1.json`, "not planned"],
    ["under no evidence's name", `${FOLDER}/notes.txt`, "not planned"],
    ["beside the findings", `snapshots/${DAY}/extra.json`, "has no place in a snapshot"],
    ["with a name that is no path", `${FOLDER}/a\u202eb.json`, "is no evidence path"],
  ])("%s is not sealed, and is named", async (_says, path, why) => {
    await store.put(path, utf8("{}\n"));
    const { manifest } = await runDay();
    expect(manifest.files.map((file) => file.path)).not.toContain(path);
    const told = [...manifest.incomplete.map(({ reason }) => reason), ...manifest.gaps];
    expect(told).toEqual([expect.stringContaining(why)]);
    expect(told[0]).toContain(/\u202e/.test(path) ? JSON.stringify(path) : path);
    expect((await verified()).exitCode).toBe(1);
  });

  it("as an external finding or a part of the findings from before the run is not sealed", async () => {
    store.now = "2026-11-22T05:00:00.000Z";
    const planted = [`external/${DAY}/a.ndjson`, `snapshots/${DAY}/findings.part-0001.json`];
    for (const path of planted) await store.put(path, utf8("{}\n"));
    store.now = "2026-11-22T06:00:05.000Z";
    const { manifest } = await runDay();
    expect(manifest.gaps).toEqual([expect.stringContaining(planted[1] ?? "")]);
    expect(manifest.incomplete).toEqual([
      {
        criterion: "external",
        source: "a.ndjson",
        region: null,
        reason: `${planted[0]} is evidence that was not planned, so it is not taken.`,
      },
    ]);
    expect(manifest.files.filter(({ path }) => planted.includes(path))).toEqual([]);
  });

  it("written more than once is not sealed, though its first version was ours", async () => {
    await begin();
    for (const id of IN_SCOPE) await collect(id);
    store.overwrite(GATES_PATH, await forged());
    const { manifest } = await sealInAccount(runOf());
    expect(manifest.incomplete).toEqual([
      expect.objectContaining({ reason: expect.stringContaining("was written 2 times") }),
    ]);
    expect((await verified()).faults.map(({ code }) => code)).toContain("FILE_OVERWRITTEN");
  });

  it("as an assessment leaves the criterion indeterminate in the report", async () => {
    const path = `${FOLDER}/assessment.json`;
    store.now = "2026-11-22T05:00:00.000Z";
    await store.put(path, utf8("{}\n"));
    store.now = "2026-11-22T06:00:05.000Z";
    const { manifest } = await runDay({ failures: new Map([[ID, "STORE_CONFLICT"]]) }, [ID]);
    expect(manifest.incomplete).toContainEqual(
      expect.objectContaining({ source: "assessment.json", reason: expect.stringContaining(path) }),
    );
    expect(await assessmentOf(ID)).toMatchObject({ headline: "indeterminate", controls: [] });
  });

  it("as the configuration ends the run: it would decide what counts", async () => {
    const narrow = { ...TWO_REGIONS, regions: { only: ["eu-west-1"], reason: "One is less." } };
    store.now = "2026-11-22T05:00:00.000Z";
    await store.put(`snapshots/${DAY}/config.json`, storedJson(narrow));
    store.now = "2026-11-22T06:00:05.000Z";
    await expect(begin()).rejects.toMatchObject({ code: "STORE_CONFLICT" });
    await expect(sealInAccount(runOf())).rejects.toMatchObject({
      code: "STORE_CONFLICT",
      message: expect.stringContaining("before this run began"),
    });
  });

  it("that was named does not make a second run of the day fail", async () => {
    await store.put(`${FOLDER}/iam.made-up.json`, utf8("{}\n"));
    store.now = "2026-11-22T05:00:00.000Z";
    await store.put(GATES_PATH, await forged());
    store.now = "2026-11-22T06:00:05.000Z";
    await runDay();
    expect((await sealInAccount(runOf())).unchanged).toBe(true);
  });
});

describe("a key that cannot sign", () => {
  it("leaves the snapshot kept and pending, and the next day signs both", async () => {
    const pending = await runDay({ signer: failingKey() });
    expect(pending.signed).toBe(false);
    expect((await verified()).exitCode).toBe(3);
    store.now = "2026-11-23T06:00:05.000Z";
    const next = await runDay({
      snapshot: NEXT_DAY,
      executionStartedAt: "2026-11-23T06:00:02.000Z",
    });
    expect(next.signed).toBe(true);
    expect((await verified()).exitCode).toBe(0);
  });
});

describe("runs that meet", () => {
  const LATER = "2026-11-22T06-00-01Z";

  it("wait for the earlier one, and say so when it takes too long", async () => {
    await begin();
    await begin({ snapshot: LATER });
    const pauses: number[] = [];
    const waiting = sealInAccount(
      runOf({ snapshot: LATER, patienceMs: 30_000, pause: async (ms) => void pauses.push(ms) }),
    );
    await expect(waiting).rejects.toMatchObject({ code: "SNAPSHOT_UNDER_WAY" });
    expect(pauses).toEqual([10_000, 10_000, 10_000]);
  });

  it("end as two links of one chain, whichever comes to its end first", async () => {
    await begin();
    await begin({ snapshot: LATER });
    for (const id of IN_SCOPE) {
      await collect(id);
      await collect(id, LATER);
    }
    const earlier = runOf();
    const later = await sealInAccount(
      runOf({ snapshot: LATER, patienceMs: 30_000, pause: () => sealInAccount(earlier) }),
    );
    expect(later.manifest.sequence).toBe(2);
    expect(await verified()).toMatchObject({ exitCode: 0, faults: [] });
  });

  it("seal what a run left that was begun long ago, as far as it came", async () => {
    await begin();
    await collect(ID);
    store.now = "2026-11-23T06:00:05.000Z";
    await runDay({ snapshot: NEXT_DAY, executionStartedAt: "2026-11-23T06:00:02.000Z" });
    const { exitCode, snapshots } = await verified("2026-11-23T07:00:00Z");
    expect(snapshots.map(({ snapshot }) => snapshot)).toEqual([DAY, NEXT_DAY]);
    expect(snapshots[0]?.gaps).toEqual([
      `The run of ${DAY} was interrupted; a later one sealed what it had written.`,
    ]);
    const reasons = snapshots[0]?.incomplete.map(
      ({ criterion, reason }) => `${criterion} ${reason}`,
    );
    expect(reasons?.filter((reason) => reason.startsWith(ID))).toEqual([]);
    expect(
      reasons?.every((reason) => reason.endsWith("its run was interrupted before it was sealed")),
    ).toBe(true);
    expect(exitCode).toBe(2);
  });

  it("leave alone what was begun with a configuration that nobody here knows", async () => {
    const narrow = { ...TWO_REGIONS, regions: { only: ["eu-west-1"], reason: "One is less." } };
    await store.put(`snapshots/${DAY}/config.json`, storedJson(narrow));
    store.now = "2026-11-23T06:00:05.000Z";
    const { manifest } = await runDay({
      snapshot: NEXT_DAY,
      executionStartedAt: "2026-11-23T06:00:02.000Z",
    });
    expect(manifest.sequence).toBe(1);
    expect(manifest.gaps).toEqual([expect.stringContaining(`${DAY} was left as it is`)]);
  });

  it("finish at once a manifest that was claimed and not written, with its nonce", async () => {
    const { manifest } = await runDay({ nonce: "auditor-1" });
    for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem"]) {
      store.destroy(`snapshots/${DAY}/${name}`);
    }
    store.now = "2026-11-22T06:10:05.000Z";
    const next = await runDay({
      snapshot: "2026-11-22T06-10-00Z",
      executionStartedAt: "2026-11-22T06:10:02.000Z",
    });
    expect(next.manifest.sequence).toBe(2);
    expect((await readSnapshot(store, DAY)).manifest).toEqual(manifest);
    expect((await verified()).exitCode).toBe(0);
  });
});

it("a plan that failed is a hole that is sealed and says so", async () => {
  const failures = new Map(IN_SCOPE.map((id) => [id, "the plan failed"]));
  const { manifest } = await sealInAccount(runOf({ failures }));
  expect(manifest.incomplete).not.toEqual([]);
  expect((await verified()).exitCode).toBe(2);
});
