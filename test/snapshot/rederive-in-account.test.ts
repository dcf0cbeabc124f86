import { beforeEach, expect, it } from "vitest";
import { storedJson } from "../../shared/evidence/serialize.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { beginSnapshot } from "../../shared/snapshot/begin-snapshot.ts";
import { collectCriteria } from "../../shared/snapshot/collect-criteria.ts";
import type { Gatherer } from "../../shared/snapshot/gatherer.ts";
import { planSnapshot } from "../../shared/snapshot/plan.ts";
import { type AccountRun, sealInAccount } from "../../shared/snapshot/seal-in-account.ts";
import { ACCOUNT } from "../checks/judging.ts";
import { company } from "../integrity/sample-bundle.ts";
import { VersionedStore } from "../store/versioned-store.ts";
import { gateIsOpen } from "./gates-and-doors.ts";
import { RELEASE, rederived } from "./rederiving.ts";
import { answering, GATES, TWO_REGIONS } from "./taking.ts";

const SNAPSHOT = "2026-11-22T06-00-00Z";
const STARTED = "2026-11-22T06:00:02.500Z";
const CHECKS = [gateIsOpen];
const ALL_REGIONS = { ...TWO_REGIONS, regions: { only: null, reason: null } };
const PLANS = planSnapshot(TWO_REGIONS, CHECKS);
const READING = PLANS.filter(({ sources }) => sources.length > 0).map(({ criterion }) => criterion);
const [FIRST, SECOND] = READING;
const at = (criterion: { folder: string } | undefined, name: string) =>
  `${criterion?.folder}/${SNAPSHOT}/${name}`;

let store: VersionedStore;
beforeEach(() => {
  store = new VersionedStore();
});

const listing = (...names: readonly string[]) =>
  answering({
    ...GATES,
    "ec2.regions": [
      {
        operation: "DescribeRegions" as never,
        response: { Regions: names.map((RegionName) => ({ RegionName })) },
      },
    ],
  });

interface Day {
  readonly config?: typeof TWO_REGIONS;
  /** By criterion; those that are missing collect with `answering(GATES)`. */
  readonly gatherers?: ReadonlyMap<string, Gatherer>;
  /** Criteria whose collector dies before it does anything. */
  readonly dead?: readonly string[];
  readonly failures?: ReadonlyMap<string, string>;
  /** What happens between the last collector's end and the manifest. */
  readonly before?: () => void | Promise<void>;
  readonly run?: Partial<AccountRun>;
}

/** A day as the state machine has it: plan, collectors, manifest. */
async function day({ config = TWO_REGIONS, gatherers, dead = [], ...rest }: Day = {}) {
  const run: AccountRun = {
    ...{ store, signer: company, crypto: nodeCrypto, config, checks: CHECKS, snapshot: SNAPSHOT },
    ...{ account: ACCOUNT, partition: "aws", homeRegion: "eu-west-1", nonce: null },
    ...{ collector: RELEASE, executionStartedAt: STARTED, patienceMs: 0 },
    witness: { attest: async () => {} },
    failures: rest.failures ?? new Map(dead.map((id) => [id, "Lambda.Unknown: it was killed"])),
    nextExpectedBy: () => null,
    randomChainId: () => "c".repeat(32),
    now: () => new Date(store.now),
    pause: async () => {},
    ...rest.run,
  };
  await beginSnapshot({ ...run, replayOf: null });
  for (const plan of planSnapshot(config, CHECKS)) {
    const { id } = plan.criterion;
    if (plan.outOfScope !== null || dead.includes(id)) continue;
    const gatherer = gatherers?.get(id) ?? answering(GATES);
    const collecting = { store, gatherer, config, checks: CHECKS, snapshot: SNAPSHOT };
    await collectCriteria({ ...collecting, homeRegion: "eu-west-1", notBefore: STARTED }, [plan]);
  }
  await rest.before?.();
  return sealInAccount(run);
}

/** The results that do not follow, if any; and how many files do. */
async function derived() {
  const { faults, rederived: done } = await rederived(store, CHECKS);
  return {
    differing: faults.flatMap(({ code, path }) => (code === "RESULT_DIFFERS" ? [path] : [])),
    files: done.snapshots[0]?.files,
  };
}

const unwritable = (): Gatherer => {
  const inner = answering(GATES);
  return {
    ...inner,
    async gather(unit) {
      const bodies = await inner.gather(unit);
      if (unit.source.name !== "test.gates") return bodies;
      const reason = "Secrets could not be cut out of an answer, so nothing was written";
      const body = { calls: [], complete: false, writable: false, incompleteReason: reason };
      return new Map([...bodies].map(([id, own]) => [id, { ...own, ...body }]));
    },
  };
};

const denied = (): Gatherer =>
  answering({
    ...GATES,
    "test.gates.us-east-1": [
      {
        operation: "DescribeVpcs" as never,
        outcome: "denied",
        code: "UnauthorizedOperation",
      },
    ],
  });

const plant = async (path: string, when: string) => {
  const now = store.now;
  store.now = when;
  await store.put(path, utf8("{}\n"));
  store.now = now;
};

