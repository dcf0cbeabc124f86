import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../shared/config/default-config.ts";
import {
  type EffectiveConfig,
  effectiveConfig,
  effectiveConfigSchema,
} from "../../shared/config/effective-config.ts";
import { loadConfig } from "../../shared/config/load.ts";
import { CONTROLS, controlById } from "../../shared/controls/catalogue.ts";
import { CRITERION_IDS } from "../../shared/criteria/criteria.ts";

const SAMPLE = readFileSync(new URL("../../soc2.yaml", import.meta.url), "utf8");
const RULED = "reason: We do without it, approver: Ada Lovelace";

function resolve(yaml: string): EffectiveConfig {
  const content = `version: 1\ncompany: { name: A }\nsystem: { name: B }\n${yaml}\n`;
  return effectiveConfig(loadConfig({ fileName: "soc2.yaml", content, today: "2026-11-22" }));
}

function controlIn(config: EffectiveConfig, id: string) {
  return config.controls.find((control) => control.id === id);
}

describe("without a soc2.yaml everything is honest", () => {
  const config = effectiveConfig(defaultConfig());

  it("nothing is known of company, boundary and numbers, and all regions are read", () => {
    const { criteria, controls, ...rest } = config;
    expect(rest).toEqual({
      schema: "config/1",
      company: null,
      system: null,
      account: null,
      regions: { only: null, reason: null },
      boundary: null,
      policy: {},
      subserviceOrganizations: [],
      schedule: null,
    });
  });

  it("all 61 criteria stand in it, and of them those of Security are in scope", () => {
    expect(config.criteria.map(({ id }) => id)).toEqual(CRITERION_IDS);
    const inScope = config.criteria.filter((criterion) => criterion.inScope).map(({ id }) => id);
    expect(inScope).toEqual(CRITERION_IDS.filter((id) => id.startsWith("CC")));
  });

  it("all controls of the catalogue are active, and none has an owner", () => {
    expect(config.controls.map(({ id, status, owner }) => ({ id, status, owner }))).toEqual(
      CONTROLS.map(({ id }) => ({ id, status: "active", owner: null })),
    );
  });
});

describe("scope", () => {
  it("a category that is not chosen is out, with the reason", () => {
    expect(
      resolve("scope: { categories: [Privacy] }").criteria.find(({ id }) => id === "A1.1"),
    ).toEqual({
      id: "A1.1",
      inScope: false,
      reason: "The category Availability is not in the scope of this system.",
      approver: null,
      expiresOn: null,
    });
  });

  it("Security is in scope where only others are chosen", () => {
    const { criteria } = resolve("scope: { categories: [Privacy] }");
    const prefixes = criteria
      .filter(({ inScope }) => inScope)
      .map(({ id }) => id.replace(/[\d.]/g, ""));
    expect(new Set(prefixes)).toEqual(new Set(["CC", "P"]));
  });

  it("a criterion that is left out keeps reason, approver and end", () => {
    const { criteria } = resolve(
      `scope: { criteria: { exclude: [{ criterion: CC1.2, ${RULED}, expiresOn: 2027-01-31 }] } }`,
    );
    expect(criteria.filter(({ id, inScope }) => id.startsWith("CC") && !inScope)).toEqual([
      {
        id: "CC1.2",
        inScope: false,
        reason: "We do without it",
        approver: "Ada Lovelace",
        expiresOn: "2027-01-31",
      },
    ]);
  });
});

