import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnyCheck } from "../../shared/checks/check.ts";
import { defaultConfig } from "../../shared/config/default-config.ts";
import { type EffectiveConfig, effectiveConfig } from "../../shared/config/effective-config.ts";
import type { Call } from "../../shared/evidence/evidence-object.ts";
import { storedJson } from "../../shared/evidence/serialize.ts";
import { loadOrCreateLocalSigner } from "../../shared/keys/local-key.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { configPath } from "../../shared/snapshot/config-path.ts";
import type { GatheredBody, Gatherer } from "../../shared/snapshot/gatherer.ts";
import type { SnapshotInput } from "../../shared/snapshot/take-snapshot.ts";
import { regions } from "../../shared/sources/ec2/regions.ts";
import { callerIdentity } from "../../shared/sources/sts/caller-identity.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { ACCOUNT, type RecordedCall, recorded, SNAPSHOT } from "../checks/judging.ts";
import { gateIsOpen, gates } from "./gates-and-doors.ts";

/** A fresh folder of the machine's own temporary folder. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "snapshot-"));
}

/** The configuration of tests: two regions, no soc2.yaml. */
export const TWO_REGIONS: EffectiveConfig = {
  ...effectiveConfig(defaultConfig()),
  regions: { only: ["eu-west-1", "us-east-1"], reason: "These two are enough for a test." },
};

/** Answers by source and region, as AWS would have given them. */
export type Answers = Readonly<Record<string, readonly RecordedCall<never>[]>>;

const CONTEXT: Answers = {
  [callerIdentity.name]: [
    { operation: "GetCallerIdentity" as never, response: { Account: ACCOUNT } },
  ],
  [regions.name]: [{ operation: "DescribeRegions" as never, response: { Regions: [] } }],
};

/** Two gates in one region, none in the other. */
export const GATES: Answers = {
  "test.gates.eu-west-1": [
    {
      operation: "DescribeVpcs" as never,
      response: {
        Vpcs: [
          { VpcId: "vpc-0", State: "available" },
          { VpcId: "vpc-1", State: "pending" },
        ],
      },
    },
  ],
  "test.gates.us-east-1": [{ operation: "DescribeVpcs" as never, response: { Vpcs: [] } }],
};

/** A gatherer that answers from a table, counts how often it is asked and notes what it is to expect. */
export function answering(
  answers: Answers,
): Gatherer & { asked: number; readonly expected: string[][] } {
  const gatherer = {
    account: ACCOUNT,
    partition: "aws",
    asked: 0,
    expected: [] as string[][],
    expect(sources: Parameters<Gatherer["expect"]>[0]) {
      gatherer.expected.push(sources.map(({ name }) => name));
    },
    async gather({ source, region, criteria }: Parameters<Gatherer["gather"]>[0]) {
      gatherer.asked += 1;
      const key = region === null ? source.name : `${source.name}.${region}`;
      const calls = { ...CONTEXT, ...answers }[key] ?? [];
      const { object } = recorded(source, calls as readonly RecordedCall<typeof source>[], region);
      const body: GatheredBody = {
        collectedBy: object.collectedBy,
        startedAt: object.startedAt,
        completedAt: object.completedAt,
        complete: object.complete,
        ...(object.incompleteReason === undefined
          ? {}
          : { incompleteReason: object.incompleteReason }),
        calls: object.calls as readonly Call[],
        redactions: [],
        writable: true,
      };
      return new Map(criteria.map((criterion) => [criterion, body]));
    },
  };
  return gatherer;
}

/** The input of a snapshot into `folder`, with what a test changes. */
export async function inputFor(
  folder: string,
  changes: Partial<SnapshotInput> = {},
): Promise<SnapshotInput> {
  return {
    store: new FolderStore(join(folder, "evidence")),
    signer: await loadOrCreateLocalSigner(join(folder, "keys")),
    crypto: nodeCrypto,
    gatherer: answering(GATES),
    config: TWO_REGIONS,
    checks: [gateIsOpen] satisfies readonly AnyCheck[],
    snapshot: SNAPSHOT,
    homeRegion: "eu-west-1",
    nonce: null,
    replayOf: null,
    collector: { version: "0.0.0", codeSha256: "0".repeat(64) },
    randomChainId: () => "c".repeat(32),
    ...changes,
  };
}

/** Leaves what a run leaves that was ended before it wrote anything else. */
export async function begin({
  store,
  snapshot,
  config,
}: Pick<SnapshotInput, "store" | "snapshot" | "config">): Promise<void> {
  await store.put(configPath(snapshot), storedJson(config));
}

export { gates };
