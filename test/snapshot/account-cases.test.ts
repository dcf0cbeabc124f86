import { expect, it } from "vitest";
import { defaultConfig } from "../../shared/config/default-config.ts";
import { effectiveConfig } from "../../shared/config/effective-config.ts";
import type { EvidenceObject } from "../../shared/evidence/evidence-object.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { readSnapshot } from "../../shared/report/read-snapshot.ts";
import { beginSnapshot } from "../../shared/snapshot/begin-snapshot.ts";
import { collectCriteria } from "../../shared/snapshot/collect-criteria.ts";
import { createLiveGatherer } from "../../shared/snapshot/gatherer.ts";
import { planSnapshot } from "../../shared/snapshot/plan.ts";
import { sealInAccount } from "../../shared/snapshot/seal-in-account.ts";
import { capturing } from "../capture/capturing.ts";
import {
  type AskedOperation,
  jsonError,
  type ScriptedReply,
  xml,
  xmlError,
} from "../capture/scripted-aws.ts";
import { ACCOUNT } from "../checks/judging.ts";
import { company } from "../integrity/sample-bundle.ts";
import { VersionedStore } from "../store/versioned-store.ts";
import { CHECKS, goodDay, REPORT, regionList, reportAnswer, userList } from "./scripted-account.ts";
import { TWO_REGIONS } from "./taking.ts";

// CASES 18 to 23 and 28 as they happen in the account: plan, collector and manifest over one vault,
// real SDK clients against a scripted AWS. Each must end as a sealed snapshot that says what it lacks.
// What else can befall the account has its tests elsewhere: a collector that is killed, a key that
// cannot sign, planted objects and runs that meet (CASES 24, 25, 27, 40, 41) in
// seal-in-account.test.ts, a failing S3 (CASES 26) in test/store/s3-store.test.ts.

const DAY = "2026-11-22T06-00-00Z";
const STARTED = "2026-11-22T06:00:02.500Z";
const ALL_REGIONS = effectiveConfig(defaultConfig()).regions;

interface Told {
  readonly exitCode: number;
  /** `source region: reason` */
  readonly incomplete: readonly string[];
  /** `outcome operation region` of calls that were not simply answered. */
  readonly unusual: readonly string[];
  /** `status check region resource` */
  readonly findings: readonly string[];
}

/** Plans, collects and seals a day, and says what the sealed snapshot tells. */
async function dayWith(
  fault: (asked: AskedOperation) => ScriptedReply | undefined,
  config = TWO_REGIONS,
): Promise<Told> {
  const store = new VersionedStore();
  const common = { store, config, crypto: nodeCrypto, snapshot: DAY, homeRegion: "eu-west-1" };
  const who = { account: ACCOUNT, partition: "aws" };
  await beginSnapshot({ ...common, ...who, nonce: null, replayOf: null });
  const plans = planSnapshot(config, CHECKS).filter(({ outOfScope }) => outOfScope === null);
  for (const plan of plans) {
    await capturing(
      (asked) => fault(asked) ?? goodDay(asked),
      async ({ capture }) => {
        const gatherer = await createLiveGatherer(capture, {
          homeRegion: "eu-west-1",
          version: "0.0.0",
          sdk: "0.0.0",
        });
        await collectCriteria({ ...common, gatherer, checks: CHECKS, notBefore: STARTED }, [plan]);
      },
    );
  }
  const { manifest } = await sealInAccount({
    ...common,
    ...who,
    signer: company,
    witness: { attest: async () => {} },
    checks: CHECKS,
    nonce: null,
    collector: { version: "0.0.0", codeSha256: "0".repeat(64) },
    executionStartedAt: STARTED,
    failures: new Map(),
    nextExpectedBy: () => null,
    randomChainId: () => "c".repeat(32),
    now: () => new Date(store.now),
    patienceMs: 0,
    pause: async () => {},
  });
  const { exitCode } = await verifyBundle({
    reader: store,
    crypto: nodeCrypto,
    trustedKeys: [company],
    asOf: "2026-11-22T07:00:00Z",
  });
  const { assessments } = await readSnapshot(store, DAY);
  const [judged] = assessments.filter(({ findings }) => findings.length > 0);
  const of = manifest.incomplete.filter(({ criterion }) => criterion === judged?.criterion);
  return {
    exitCode,
    unusual: unusualIn(store),
    incomplete: of.map(({ source: name, region, reason }) => `${name} ${region}: ${reason}`),
    findings: (judged?.findings ?? []).map(
      ({ status, check: id, resource }) =>
        `${status} ${id.replace("test.", "")} ${resource.region ?? ""} ${resource.id}`,
    ),
  };
}

function unusualIn({ objects }: VersionedStore): string[] {
  const calls = [...objects]
    .filter(([path]) => /^CC.*\.json$/.test(path) && !path.endsWith("assessment.json"))
    .flatMap(([, bytes]) => (JSON.parse(new TextDecoder().decode(bytes)) as EvidenceObject).calls)
    .filter(({ outcome }) => outcome !== "ok")
    .map(({ outcome, operation, region }) => `${outcome} ${operation} ${region}`);
  return [...new Set(calls)].sort();
}

const isUser = ({ operation }: AskedOperation) => operation === "ListUsers";
const inUs = ({ operation, region }: AskedOperation) =>
  operation === "ListTrails" && region === "us-east-1";
const isTwo = ({ operation, input }: AskedOperation) =>
  operation === "GetTrailStatus" && input.Name === "two";
const isReport = ({ operation }: AskedOperation) => operation === "GetCredentialReport";

