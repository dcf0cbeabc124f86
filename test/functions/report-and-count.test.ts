import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import type { Signer } from "../../shared/keys/signer.ts";
import { PROGRESS_METRICS } from "../../shared/report/progress-metrics.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { SNAPSHOT } from "../checks/judging.ts";
import { company } from "../integrity/sample-bundle.ts";
import { gateIsOpen } from "../snapshot/gates-and-doors.ts";
import { type Answers, answering, GATES, TWO_REGIONS } from "../snapshot/taking.ts";
import { MemoryStore } from "../store/memory-store.ts";

const REPORT = `snapshots/${SNAPSHOT}/reports/gap-report.html`;

let store: MemoryStore;
const written: string[] = [];

beforeEach(() => {
  store = new MemoryStore();
  written.length = 0;
  // The metrics are made once, when their module is loaded, from the environment of that time.
  vi.resetModules();
  vi.stubEnv("POWERTOOLS_METRICS_NAMESPACE", "Soc2Evidence");
  vi.stubEnv("POWERTOOLS_SERVICE_NAME", "soc2-evidence");
  vi.stubEnv("POWERTOOLS_METRICS_DISABLED", "false");
  vi.stubEnv("POWERTOOLS_DEV", "true");
  vi.spyOn(console, "log").mockImplementation((line) => void written.push(String(line)));
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.resetModules();
});

const DENIED: Answers = {
  ...GATES,
  "test.gates.us-east-1": [{ operation: "DescribeVpcs" as never, outcome: "denied" }],
};

/** Seals two gates, one of which is open, and reports on them as the manifest function does. */
async function sealAndReport({
  signer = company,
  answers = GATES,
}: {
  readonly signer?: Signer;
  readonly answers?: Answers;
} = {}): Promise<Record<string, unknown> | undefined> {
  const { reportAndCount } = await import("../../functions/report-and-count.ts");
  const { counting } = await import("../../functions/middleware/count.ts");
  const sealed = await takeSnapshot({
    store,
    signer,
    crypto: nodeCrypto,
    gatherer: answering(answers),
    config: TWO_REGIONS,
    checks: [gateIsOpen],
    snapshot: SNAPSHOT,
    homeRegion: "eu-west-1",
    nonce: null,
    replayOf: null,
    collector: { version: "0.0.0", codeSha256: "0".repeat(64) },
    randomChainId: () => "c".repeat(32),
  });
  const handler = middy(() => reportAndCount({ store, signer, checks: [gateIsOpen] }, sealed)).use(
    counting,
  );
  await handler({}, {} as Context);
  const metrics = written.map((line) => JSON.parse(line)).filter((line) => "_aws" in line);
  written.length = 0;
  expect(metrics.length).toBeLessThanOrEqual(1);
  return metrics[0];
}

it("writes each metric once, with its unit and no dimension but the service", async () => {
  const line = await sealAndReport();
  expect(line?._aws).toMatchObject({
    CloudWatchMetrics: [
      {
        Namespace: "Soc2Evidence",
        Dimensions: [["service"]],
        Metrics: PROGRESS_METRICS.map((Name) => ({
          Name,
          Unit: Name === "ControlsWithoutException" ? "Percent" : "Count",
        })),
      },
    ],
  });
  expect(line).toMatchObject({ service: "soc2-evidence", GapsHigh: 1, GapsCritical: 0 });
  expect(store.objects.has(REPORT)).toBe(true);
});

it("writes no gaps of a run that could not read a source whole", async () => {
  const line = await sealAndReport({ answers: DENIED });
  expect(line).toHaveProperty("ControlsWithoutException");
  expect(line).not.toHaveProperty("GapsHigh");
});

it("writes nothing when the report stood: the run that wrote it has counted", async () => {
  await sealAndReport();
  expect(await sealAndReport()).toBeUndefined();
});

it("writes nothing while the manifest waits for its signature, and gets no report", async () => {
  const failing: Signer = {
    ...company,
    async sign() {
      throw new EvidenceError("KEY_UNAVAILABLE", "The key is disabled.");
    },
  };
  expect(await sealAndReport({ signer: failing })).toBeUndefined();
  expect(store.objects.has(REPORT)).toBe(false);
});

it("writes nothing when the report cannot be written", async () => {
  store.objects.set(REPORT.replace("gap-report.html", "index.json"), new Uint8Array([1]));
  await expect(sealAndReport()).rejects.toMatchObject({ code: "STORE_CONFLICT" });
  expect(written.filter((line) => line.includes("_aws"))).toEqual([]);
});