describe("controls", () => {
  it("an override changes what it names and nothing else", () => {
    const before = controlIn(resolve(""), "AC-01");
    const yaml =
      "controls: { AC-01: { statement: We use MFA., companyId: A-7, performer: Okta, inPlaceSince: 2025-01-01 } }";
    expect(controlIn(resolve(yaml), "AC-01")).toEqual({
      ...before,
      statement: "We use MFA.",
      companyId: "A-7",
      performer: "Okta",
      inPlaceSince: "2025-01-01",
    });
  });

  it.each([
    ["notApplicable", "not-applicable"],
    ["drop", "dropped"],
  ])("%s takes the control out with its reason", (key, status) => {
    const config = resolve(`controls: { AC-01: { ${key}: { ${RULED} } } }`);
    expect(controlIn(config, "AC-01")).toMatchObject({
      status,
      statusReason: "We do without it",
      approver: "Ada Lovelace",
      expiresOn: null,
    });
    expect(config.controls.filter((control) => control.status !== "active")).toHaveLength(1);
  });

  it("a control's own owner comes before the family's", () => {
    const config = resolve(
      "owners: { families: { access: { name: Ada Lovelace } }, controls: { AC-02: { name: Bob Noyce, role: CTO } } }",
    );
    expect(controlIn(config, "AC-01")?.owner).toEqual({
      name: "Ada Lovelace",
      email: null,
      role: null,
    });
    expect(controlIn(config, "AC-02")?.owner).toEqual({
      name: "Bob Noyce",
      email: null,
      role: "CTO",
    });
    expect(controlIn(config, "NW-01")?.owner).toBe(null);
  });

  it("the company's own controls follow the catalogue's, documents needed unless said otherwise", () => {
    const config = resolve(`addControls:
  - id: LA-01
    family: data
    statement: We ask before we export.
    criteria: { C1.1: { strength: direct, reason: It is that important } }
    nature: manual
    frequency: Per export
    documents: [{ id: a, name: A, maxAgeDays: null }, { id: b, name: B, maxAgeDays: 9, needed: when-found }]
owners: { families: { data: { name: Ada Lovelace } } }`);
    expect(config.controls.slice(CONTROLS.length)).toEqual([
      {
        id: "LA-01",
        companyId: null,
        family: "data",
        statement: "We ask before we export.",
        criteria: { "C1.1": { strength: "direct", reason: "It is that important" } },
        nature: "manual",
        frequency: "Per export",
        parts: [],
        documents: [
          { id: "a", name: "A", maxAgeDays: null, needed: "always" },
          { id: "b", name: "B", maxAgeDays: 9, needed: "when-found" },
        ],
        carvedOut: null,
        owner: { name: "Ada Lovelace", email: null, role: null },
        performer: null,
        inPlaceSince: null,
        status: "active",
        statusReason: null,
        approver: null,
        expiresOn: null,
      },
    ]);
  });

  it("the catalogue's carve-out keeps its reason, another control gets the organisation's", () => {
    const config = resolve(
      "subserviceOrganizations: [{ name: AWS, carvedOut: [VN-04, DP-06], report: { name: SOC 2, periodEnds: 2026-03-31 }, reviewedOn: 2026-06-15, reviewedBy: Ada Lovelace }]",
    );
    expect(controlIn(config, "VN-04")?.carvedOut).toBe(controlById("VN-04").carvedOut);
    expect(controlIn(config, "DP-06")?.carvedOut).toBe(
      'AWS performs it as a subservice organisation; the company reviews its report "SOC 2".',
    );
    expect(controlIn(config, "DP-05")?.carvedOut).toBe(null);
  });
});

describe("what is sealed", () => {
  const sample = () =>
    effectiveConfig(loadConfig({ fileName: "soc2.yaml", content: SAMPLE, today: "2026-10-19" }));

  it("is the same to the byte each time, and after another has been made", () => {
    const first = JSON.stringify(sample());
    effectiveConfig(defaultConfig());
    expect(JSON.stringify(sample())).toBe(first);
  });

  it("does not depend on the order in which the file lists keys, regions and kinds of character", () => {
    const one = resolve(`regions: { only: [us-east-1, eu-west-1], reason: We use two only }
policy: { passwordCharacterClasses: { value: [digits, lowercase], document: Policy 1 }, rootUseMaxDays: { value: 9, document: Policy 2 } }`);
    const other =
      resolve(`policy: { rootUseMaxDays: { document: Policy 2, value: 9 }, passwordCharacterClasses: { document: Policy 1, value: [lowercase, digits] } }
regions: { reason: We use two only, only: [eu-west-1, us-east-1] }`);
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });

  it("comes back from JSON as it went in, so that a replay works from the same", () => {
    const sealed: unknown = JSON.parse(JSON.stringify(sample()));
    expect(effectiveConfigSchema.parse(sealed)).toEqual(sample());
  });

  it("holds no fractional number, nothing undefined and no address for notices", () => {
    expect([...values({ ...sample() })].filter(isUnsealable)).toEqual([]);
    expect(JSON.stringify(sample())).not.toContain("security@larkspur.example");
  });

  it("names administrators and known accounts as the file does, and leaves them out where it names none", () => {
    const { administrators, knownAccounts } =
      resolve(`administrators: [{ identity: user/ada, reason: She runs it all }]
knownAccounts: [{ account: "210987654321", name: Northwatch, relation: vendor, reason: It watches our metrics }]`);
    expect({ administrators, knownAccounts }).toEqual({
      administrators: [{ identity: "user/ada", reason: "She runs it all" }],
      knownAccounts: [
        {
          account: "210987654321",
          name: "Northwatch",
          relation: "vendor",
          reason: "It watches our metrics",
        },
      ],
    });
    expect(Object.keys(resolve(""))).not.toContain("administrators");
    expect(Object.keys(resolve(""))).not.toContain("knownAccounts");
  });

  it("with a key that this schema does not have is refused", () => {
    expect(effectiveConfigSchema.safeParse({ ...sample(), extra: 1 }).success).toBe(false);
  });

  it("names the document of each number", () => {
    expect(sample().policy.accessKeyMaxAgeDays).toEqual({
      value: 90,
      document: "Access Control Policy §4.2",
    });
  });

  it("gives each control of the sample an owner", () => {
    expect(sample().controls.filter(({ owner }) => owner === null)).toEqual([]);
  });
});

function isUnsealable(value: unknown): boolean {
  return value === undefined || (typeof value === "number" && !Number.isSafeInteger(value));
}

function* values(value: unknown): Generator<unknown> {
  yield value;
  if (typeof value !== "object" || value === null) return;
  for (const inner of Object.values(value)) yield* values(inner);
}
