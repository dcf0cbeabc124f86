import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCapture, type Gathered } from "../../shared/capture/capture.ts";
import { createLimiter } from "../../shared/capture/limits.ts";
import { securityContactNamed } from "../../shared/checks/account/security-contact-named.ts";
import { type AnyCheck, sourcesOf } from "../../shared/checks/check.ts";
import { federatedTrustIsNarrow } from "../../shared/checks/iam/federated-trust-is-narrow.ts";
import { noFullAdministration } from "../../shared/checks/iam/no-full-administration.ts";
import { noPrivilegeEscalation } from "../../shared/checks/iam/no-privilege-escalation.ts";
import { policiesAttachedToGroupsOrRoles } from "../../shared/checks/iam/policies-attached-to-groups-or-roles.ts";
import { rolesInUse } from "../../shared/checks/iam/roles-in-use.ts";
import { rolesTrustKnownAccounts } from "../../shared/checks/iam/roles-trust-known-accounts.ts";
import { serviceTrustHasSource } from "../../shared/checks/iam/service-trust-has-source.ts";
import { usersInUse } from "../../shared/checks/iam/users-in-use.ts";
import { vendorRolesNeedExternalId } from "../../shared/checks/iam/vendor-roles-need-external-id.ts";
import { effectiveConfig } from "../../shared/config/effective-config.ts";
import { loadConfig } from "../../shared/config/load.ts";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import { ACCOUNT, judged, recorded } from "../checks/judging.ts";
import { buildCompany, COMPANY, COMPANY_MOTO, type Company, remediate } from "./company.ts";
import { plantedGaps, resourceIdOf } from "./company-gaps.ts";
import { type Moto, startMoto, TEST_CREDENTIALS } from "./moto-server.ts";

type State = "before" | "after";

/** Access Analyzer is not in the emulator. */
const CHECKS: readonly AnyCheck[] = [
  securityContactNamed,
  federatedTrustIsNarrow,
  noFullAdministration,
  noPrivilegeEscalation,
  policiesAttachedToGroupsOrRoles,
  rolesInUse,
  rolesTrustKnownAccounts,
  serviceTrustHasSource,
  usersInUse,
  vendorRolesNeedExternalId,
];
const SOURCES = [...new Set(CHECKS.flatMap(sourcesOf))];
const {
  policy,
  administrators = [],
  knownAccounts = [],
} = effectiveConfig(
  loadConfig({
    fileName: "soc2.yaml",
    content: readFileSync(new URL("../../soc2.yaml", import.meta.url), "utf8"),
    today: COMPANY.at.before.slice(0, 10),
  }),
);

let moto: Moto;
let company: Company;
const gathered = new Map<State, Map<string, Gathered>>();

beforeAll(async () => {
  moto = await startMoto(COMPANY_MOTO);
  company = await buildCompany(moto);
  gathered.set("before", await gatherAll());
  await remediate(moto, company);
  gathered.set("after", await gatherAll());
});

afterAll(async () => {
  await moto?.stop();
});

async function gatherAll(): Promise<Map<string, Gathered>> {
  const capture = createCapture({
    credentials: async () => TEST_CREDENTIALS,
    endpoint: moto.endpoint,
    limiter: createLimiter(1),
    redact: (call) => ({ call, redactions: [] }),
    retry: { maxAttempts: 1, delayMs: () => 0 },
    deadline: new AbortController().signal,
    now: () => new Date(),
    wait: async () => {},
    requestTimeoutMs: 30_000,
  });
  const found = new Map<string, Gathered>();
  for (const source of SOURCES) {
    const target = { region: "us-east-1", account: ACCOUNT, partition: "aws" };
    found.set(source.name, await capture.gather(source, target));
  }
  capture.close();
  return found;
}

function evidenceOf(state: State): StoredEvidence[] {
  return SOURCES.map((source) => {
    const { path, object } = recorded(source, []);
    const found = gathered.get(state)?.get(source.name);
    return {
      path,
      object: { ...object, complete: found?.complete === true, calls: [...(found?.calls ?? [])] },
    };
  });
}

describe.each(["before", "after"] as const)("identities %s the remediation", (state) => {
  it("the sources are gathered whole, AWS's policies with one call each", () => {
    const found = gathered.get(state);
    expect([...(found?.values() ?? [])].every(({ complete }) => complete)).toBe(true);
    const calls = found?.get("iam.attached-aws-policies")?.calls ?? [];
    expect(calls.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
      "ListPolicies ok",
      "GetPolicyVersion ok",
      "GetPolicyVersion ok",
      "GetPolicyVersion ok",
    ]);
  });

  it.each(CHECKS)("$id fails for each gap that was planted, and for nothing else", (check) => {
    const planted = plantedGaps
      .filter((gap) => gap.check === check.id && gap.states.includes(state))
      .map(({ resource }) => resourceIdOf(company, resource));
    const failed = judged(check, evidenceOf(state), {
      policy,
      administrators,
      knownAccounts,
      now: COMPANY.at[state],
    }).findings.filter(({ status }) => status === "fail");
    expect(failed.map(({ resource }) => resource.id).sort()).toEqual(planted.sort());
  });
});
