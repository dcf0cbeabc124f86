import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_STATES, type SampleState } from "../../shared/sample/sample-account.ts";
import type { Finding } from "../../shared/snapshot/assessment.ts";
import { buildCompany, COMPANY_MOTO, type Company, remediate } from "./company.ts";
import { type PlantedGap, plantedGaps, resourceIdOf } from "./company-gaps.ts";
import { snapshotOfCompany } from "./company-snapshots.ts";
import { type Moto, startMoto } from "./moto-server.ts";
import { runCli } from "./run-cli.ts";

// Both states of the made-up company, looked at by the product as its users run it.
const folder = mkdtempSync(join(tmpdir(), "planted-gaps-"));
const companies = new Map<SampleState, Company>();
let moto: Moto;

beforeAll(async () => {
  moto = await startMoto(COMPANY_MOTO);
  const company = await buildCompany(moto);
  await take("before", company);
  await take("after", await remediate(moto, company));
}, 240_000);

afterAll(() => moto.stop());

async function take(state: SampleState, company: Company): Promise<void> {
  companies.set(state, company);
  await snapshotOfCompany(moto, folder, state);
}

function liveIn(state: SampleState): string {
  return join(folder, state);
}

function recordedAs(state: SampleState): string {
  return join(folder, "recorded", state);
}

function findingsIn(out: string): Finding[] {
  const snapshots = join(out, "snapshots");
  const [snapshot = ""] = readdirSync(snapshots);
  return JSON.parse(readFileSync(join(snapshots, snapshot, "findings.json"), "utf8")).findings;
}

function companyIn(state: SampleState): Company {
  const found = companies.get(state);
  if (found === undefined) throw new Error(`The company was not built in the state ${state}`);
  return found;
}

/** A gap or a finding, so that either names the other: regions only of what the account has set. */
function gapInWords(company: Company, { check, resource }: PlantedGap): string {
  const region = resource.kind === "account" ? ` in ${resource.region ?? "all"}` : "";
  return `${check}: ${resourceIdOf(company, resource)}${region}`;
}

function failureInWords({ check, resource }: Finding): string {
  const region = resource.type === "AWS::Account" ? ` in ${resource.region ?? "all"}` : "";
  return `${check}: ${idOf(resource)}${region}`;
}

function outcomeOf({ check, status, resource }: Finding): string {
  return `${check}: ${status} ${resource.id} in ${resource.region ?? "all"}`;
}

/** Trails are planted by their ARN: one name stands in two regions. */
function idOf({ id, arn, type }: Finding["resource"]): string {
  return type === "AWS::CloudTrail::Trail" ? (arn ?? id) : id;
}

describe.each(SAMPLE_STATES)("the company %s its remediation", (state) => {
  it("fails on every planted gap, and on nothing else", () => {
    const company = companyIn(state);
    const planted = plantedGaps.filter(({ states }) => states.includes(state));
    const failing = findingsIn(liveIn(state)).filter(({ status }) => status === "fail");
    expect(failing.map(failureInWords).sort()).toEqual(
      planted.map((gap) => gapInWords(company, gap)).sort(),
    );
  });

  it("is the one that the sample account recorded", async () => {
    const run = await runCli(["snapshot", "--sample", state, "--out", recordedAs(state)], {
      SOC2_EVIDENCE_HOME: join(folder, "keys"),
    });
    expect(run.exitCode, "record the sample again: npm run record-sample").toBe(0);
    expect(findingsIn(recordedAs(state)).map(outcomeOf).sort()).toEqual(
      findingsIn(liveIn(state)).map(outcomeOf).sort(),
    );
  });
});
