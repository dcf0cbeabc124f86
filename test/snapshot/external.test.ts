import { describe, expect, it } from "vitest";
import type { ExternalAssessment } from "../../shared/external/external-assessment.ts";
import type { ExternalFinding } from "../../shared/external/external-finding.ts";
import { placeOf } from "../../shared/integrity/bundle-layout.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import type { Gatherer } from "../../shared/snapshot/gatherer.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import type { Store } from "../../shared/store/store.ts";
import { ACCOUNT, SNAPSHOT } from "../checks/judging.ts";
import { asff } from "../external/asff-sample.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { type Pages, page, withFindings } from "./other-tools.ts";
import { answering, begin, GATES, inputFor, temporaryFolder } from "./taking.ts";

const FOLDER = `external/${SNAPSHOT}/`;

/** Takes a snapshot, which an earlier run began where a store is given. */
async function take(gatherer: Gatherer, standing?: Store) {
  const store = standing ?? new MemoryStore();
  const input = await inputFor(temporaryFolder(), { gatherer, store });
  if (standing !== undefined) await begin(input);
  const sealed = await takeSnapshot(input);
  return { sealed, store, input };
}

async function text(store: Store, path: string): Promise<string> {
  return new TextDecoder().decode(await store.read(path));
}

async function listOf(store: Store): Promise<ExternalFinding[]> {
  const [, ...lines] = (await text(store, `${FOLDER}findings.ndjson`)).trim().split("\n");
  return lines.map((line) => JSON.parse(line) as ExternalFinding);
}

async function assessmentOf(store: Store): Promise<ExternalAssessment> {
  return JSON.parse(await text(store, `${FOLDER}assessment.json`)) as ExternalAssessment;
}

const BOTH: Pages = {
  "eu-west-1": [page([asff()], "eu-west-1")],
  "us-east-1": [page([], "us-east-1")],
};

describe("a snapshot with findings of other tools", () => {
  it("plans, keeps and seals each source in each region, and verifies", async () => {
    const { sealed, store } = await take(withFindings(BOTH));
    const { expected, incomplete, files } = sealed.manifest;
    expect(expected.filter(({ criterion }) => criterion === "external")).toEqual([
      { criterion: "external", region: "eu-west-1", source: "test.findings" },
      { criterion: "external", region: "us-east-1", source: "test.findings" },
    ]);
    expect(incomplete).toEqual([]);
    expect(
      files.map(({ path }) => path).filter((path) => placeOf(path).kind === "external"),
    ).toEqual([
      `${FOLDER}assessment.json`,
      `${FOLDER}findings.ndjson`,
      `${FOLDER}test.findings.eu-west-1.ndjson`,
      `${FOLDER}test.findings.us-east-1.ndjson`,
    ]);
    const { faults } = await verifyBundle({
      reader: store,
      crypto: nodeCrypto,
      trustedKeys: [],
      asOf: "2026-11-22T07:00:00Z",
    });
    expect(faults.map(({ code }) => code)).toEqual(["NO_TRUSTED_KEY"]);
  });

  it("keeps each page as it was answered, between a header and how it ended", async () => {
    const { store } = await take(withFindings(BOTH));
    const lines = (await text(store, `${FOLDER}test.findings.eu-west-1.ndjson`)).split("\n");
    expect(lines.map((line) => (line === "" ? "" : JSON.parse(line)))).toEqual([
      {
        schema: "external/1",
        snapshot: SNAPSHOT,
        source: "test.findings",
        region: "eu-west-1",
        account: ACCOUNT,
        part: 1,
        collectedBy: { principal: `arn:aws:sts::${ACCOUNT}:user/x`, version: "0", sdk: "0" },
      },
      { call: page([asff()], "eu-west-1"), redactions: [] },
      {
        end: {
          continues: false,
          lines: 1,
          complete: true,
          startedAt: "2026-11-22T06:00:03.000Z",
          completedAt: "2026-11-22T06:00:05.000Z",
          awsDateMin: "2026-11-22T06:00:04.000Z",
          awsDateMax: "2026-11-22T06:00:04.000Z",
          findings: 1,
        },
      },
      "",
    ]);
  });

  it("cites file, line and place of each finding", async () => {
    const { store } = await take(withFindings(BOTH));
    const [finding] = await listOf(store);
    expect(finding?.cites).toEqual([
      {
        object: `${FOLDER}test.findings.eu-west-1.ndjson`,
        line: 2,
        pointer: "/call/response/Findings/0",
      },
    ]);
    expect((await assessmentOf(store)).rules).toMatchObject([
      { tool: "Security Hub", catalogue: "fsbp", ruleId: "S3.8", counts: { open: 1, passed: 0 } },
    ]);
  });

  it("says past the deadline that a source is incomplete, and how much was read", async () => {
    const cut = {
      complete: false,
      incompleteReason: "DeadlineExceeded on securityhub:GetFindings",
    };
    const { sealed, store } = await take(withFindings(BOTH, cut));
    expect(sealed.manifest.incomplete).toEqual([
      {
        criterion: "external",
        region: "eu-west-1",
        source: "test.findings",
        reason: `${cut.incompleteReason}; 1 findings were read`,
      },
      {
        criterion: "external",
        region: "us-east-1",
        source: "test.findings",
        reason: `${cut.incompleteReason}; 0 findings were read`,
      },
    ]);
    expect((await assessmentOf(store)).sources).toMatchObject([
      { complete: false, findings: 1 },
      { complete: false, findings: 0 },
    ]);
  });

  it("writes nothing of theirs where nobody asks other tools", async () => {
    const { store } = await take(answering(GATES));
    const paths: string[] = [];
    for await (const { path } of store.list("external/")) paths.push(path);
    expect(paths).toEqual([]);
  });

  it("adopts what an interrupted run left, and asks no more", async () => {
    const store = new MemoryStore();
    const { input } = await take(withFindings(BOTH), store);
    const before = new Map(store.objects);
    // As if it had been killed before the list was derived.
    for (const path of [...store.objects.keys()]) {
      const isKept = /test\.findings|config\.json/.test(path) && !path.endsWith("manifest.json");
      if (!isKept) store.objects.delete(path);
    }
    const again = withFindings({});
    await takeSnapshot({ ...input, gatherer: again });
    expect(again.streamed).toEqual([]);
    expect(await text(store, `${FOLDER}findings.ndjson`)).toBe(
      new TextDecoder().decode(before.get(`${FOLDER}findings.ndjson`)),
    );
  });

  it("takes a source of which only the first part was written for incomplete", async () => {
    const store = new MemoryStore();
    const header = {
      ...{ schema: "external/1", snapshot: SNAPSHOT, source: "test.findings" },
      ...{ account: ACCOUNT, region: "eu-west-1", part: 1 },
    };
    await store.put(
      `${FOLDER}test.findings.eu-west-1.part-0001.ndjson`,
      new TextEncoder().encode(
        [
          header,
          { call: page([asff()], "eu-west-1"), redactions: [] },
          { end: { continues: true, lines: 1 } },
        ]
          .map((line) => `${JSON.stringify(line)}\n`)
          .join(""),
      ),
    );
    const { sealed } = await take(withFindings(BOTH), store);
    expect(sealed.manifest.incomplete).toMatchObject([
      { region: "eu-west-1", reason: expect.stringContaining("Only a part of the evidence") },
    ]);
    expect(await listOf(store)).toHaveLength(1);
  });

  it.each([
    ["another snapshot's", { snapshot: "2026-11-21T06-00-00Z" }],
    ["another account's", { account: "999999999999" }],
    ["another source's", { source: "test.others" }],
  ])("does not take %s file for its own", async (_whose, more) => {
    const store = new MemoryStore();
    const header = {
      ...{ schema: "external/1", snapshot: SNAPSHOT, source: "test.findings" },
      ...{ account: ACCOUNT, region: "eu-west-1", part: 1 },
      ...more,
    };
    const end = {
      ...{ continues: false, lines: 0, complete: true, findings: 0 },
      ...{ startedAt: "2026-11-22T06:00:00Z", completedAt: "2026-11-22T06:00:00Z" },
      ...{ awsDateMin: null, awsDateMax: null },
    };
    await store.put(
      `${FOLDER}test.findings.eu-west-1.ndjson`,
      new TextEncoder().encode(`${JSON.stringify(header)}\n${JSON.stringify({ end })}\n`),
    );
    const { sealed } = await take(withFindings(BOTH), store);
    expect(sealed.manifest.incomplete).toMatchObject([
      { region: "eu-west-1", reason: expect.stringContaining("is not the evidence") },
    ]);
  });
});

