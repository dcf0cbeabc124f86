import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { restrictCriteria } from "../../shared/config/restrict-config.ts";
import { CRITERIA } from "../../shared/criteria/criteria.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { assessmentSchema, findingsSchema } from "../../shared/snapshot/assessment.ts";
import { openRecording, storedConfig } from "../../shared/snapshot/replay.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { FINDINGS_PER_FILE } from "../../shared/snapshot/write-findings.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { SNAPSHOT } from "../checks/judging.ts";
import { answering, begin, GATES, inputFor, TWO_REGIONS, temporaryFolder } from "./taking.ts";

const FOLDER = "CC6.6-network-boundary";

function filesIn(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    names
      .filter((entry) => entry.isFile() && !entry.parentPath.includes(".staging"))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
  );
}

async function verified(folder: string, input: Awaited<ReturnType<typeof inputFor>>) {
  return verifyBundle({
    reader: new FolderStore(join(folder, "evidence")),
    crypto: nodeCrypto,
    trustedKeys: input.signer === null ? [] : [input.signer],
    asOf: "2026-11-22T07:00:00Z",
  });
}

describe("takeSnapshot", () => {
  it("writes an assessment for each of the 61 criteria and seals them", async () => {
    const folder = temporaryFolder();
    const input = await inputFor(folder);
    const { manifest, unchanged } = await takeSnapshot(input);
    const files = filesIn(join(folder, "evidence"));
    const assessments = CRITERIA.map(({ folder: name }) =>
      assessmentSchema.parse(
        JSON.parse(files.get(`${name}/${SNAPSHOT}/assessment.json`) ?? "null"),
      ),
    );
    expect(assessments.map(({ criterion }) => criterion)).toEqual(CRITERIA.map(({ id }) => id));
    expect(assessments.filter(({ headline }) => headline === "out-of-scope")).toHaveLength(28);
    expect(unchanged).toBe(false);
    expect(manifest.incomplete).toEqual([]);
    expect((await verified(folder, input)).faults).toEqual([]);
    for (const { checks } of assessments) {
      for (const { population: p, counts } of checks) {
        expect(p.listed).toBe(p.read + p.gone + p.unread);
        expect(p.inBoundary).toBe(p.pass + p.fail + p.notApplicable + p.indeterminate);
        expect(p.inBoundary + p.outOfBoundary).toBe(
          counts.pass + counts.fail + counts["not-applicable"] + counts.indeterminate,
        );
      }
    }
  });

  it("holds each finding once in findings.json, with every criterion's citation", async () => {
    const folder = temporaryFolder();
    await takeSnapshot(await inputFor(folder));
    const text = filesIn(join(folder, "evidence")).get(`snapshots/${SNAPSHOT}/findings.json`);
    const { findings } = findingsSchema.parse(JSON.parse(text ?? "null"));
    expect(findings.map(({ status, reason, criteria }) => [status, reason, criteria])).toEqual([
      ["fail", "vpc-1 is shut.", ["CC6.1", "CC6.6"]],
      ["pass", "vpc-0 is open.", ["CC6.1", "CC6.6"]],
    ]);
    expect(findings[0]?.cites.map(({ object }) => object)).toEqual([
      `CC6.1-access-controls/${SNAPSHOT}/test.gates.eu-west-1.json`,
      `CC6.6-network-boundary/${SNAPSHOT}/test.gates.eu-west-1.json`,
    ]);
  });

  it("seals more findings than one file holds, in parts that verify knows", async () => {
    const folder = temporaryFolder();
    const Vpcs = Array.from({ length: FINDINGS_PER_FILE + 1 }, (_, index) => ({
      VpcId: `vpc-${index}`,
      State: "available",
    }));
    const gatherer = answering({
      ...GATES,
      "test.gates.eu-west-1": [{ operation: "DescribeVpcs" as never, response: { Vpcs } }],
    });
    const input = await inputFor(folder, { gatherer });
    const { manifest } = await takeSnapshot(input);
    expect(
      manifest.files.map(({ path }) => path).filter((path) => path.includes("findings.part-")),
    ).toEqual([
      `CC6.1-access-controls/${SNAPSHOT}/findings.part-0001.json`,
      `${FOLDER}/${SNAPSHOT}/findings.part-0001.json`,
      `snapshots/${SNAPSHOT}/findings.part-0001.json`,
    ]);
    expect((await verified(folder, input)).faults).toEqual([]);
  });

  it("asks AWS once for a source that two criteria need", async () => {
    const gatherer = answering(GATES);
    await takeSnapshot(await inputFor(temporaryFolder(), { gatherer }));
    // Identity, list of regions, and the gates of two regions.
    expect(gatherer.asked).toBe(4);
  });

  it("says what it will gather before it does, and when nothing is gathered any more", async () => {
    const gatherer = answering(GATES);
    await takeSnapshot(await inputFor(temporaryFolder(), { gatherer }));
    const [before, after, ...more] = gatherer.expected;
    expect(new Set(before)).toEqual(new Set(["sts.caller-identity", "ec2.regions", "test.gates"]));
    expect(after).toEqual([]);
    expect(more).toEqual([]);
  });

  it("run again when sealed, writes nothing and asks nothing", async () => {
    const folder = temporaryFolder();
    await takeSnapshot(await inputFor(folder));
    const before = filesIn(join(folder, "evidence"));
    const gatherer = answering({});
    const again = await takeSnapshot(await inputFor(folder, { gatherer }));
    expect(again.unchanged).toBe(true);
    expect(gatherer.asked).toBe(0);
    expect(filesIn(join(folder, "evidence"))).toEqual(before);
  });

  it("adopts what an interrupted run wrote, and judges from those bytes", async () => {
    const folder = temporaryFolder();
    const input = await inputFor(folder);
    await takeSnapshot(input);
    // As if the run had been killed before anything but one evidence object was written.
    const evidence = join(folder, "evidence");
    const kept = `${FOLDER}/${SNAPSHOT}/test.gates.eu-west-1.json`;
    for (const path of filesIn(evidence).keys()) if (path !== kept) rmSync(join(evidence, path));
    await begin(input);
    const gatherer = answering({
      "test.gates.eu-west-1": [{ operation: "DescribeVpcs" as never, response: { Vpcs: [] } }],
      "test.gates.us-east-1": [{ operation: "DescribeVpcs" as never, response: { Vpcs: [] } }],
    });
    await takeSnapshot({ ...input, gatherer });
    const text = filesIn(evidence).get(`${FOLDER}/${SNAPSHOT}/assessment.json`) ?? "";
    expect(assessmentSchema.parse(JSON.parse(text)).findings.map(({ reason }) => reason)).toEqual([
      "vpc-0 is open.",
      "vpc-1 is shut.",
    ]);
    expect((await verified(folder, input)).faults).toEqual([]);
  });

  it("refuses an object in its folder that is not what its name says", async () => {
    const folder = temporaryFolder();
    const input = await inputFor(folder);
    await begin(input);
    await input.store.put(
      `${FOLDER}/${SNAPSHOT}/test.gates.eu-west-1.json`,
      new TextEncoder().encode('{"schema":"evidence/1","calls":[]}'),
    );
    await expect(takeSnapshot(input)).rejects.toMatchObject({ code: "SCHEMA_INVALID" });
  });

  it("says which sources are incomplete, where, and why", async () => {
    const folder = temporaryFolder();
    const gatherer = answering({
      ...GATES,
      "test.gates.us-east-1": [
        { operation: "DescribeVpcs" as never, outcome: "denied", code: "UnauthorizedOperation" },
      ],
    });
    const input = await inputFor(folder, { gatherer });
    const { manifest } = await takeSnapshot(input);
    const reason = "UnauthorizedOperation on ec2:DescribeVpcs";
    expect(manifest.incomplete).toEqual([
      { criterion: "CC6.1", source: "test.gates", region: "us-east-1", reason },
      { criterion: "CC6.6", source: "test.gates", region: "us-east-1", reason },
    ]);
    expect((await verified(folder, input)).exitCode).toBe(2);
  });

  it("writes nothing of a source whose redaction failed, and says so", async () => {
    const folder = temporaryFolder();
    const honest = answering(GATES);
    const gatherer = {
      ...honest,
      async gather(unit: Parameters<typeof honest.gather>[0]) {
        const bodies = await honest.gather(unit);
        if (unit.source.name !== "test.gates") return bodies;
        return new Map(
          [...bodies].map(([id, body]) => [
            id,
            {
              ...body,
              calls: [],
              complete: false,
              writable: false,
              incompleteReason: "Secrets could not be cut out",
            },
          ]),
        );
      },
    };
    const input = await inputFor(folder, { gatherer });
    const { manifest } = await takeSnapshot(input);
    expect(
      [...filesIn(join(folder, "evidence")).keys()].filter((path) => path.includes("gates")),
    ).toEqual([]);
    expect(new Set(manifest.incomplete.map(({ reason }) => reason))).toEqual(
      new Set(["Secrets could not be cut out"]),
    );
  });

  it("leaves criteria that were not asked for out of scope, with the reason", async () => {
    const folder = temporaryFolder();
    const config = restrictCriteria(TWO_REGIONS, ["CC6.6"]);
    await takeSnapshot(await inputFor(folder, { config }));
    const files = filesIn(join(folder, "evidence"));
    const other = JSON.parse(
      files.get(`CC6.1-access-controls/${SNAPSHOT}/assessment.json`) ?? "null",
    );
    expect([other.headline, other.reason]).toEqual([
      "out-of-scope",
      "Not asked for in this run (only CC6.6).",
    ]);
    // Sealed as the configuration of this run, so that its results can be derived again.
    expect(await storedConfig(new FolderStore(join(folder, "evidence")), SNAPSHOT)).toEqual(config);
  });
});

