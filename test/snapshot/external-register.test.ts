import { describe, expect, it } from "vitest";
import type { EffectiveConfig } from "../../shared/config/effective-config.ts";
import type { Decision } from "../../shared/config/sealed-decision.ts";
import type { ExternalAssessment } from "../../shared/external/external-assessment.ts";
import { asff } from "../external/asff-sample.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import { page, withFindings } from "./other-tools.ts";
import {
  CHECKS,
  inShort,
  jsonIn,
  rederived,
  rewrite,
  SNAPSHOT,
  sealAgain,
  taken,
} from "./rederiving.ts";
import { TWO_REGIONS } from "./taking.ts";

const FOLDER = `external/${SNAPSHOT}/`;
const REGISTERS = ["CC3.2-risk-assessment", "CC9.1-disruption-risk"].map(
  (folder) => `${folder}/${SNAPSHOT}/decisions.json`,
);
const bucket = (name: string) =>
  asff({
    Id: `finding/${name}`,
    Resources: [
      { Type: "AwsS3Bucket", Id: `arn:aws:s3:::${name}`, Partition: "aws", Region: "eu-west-1" },
    ],
  });
const PAGES = {
  "eu-west-1": [page([bucket("logs-1"), bucket("logs-2"), bucket("invoices")], "eu-west-1")],
  "us-east-1": [],
};

function decided(more: Partial<Decision>): Decision {
  return {
    ...{ id: "D-001", pattern: null, findings: [], outcome: "accept" },
    rationale: "The bucket serves the public website; nothing in it is confidential.",
    ...{ owner: { name: "A B", email: null, role: null }, approver: "C D" },
    ...{ decidedOn: "2026-11-01", expiresOn: "2027-05-31", compensatingControl: null },
    ...{ ticket: null, proof: null, selfApproval: null },
    ...more,
  };
}

async function withRegister(decisions: Decision[]): Promise<MemoryStore> {
  const config: EffectiveConfig = { ...TWO_REGIONS, decisions };
  return taken({ gatherer: withFindings(PAGES), config });
}

const listed = (store: MemoryStore) =>
  new TextDecoder()
    .decode(store.objects.get(`${FOLDER}findings.ndjson`))
    .split("\n")
    .filter((line) => line.includes('"id"'))
    .map((line) => JSON.parse(line) as { id: string; resource: { id: string }; decision?: object });

const differing = async (store: MemoryStore) =>
  inShort(await rederived(store, CHECKS)).faults.filter((one) => one.startsWith("RESULT_DIFFERS"));

/** The ids of the findings about buckets, by the bucket's name. */
async function idsByName(): Promise<Readonly<Record<string, string>>> {
  const store = await taken({ gatherer: withFindings(PAGES) });
  return Object.fromEntries(
    listed(store).map(({ id, resource }) => [resource.id.replace("arn:aws:s3:::", ""), id]),
  );
}

describe("a register that decides on other tools' findings", async () => {
  const { "logs-1": one = "", "logs-2": two = "", invoices = "" } = await idsByName();
  const onLogs = (findings: string[]) =>
    decided({ pattern: { check: "fsbp:S3.8", resources: "arn:aws:s3:::logs-*" }, findings });

  it("marks them in the list and the assessment, and seals what it covers", async () => {
    const store = await withRegister([
      onLogs([one, two].toSorted()),
      decided({ id: "D-002", findings: [invoices], expiresOn: "2026-11-20" }),
    ]);
    expect(
      Object.fromEntries(listed(store).map(({ id, decision }) => [id, decision])),
    ).toMatchObject({
      [one]: { id: "D-001", state: "holds" },
      [two]: { id: "D-001", state: "holds" },
      [invoices]: { id: "D-002", state: "expired" },
    });
    const { counts, gaps } = jsonIn(
      store,
      `${FOLDER}assessment.json`,
    ) as unknown as ExternalAssessment;
    expect(counts.bySeverity[1]).toEqual({ severity: "high", open: 3, decided: 2 });
    expect(gaps).toMatchObject([{ open: 3, decided: 2, toDecide: 1, decisions: ["D-001"] }]);
    for (const path of REGISTERS) {
      expect(jsonIn(store, path)).toMatchObject({
        decisions: [
          { id: "D-001", state: "holds", covered: [one, two].toSorted(), grownBy: [] },
          { id: "D-002", state: "expired", covered: [invoices] },
        ],
      });
    }
  });

  it("reopens all where a pattern matches what nobody decided on", async () => {
    const store = await withRegister([onLogs([one])]);
    expect(listed(store).map(({ decision }) => decision ?? null)).toMatchObject(
      listed(store).map(({ id }) => (id === invoices ? null : { state: "scope-grown" })),
    );
    expect(jsonIn(store, REGISTERS[0] ?? "")).toMatchObject({
      decisions: [{ state: "scope-grown", grownBy: [two] }],
    });
  });

  it("comes to the same when it is derived again, and to a fault where it was changed", async () => {
    const store = await withRegister([onLogs([one, two].toSorted())]);
    expect(await differing(store)).toEqual([]);
    for (const path of REGISTERS) {
      rewrite(store, path, (value) => {
        const [first] = value.decisions as { covered: string[] }[];
        if (first !== undefined) first.covered = [];
      });
    }
    await sealAgain(store, SNAPSHOT);
    expect(await differing(store)).toEqual(REGISTERS.map((path) => `RESULT_DIFFERS ${path}`));
  });
});