describe("records of one finding", () => {
  it("that were copied into an aggregation region count once", async () => {
    const { store } = await take(
      withFindings({
        "eu-west-1": [page([asff()], "eu-west-1")],
        "us-east-1": [page([asff()], "us-east-1")],
      }),
    );
    expect(await listOf(store)).toMatchObject([
      {
        region: "eu-west-1",
        copies: 1,
        contradictions: 0,
        seenIn: ["test.findings.eu-west-1", "test.findings.us-east-1"],
        cites: [{ line: 2 }, { line: 2 }],
      },
    ]);
    expect((await assessmentOf(store)).counts).toMatchObject({
      records: 2,
      findings: 1,
      copies: 1,
      byStatus: { open: 1 },
    });
  });

  it("that contradict each other: the newest stands, the other is counted and cited", async () => {
    const older = asff({ UpdatedAt: "2026-11-19T06:00:00.000Z" });
    const newer = asff({ Compliance: { Status: "PASSED", SecurityControlId: "S3.8" } });
    const { store } = await take(
      withFindings({ "eu-west-1": [page([newer], "eu-west-1"), page([older], "eu-west-1")] }),
    );
    expect(await listOf(store)).toMatchObject([
      { status: "passed", copies: 1, contradictions: 1, cites: [{ line: 2 }, { line: 3 }] },
    ]);
    const { counts, gaps } = await assessmentOf(store);
    expect(counts.contradictions).toBe(1);
    expect(gaps).toEqual([]);
  });

  it("of another account are kept in the list, and counted apart", async () => {
    const other = asff({ AwsAccountId: "999999999999" });
    const { store } = await take(withFindings({ "eu-west-1": [page([other], "eu-west-1")] }));
    expect(await listOf(store)).toMatchObject([{ account: "999999999999" }]);
    expect(await assessmentOf(store)).toMatchObject({
      counts: { findings: 1, otherAccounts: 1, byStatus: { open: 0 } },
      rules: [],
      gaps: [],
    });
  });

  it("by a rule that nothing maps are shown as unmapped, never dropped", async () => {
    const unknown = asff({ Compliance: { Status: "FAILED", SecurityControlId: "Quantum.1" } });
    const { store } = await take(withFindings({ "eu-west-1": [page([unknown], "eu-west-1")] }));
    const { counts, rules, gaps } = await assessmentOf(store);
    expect(counts.unmapped).toBe(1);
    expect(rules).toMatchObject([{ ruleId: "Quantum.1", rule: null, criteria: [] }]);
    expect(gaps).toMatchObject([{ rule: "fsbp:Quantum.1", open: 1, tools: ["Security Hub"] }]);
  });
});