it.each<[string, () => Promise<unknown>]>([
  ["when all went well", () => day()],
  [
    "in the regions that each collector found",
    () =>
      day({
        config: ALL_REGIONS,
        gatherers: new Map(
          READING.map(({ id }, index) => [
            id,
            listing(...["eu-west-1", "us-east-1"].slice(0, 1 + (index % 2))),
          ]),
        ),
      }),
  ],
  ["when a collector died before it wrote anything", () => day({ dead: [FIRST?.id ?? ""] })],
  [
    "when it died, in the regions that others found",
    () =>
      day({
        config: ALL_REGIONS,
        gatherers: new Map(READING.map(({ id }) => [id, listing("eu-west-1", "us-east-1")])),
        dead: [FIRST?.id ?? ""],
      }),
  ],
  [
    "when every collector died",
    () => day({ config: ALL_REGIONS, dead: PLANS.map(({ criterion }) => criterion.id) }),
  ],
  [
    "when a collector died before its assessment",
    () =>
      day({
        failures: new Map([[FIRST?.id ?? "", "Lambda.Unknown: it was killed"]]),
        before: () => store.destroy(at(FIRST, "assessment.json")),
      }),
  ],
  [
    "when a collector failed after its assessment, without secrets cut out",
    () =>
      day({
        gatherers: new Map([[FIRST?.id ?? "", unwritable()]]),
        failures: new Map([[FIRST?.id ?? "", "Lambda.Unknown: it was killed"]]),
      }),
  ],
  [
    "when secrets could not be cut out",
    () => day({ gatherers: new Map(READING.map(({ id }) => [id, unwritable()])) }),
  ],
  [
    "when objects were planted before the run",
    async () => {
      await plant(at(FIRST, "test.gates.eu-west-1.json"), "2026-11-22T05:00:00.000Z");
      await plant(at(FIRST, "test.gates.us-east-1.json"), "2026-11-22T05:00:00.000Z");
      await plant(at(FIRST, "test.gates.us-east-1.csv"), "2026-11-22T05:00:00.000Z");
      await plant(at(SECOND, "ec2.regions.json"), "2026-11-22T05:00:00.000Z");
      await plant(at(SECOND, "iam.made-up.json"), "2026-11-22T05:00:00.000Z");
      await day();
    },
  ],
  [
    "when an object beside one that was read in part is refused",
    () =>
      day({
        gatherers: new Map([[FIRST?.id ?? "", denied()]]),
        before() {
          const path = at(FIRST, "test.gates.us-east-1.csv");
          store.overwrite(path, utf8("a\n"));
          store.overwrite(path, utf8("b\n"));
        },
      }),
  ],
  [
    "when the assessment's name was taken before the run",
    async () => {
      await plant(at(FIRST, "assessment.json"), "2026-11-22T05:00:00.000Z");
      await day({ dead: [FIRST?.id ?? ""] });
    },
  ],
  [
    "when a file is not the evidence that its name says",
    async () => {
      await plant(at(FIRST, "test.gates.eu-west-1.json"), "2026-11-22T06:00:04.000Z");
      await day({ dead: [FIRST?.id ?? ""] });
    },
  ],
  [
    "when the run was interrupted and a later one sealed it",
    async () => {
      await day({ run: { signer: null } });
      for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem"]) {
        store.destroy(`snapshots/${SNAPSHOT}/${name}`);
      }
      store.destroy("chain/1.json");
      store.destroy(`snapshots/${SNAPSHOT}/findings.json`);
      store.destroy(at(FIRST, "assessment.json"));
      store.destroy(at(FIRST, "test.gates.us-east-1.json"));
      store.now = "2026-11-23T06:00:05.000Z";
      const run: AccountRun = {
        ...{ store, signer: company, crypto: nodeCrypto, config: TWO_REGIONS, checks: CHECKS },
        ...{ account: ACCOUNT, partition: "aws", homeRegion: "eu-west-1", nonce: null },
        ...{ collector: RELEASE, executionStartedAt: "2026-11-23T06:00:02.000Z", patienceMs: 0 },
        ...{ snapshot: "2026-11-23T06-00-00Z", failures: new Map() },
        witness: { attest: async () => {} },
        nextExpectedBy: () => null,
        randomChainId: () => "c".repeat(32),
        now: () => new Date(store.now),
      };
      await sealInAccount(run);
    },
  ],
])("results taken in the account follow from what was sealed: %s", async (_says, take) => {
  await take();
  const { differing, files } = await derived();
  expect(differing).toEqual([]);
  expect(files).toBe(62);
  const manifest = store.objects.get(`snapshots/${SNAPSHOT}/manifest.json`);
  const { gaps } = JSON.parse(new TextDecoder().decode(manifest)) as { gaps: string[] };
  expect(gaps.filter((gap) => gap.includes("comes to"))).toEqual([]);
});

it("an assessment that somebody else wrote during the run stands, and manifest and --rederive say so", async () => {
  const path = at(FIRST, "assessment.json");
  const { manifest } = await day({
    before() {
      const bytes = store.objects.get(path);
      const standing = JSON.parse(new TextDecoder().decode(bytes));
      store.destroy(path);
      return void store.put(path, storedJson({ ...standing, headline: "no-exception" }));
    },
  });
  expect(manifest.gaps).toEqual([
    `${path} stands there and is not what the sealed evidence comes to.`,
  ]);
  expect((await derived()).differing).toEqual([path]);
});

it("no run of the account that went well has a gap to tell of", async () => {
  const { manifest } = await day();
  expect(manifest.gaps).toEqual([]);
});