describe("replay", () => {
  it("gives byte-identical evidence and assessments with the same configuration and time", async () => {
    const folder = temporaryFolder();
    await takeSnapshot(await inputFor(folder));
    const original = filesIn(join(folder, "evidence"));
    const recording = await openRecording(new FolderStore(join(folder, "evidence")), null);
    const target = temporaryFolder();
    await takeSnapshot(
      await inputFor(target, {
        gatherer: recording.gatherer,
        snapshot: recording.snapshot,
        replayOf: `replay:${recording.snapshot}`,
      }),
    );
    const replayed = filesIn(join(target, "evidence"));
    const isCompared = (path: string) => !/manifest|chain|public-key/.test(path);
    expect(new Map([...replayed].filter(([path]) => isCompared(path)))).toEqual(
      new Map([...original].filter(([path]) => isCompared(path))),
    );
  });

  it("does not pass what the recording does not hold", async () => {
    const folder = temporaryFolder();
    await takeSnapshot(await inputFor(folder));
    // As if it had never been sealed: what was sealed has to be whole.
    rmSync(join(folder, "evidence", "snapshots", SNAPSHOT, "manifest.json"));
    for (const name of ["CC6.1-access-controls", FOLDER]) {
      rmSync(join(folder, "evidence", name, SNAPSHOT, "test.gates.us-east-1.json"));
    }
    const recording = await openRecording(new FolderStore(join(folder, "evidence")), null);
    const { manifest } = await takeSnapshot(
      await inputFor(temporaryFolder(), { gatherer: recording.gatherer, replayOf: "replay" }),
    );
    expect(new Set(manifest.incomplete.map(({ reason }) => reason))).toEqual(
      new Set(["The recording has no test.gates in us-east-1"]),
    );
  });

  it.each([
    { says: "a changed answer", from: "vpc-1", to: "vpc-2" },
    { says: "a changed time", from: "06:00:00", to: "06:00:01" },
  ])("refuses a sealed recording with $says", async ({ from, to }) => {
    const folder = temporaryFolder();
    await takeSnapshot(await inputFor(folder));
    const evidence = join(folder, "evidence");
    const path = join(evidence, FOLDER, SNAPSHOT, "test.gates.eu-west-1.json");
    writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
    await expect(openRecording(new FolderStore(evidence), null)).rejects.toMatchObject({
      code: "SEAL_BROKEN",
      message: expect.stringContaining("so it is not replayed"),
    });
  });

  it("knows in which region the recording was made", async () => {
    const folder = temporaryFolder();
    await takeSnapshot(await inputFor(folder));
    const evidence = join(folder, "evidence");
    rmSync(join(evidence, "snapshots", SNAPSHOT, "manifest.json"));
    for (const [path, text] of filesIn(evidence)) {
      writeFileSync(join(evidence, path), text.replaceAll('"us-east-1"', '"eu-north-1"'));
    }
    expect((await openRecording(new FolderStore(evidence), null)).homeRegion).toBe("eu-north-1");
  });

  it("refuses a folder that holds no evidence", async () => {
    const folder = temporaryFolder();
    await expect(openRecording(new FolderStore(folder), null)).rejects.toMatchObject({
      code: "RECORDING_INVALID",
    });
  });

  it("refuses a chain of live snapshots for a replay", async () => {
    const folder = temporaryFolder();
    const input = await inputFor(folder);
    await takeSnapshot(input);
    const later = { ...input, snapshot: "2026-11-23T06-00-00Z", replayOf: "replay" };
    await expect(takeSnapshot(later)).rejects.toMatchObject({ code: "CHAIN_MIXED" });
  });
});

// Copies and edits are made on real folders, so that what is proven is what lies on disk.
describe("a sealed snapshot that was changed", () => {
  it("is not run again as if nothing had happened", async () => {
    const folder = temporaryFolder();
    const input = await inputFor(folder);
    await takeSnapshot(input);
    const copy = temporaryFolder();
    cpSync(folder, copy, { recursive: true });
    writeFileSync(join(copy, "evidence", FOLDER, SNAPSHOT, "assessment.json"), "{}\n");
    await expect(takeSnapshot(await inputFor(copy))).rejects.toMatchObject({ code: "SEAL_BROKEN" });
  });
});