const USER = "pass user-known  ada";
const EU = ["pass trail-logs eu-west-1 one", "pass trail-logs eu-west-1 two"];
const US = ["pass trail-logs us-east-1 one", "pass trail-logs us-east-1 two"];
const REPORTED = "pass report-there  report";
const GOOD: Told = {
  exitCode: 0,
  incomplete: [],
  unusual: [],
  findings: [USER, ...EU, ...US, REPORTED],
};

it.each<[string, (asked: AskedOperation) => ScriptedReply | undefined, Told]>([
  ["a good day is whole", () => undefined, GOOD],
  [
    "18: throttling that ends is waited out",
    (asked) => (isUser(asked) && asked.times < 3 ? xmlError(400, "Throttling") : undefined),
    GOOD,
  ],
  [
    "18: throttling that does not end leaves its source incomplete",
    (asked) => (isUser(asked) ? xmlError(400, "Throttling") : undefined),
    {
      exitCode: 2,
      incomplete: ["iam.users null: Throttling on iam:ListUsers"],
      unusual: ["throttled ListUsers eu-west-1"],
      findings: [`indeterminate user-known  ${ACCOUNT}`, ...EU, ...US, REPORTED],
    },
  ],
  [
    "19: a region that is down is incomplete, and the others are kept",
    (asked) => (inUs(asked) ? jsonError(503, "ServiceUnavailable") : undefined),
    {
      exitCode: 2,
      incomplete: ["test.trails us-east-1: ServiceUnavailable on cloudtrail:ListTrails"],
      unusual: ["error ListTrails us-east-1"],
      findings: [USER, ...EU, `indeterminate trail-logs us-east-1 ${ACCOUNT}`, REPORTED],
    },
  ],
  [
    "20: one call that is denied takes the pass from its region alone",
    (asked) =>
      isTwo(asked) && asked.region === "eu-west-1"
        ? jsonError(400, "AccessDeniedException")
        : undefined,
    {
      exitCode: 2,
      incomplete: ["test.trails eu-west-1: AccessDeniedException on cloudtrail:GetTrailStatus"],
      unusual: ["denied GetTrailStatus eu-west-1"],
      findings: [
        USER,
        `indeterminate trail-logs eu-west-1 ${ACCOUNT}`,
        "indeterminate trail-logs eu-west-1 one",
        "indeterminate trail-logs eu-west-1 two",
        ...US,
        REPORTED,
      ],
    },
  ],
  [
    "21: a service that is not enabled is an answer, told apart from a denial",
    (asked) => (inUs(asked) ? jsonError(400, "CloudTrailAccessNotEnabledException") : undefined),
    {
      ...GOOD,
      unusual: ["not-enabled ListTrails us-east-1"],
      findings: [USER, ...EU, REPORTED],
    },
  ],
  [
    "22: a paging token that repeats ends its source as incomplete",
    (asked) => (isUser(asked) ? userList("ada", "again") : undefined),
    {
      exitCode: 2,
      incomplete: ["iam.users null: ListUsers gave a paging token that it had given before"],
      unusual: [],
      findings: [
        `indeterminate user-known  ${ACCOUNT}`,
        "indeterminate user-known  ada",
        ...EU,
        ...US,
        REPORTED,
      ],
    },
  ],
  [
    "22: an empty page with a token is no end",
    (asked) =>
      isUser(asked) && asked.input.Marker === undefined ? userList("", "next") : undefined,
    GOOD,
  ],
  [
    "22: a token that runs out half way begins the list again, once",
    (asked) => {
      if (!isUser(asked)) return undefined;
      if (asked.input.Marker === undefined) return userList("", `next-${asked.times}`);
      return asked.input.Marker === "next-1" ? xmlError(400, "ExpiredPaginationToken") : undefined;
    },
    GOOD,
  ],
  [
    "23: what was deleted between list and read is gone, and nothing else is lost",
    (asked) => (isTwo(asked) ? jsonError(400, "TrailNotFoundException") : undefined),
    {
      ...GOOD,
      unusual: ["gone GetTrailStatus eu-west-1", "gone GetTrailStatus us-east-1"],
      findings: [USER, EU[0] ?? "", US[0] ?? "", REPORTED],
    },
  ],
  [
    "28: a credential report in progress is waited for",
    (asked) =>
      asked.operation === "GenerateCredentialReport" && asked.times < 4
        ? xml(asked.operation, "<State>INPROGRESS</State>")
        : undefined,
    GOOD,
  ],
  [
    "28: a credential report that is cut short is incomplete",
    (asked) => (isReport(asked) ? reportAnswer(REPORT.slice(0, -9)) : undefined),
    {
      exitCode: 2,
      incomplete: ["iam.credential-report null: the credential report is cut short"],
      unusual: [],
      findings: [
        USER,
        ...EU,
        ...US,
        `indeterminate report-there  ${ACCOUNT}`,
        "indeterminate report-there  report",
      ],
    },
  ],
])("CASES %s", async (_says, fault, told) => {
  expect(await dayWith(fault)).toEqual(told);
});

it("CASES 19: a region that is not opted in is an answer, and is not asked", async () => {
  const asked = new Set<string>();
  const day = await dayWith(
    (one) => {
      asked.add(one.region);
      if (one.operation !== "DescribeRegions") return undefined;
      return regionList({
        "eu-west-1": "opt-in-not-required",
        "us-east-1": "opted-in",
        "ap-east-1": "not-opted-in",
      });
    },
    { ...TWO_REGIONS, regions: ALL_REGIONS },
  );
  expect(day).toEqual(GOOD);
  expect([...asked].sort()).toEqual(["eu-west-1", "us-east-1"]);
});
