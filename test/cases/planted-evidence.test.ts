import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { redact } from "../../shared/capture/redaction.ts";
import { boundaryOf } from "../../shared/config/boundary.ts";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import type { EvidenceObject } from "../../shared/evidence/evidence-object.ts";
import { EvidenceView, Unread } from "../../shared/evidence/evidence-view.ts";
import { incompleteOf } from "../../shared/snapshot/incomplete.ts";
import { openRecording } from "../../shared/snapshot/replay.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import type { EvidenceReader } from "../../shared/store/store.ts";
import { recorded, SNAPSHOT } from "../checks/judging.ts";
import { gates } from "../snapshot/gates-and-doors.ts";
import { answering, begin, GATES, inputFor, temporaryFolder } from "../snapshot/taking.ts";

const FOLDER = "CC6.6-network-boundary";
const GATES_FILE = `${FOLDER}/${SNAPSHOT}/test.gates.eu-west-1.json`;

/** The gates of eu-west-1 as an earlier run would have left them, all open. */
function openGates(changes: Partial<EvidenceObject> = {}): EvidenceObject {
  const { object } = recorded(
    gates,
    [{ operation: "DescribeVpcs", response: { Vpcs: [{ VpcId: "vpc-0", State: "available" }] } }],
    "eu-west-1",
  );
  return { ...object, criterion: "CC6.6", ...changes };
}

function plant(folder: string, path: string, object: unknown): void {
  const file = join(folder, "evidence", path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, `${JSON.stringify(object, null, 2)}\n`);
}

describe("evidence that stands in the folder before the run", () => {
  it.each<[string, Partial<EvidenceObject>]>([
    ["of another account", { account: "999999999999" }],
    ["of another criterion", { criterion: "CC6.1" }],
    ["of another snapshot", { snapshot: "2026-11-21T06-00-00Z" }],
    ["of another region", { region: "us-east-1" }],
    ["of another source", { source: "ec2.vpcs" }],
    ["that is one part of several under the name of the whole", { part: { number: 1, of: 2 } }],
  ])("is not adopted when it is %s", async (_what, changes) => {
    const folder = temporaryFolder();
    const input = await inputFor(folder);
    await begin(input);
    plant(folder, GATES_FILE, openGates(changes));
    await expect(takeSnapshot(input)).rejects.toMatchObject({ code: "SCHEMA_INVALID" });
  });

  it.each([GATES_FILE, `external/${SNAPSHOT}/test.findings.eu-west-1.ndjson`])(
    "is refused where no run began the snapshot: %s (CASES 40)",
    async (path) => {
      const folder = temporaryFolder();
      plant(folder, path, openGates());
      await expect(takeSnapshot(await inputFor(folder))).rejects.toMatchObject({
        code: "STORE_CONFLICT",
        fields: { path },
      });
      expect(readdirSync(join(folder, "evidence"))).toEqual([path.split("/")[0]]);
    },
  );

  it("does not pass as complete when one of its calls was refused", async () => {
    const folder = temporaryFolder();
    const object = openGates();
    const [{ response: _lost, ...call } = {}] = object.calls;
    const error = { code: "UnauthorizedOperation", message: "No." };
    const input = await inputFor(folder);
    await begin(input);
    plant(folder, GATES_FILE, { ...object, calls: [{ ...call, outcome: "denied", error }] });
    const { manifest } = await takeSnapshot(input);
    expect(manifest.incomplete).toContainEqual(
      expect.objectContaining({ source: "test.gates", region: "eu-west-1" }),
    );
  });

  it("of two accounts is no recording of one", async () => {
    const folder = temporaryFolder();
    await takeSnapshot(await inputFor(folder));
    const store = new FolderStore(join(folder, "evidence"));
    const unsealed: EvidenceReader & { describe(): string } = {
      describe: () => "a folder",
      list: (prefix) => store.list(prefix),
      open: (path) => store.open(path),
      read: async (path) => {
        const bytes = path.endsWith("manifest.json") ? undefined : await store.read(path);
        if (path !== GATES_FILE || bytes === undefined) return bytes;
        const text = new TextDecoder().decode(bytes);
        return new TextEncoder().encode(
          text.replace(/"account": "\d+"/, '"account": "999999999999"'),
        );
      },
    };
    const recording = await openRecording(unsealed, null);
    const unit = { source: gates, region: "eu-west-1", criteria: ["CC6.6"] };
    await expect(recording.gatherer.gather(unit)).rejects.toMatchObject({ code: "SCHEMA_INVALID" });
  });
});

describe("a list in pages", () => {
  const page = (number: number, next: number | null): StoredEvidence["object"]["calls"][number] => {
    const token = (of: number) => `eyJhbGciOiJIUzI1NiJ9.eyJwYWdlIjoi${of}aaaaaaaaaaaaaaaaaaaa`;
    const [call] = openGates().calls;
    if (call === undefined) throw new Error("no call");
    return redact({
      ...call,
      input: number === 0 ? {} : { NextToken: token(number) },
      response: {
        Vpcs: [{ VpcId: `vpc-${number}`, State: "available" }],
        ...(next === null ? {} : { NextToken: token(next) }),
      },
    }).call;
  };
  const stored = (...calls: StoredEvidence["object"]["calls"]): StoredEvidence[] => [
    { path: GATES_FILE, object: openGates({ calls }) },
  ];
  const expected = [{ source: gates.name, region: "eu-west-1" }];

  it("loses no page when its tokens were cut out as secrets, and so look alike", () => {
    const view = new EvidenceView(stored(page(0, 1), page(1, 2), page(2, null)));
    const ids = view.items(gates, "DescribeVpcs", "Vpcs").map(({ value }) => value.VpcId);
    expect(ids).toEqual(["vpc-0", "vpc-1", "vpc-2"]);
  });

  it("is whole with all of its pages", () => {
    const whole = stored(page(0, 1), page(1, 2), page(2, null));
    expect(incompleteOf(expected, whole)).toEqual([]);
  });

  it("is not whole while a page names a next one that nobody asked for", () => {
    expect(incompleteOf(expected, stored(page(0, 1)))).toMatchObject([
      { reason: expect.stringMatching(/^DescribeVpcs name[sd] a next page/) },
    ]);
  });
});

describe("the list of regions", () => {
  it.each([
    ["empty", { Regions: [] }],
    ["missing from the answer", {}],
    [
      "of regions that are all switched off",
      { Regions: [{ RegionName: "eu-west-1", OptInStatus: "not-opted-in" }] },
    ],
  ])("that is %s lets no regional check pass", async (_what, response) => {
    const folder = temporaryFolder();
    const input = await inputFor(folder, {
      gatherer: answering({
        ...GATES,
        "ec2.regions": [{ operation: "DescribeRegions" as never, response }],
      }),
    });
    const config = { ...input.config, regions: { only: null, reason: null } };
    await takeSnapshot({ ...input, config });
    const bytes = await input.store.read(`snapshots/${SNAPSHOT}/findings.json`);
    const { findings } = JSON.parse(new TextDecoder().decode(bytes)) as {
      findings: { status: string; resource: { type: string } }[];
    };
    expect(findings.map(({ status }) => status)).not.toContain("pass");
    expect(findings).toContainEqual(
      expect.objectContaining({
        status: "indeterminate",
        resource: expect.objectContaining({ type: "AWS::Account", region: null }),
      }),
    );
  });
});

describe("a name that is no UTF-8", () => {
  it.each(["file", "folder"])(
    "is listed where it stands as a %s, so that verify reports it",
    async (kind) => {
      const root = mkdtempSync(join(tmpdir(), "names-"));
      const name = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x61, 0xff, 0xfe])]);
      if (kind === "file") writeFileSync(name, "x");
      else {
        mkdirSync(name);
        writeFileSync(Buffer.concat([name, Buffer.from("/x")]), "x");
      }
      const listed = await Array.fromAsync(new FolderStore(root).list(""));
      expect(listed).toMatchObject([{ irregular: "special" }]);
    },
  );
});

it("a tag whose value was cut out as a secret names no place in the boundary", () => {
  const rule = { tag: "environment", values: ["prod*"] };
  const cut = { redacted: "detected-secret", length: "16-31", detected: ["password-assignment"] };
  const tags = { environment: cut } as unknown as Record<string, string>;
  expect(boundaryOf({ boundary: { in: [rule], out: [] } }, tags).scope).toBe("unknown");
});

it("evidence without the call that lists is no empty list", () => {
  const view = new EvidenceView([{ path: GATES_FILE, object: openGates({ calls: [] }) }]);
  expect(() => view.items(gates, "DescribeVpcs", "Vpcs")).toThrow(Unread);
});
