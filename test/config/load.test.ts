import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inspectConfig, loadConfig } from "../../shared/config/load.ts";
import { PERSON_ALLOWED } from "../../shared/config/person.ts";
import { POLICY_NUMBER_NAMES } from "../../shared/config/policy-numbers.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";

const TODAY = "2026-11-22";

/** The shortest file that loads; each row of the table adds its fault from line 4 on. */
const MINIMAL = "version: 1\ncompany: { name: Larkspur }\nsystem: { name: Dashboards }\n";

const TOP_KEYS =
  "one of the keys version, company, system, scope, account, regions, boundary, policy, " +
  "administrators, knownAccounts, owners, controls, addControls, subserviceOrganizations, schedule, notify, deployment";
const MISSING = "nothing: the key is missing";
const REASON = "a reason in at least three words";
const FAMILIES =
  "governance, people, communication, risk, vendors, access, network, data, logging, detection, " +
  "incident, change, resilience";
const ACCOUNT_OR_ORGANIZATION =
  "an AWS account id of 12 digits, in quotes, or the id of an organization, such as o-a1b2c3d4e5";
const ANY_ID = "the id of a control in the catalogue or under addControls";
const RULING = "reason: We do without it, approver: Ada Lovelace";
const OWN =
  "id: LA-01, family: data, statement: We do it., criteria: { C1.1: { strength: direct, reason: It is that important } }, nature: manual, frequency: yearly";
const ORGANIZATION =
  "name: AWS, carvedOut: [VN-04], report: { name: SOC 2, periodEnds: 2026-03-31 }, reviewedBy: Ada Lovelace";

interface BadRow {
  readonly says: string;
  /** From line 4 on, with ▸ before the place that the problem names. */
  readonly yaml: string;
  readonly key: string;
  readonly found: string;
  readonly allowed: string;
  readonly didYouMean?: string;
}

// biome-ignore format: a table is read by rows
const BAD_ROWS: readonly BadRow[] = [
  { says: "a typo in a key of the top", yaml: "▸regoins: all-enabled", key: "regoins", found: 'the key "regoins"', allowed: TOP_KEYS, didYouMean: "regions" },
  { says: "a key in another spelling", yaml: "▸add_controls: []", key: "add_controls", found: 'the key "add_controls"', allowed: TOP_KEYS, didYouMean: "addControls" },
  { says: "an unknown key that resembles none", yaml: "▸exceptionsKnown: []", key: "exceptionsKnown", found: 'the key "exceptionsKnown"', allowed: TOP_KEYS },
  { says: "a key of the top twice", yaml: "▸company: { name: Other }", key: "company", found: 'the key "company" a second time, first on line 2', allowed: "each key once" },
  { says: "a key without a value", yaml: "owners:▸", key: "owners", found: "nothing: the key has no value", allowed: "a mapping with keys out of families, controls" },
  { says: "an empty text, wrong in two ways and told once", yaml: "controls: { AC-01: { statement: ▸'' } }", key: "controls.AC-01.statement", found: "an empty text", allowed: "the control in one plain sentence" },
  { says: "a list for a mapping", yaml: "owners: ▸[a, b]", key: "owners", found: "a list of 2", allowed: "a mapping with keys out of families, controls" },

  { says: "a category that does not exist", yaml: "scope: { categories: [Security, ▸Avalability] }", key: "scope.categories[1]", found: '"Avalability"', allowed: "one of Security, Availability, Confidentiality, Processing integrity, Privacy", didYouMean: "Availability" },
  { says: "a category twice", yaml: "scope: { categories: [Privacy, ▸Privacy] }", key: "scope.categories[1]", found: '"Privacy" a second time, first on line 4', allowed: "each once" },
  { says: "a category in place of a list", yaml: "scope: { categories: ▸Privacy }", key: "scope.categories", found: '"Privacy"', allowed: "a list out of Security, Availability, Confidentiality, Processing integrity, Privacy" },
  { says: "a criterion that does not exist", yaml: `scope: { criteria: { exclude: [{ criterion: ▸CC61, ${RULING} }] } }`, key: "scope.criteria.exclude[0].criterion", found: '"CC61"', allowed: "the id of one of the 61 criteria, such as A1.2", didYouMean: "CC6.1" },
  { says: "a criterion left out without approver", yaml: "scope: { criteria: { exclude: [▸{ criterion: A1.1, reason: Not promised to anyone }] } }", key: "scope.criteria.exclude[0].approver", found: MISSING, allowed: PERSON_ALLOWED },
  { says: "a reason that is none", yaml: "scope: { criteria: { exclude: [{ criterion: A1.1, reason: ▸n/a, approver: Ada Lovelace }] } }", key: "scope.criteria.exclude[0].reason", found: '"n/a"', allowed: REASON },

  { says: "an account id that is too short", yaml: "account: ▸12345", key: "account", found: 'the text "12345"', allowed: "an AWS account id of 12 digits" },
  { says: "an administrator without a reason", yaml: "administrators: [▸{ identity: user/a }]", key: "administrators[0].reason", found: MISSING, allowed: REASON },
  { says: "an administrator twice", yaml: "administrators: [{ identity: user/a, reason: She runs it all }, { identity: ▸user/a, reason: She runs it all }]", key: "administrators[1].identity", found: '"user/a" a second time, first on line 4', allowed: "each once" },
  { says: "a known account that is too short", yaml: "knownAccounts: [{ account: ▸'123', name: A, relation: own, reason: It is all ours }]", key: "knownAccounts[0].account", found: 'the text "123"', allowed: ACCOUNT_OR_ORGANIZATION },
  { says: "a known account of nobody's", yaml: "knownAccounts: [{ account: '210987654321', name: A, relation: ▸friend, reason: It is all ours }]", key: "knownAccounts[0].relation", found: '"friend"', allowed: "own or vendor" },
  { says: "a known account twice", yaml: "knownAccounts: [{ account: o-a1b2c3d4e5, name: A, relation: own, reason: It is all ours }, { account: ▸o-a1b2c3d4e5, name: B, relation: own, reason: It is all ours }]", key: "knownAccounts[1].account", found: '"o-a1b2c3d4e5" a second time, first on line 4', allowed: "each once" },
  { says: "regions that are no word we know", yaml: "regions: ▸all", key: "regions", found: '"all"', allowed: "all-enabled, or a mapping with the keys only, reason" },
  { says: "regions left out without a reason", yaml: "▸regions: { only: [eu-west-1] }", key: "regions.reason", found: MISSING, allowed: REASON },
  { says: "a typo within regions", yaml: "regions: { ▸onyl: [eu-west-1], reason: We use one only }", key: "regions.onyl", found: 'the key "onyl"', allowed: "one of the keys only, reason", didYouMean: "only" },
  { says: "an availability zone for a region", yaml: "regions: { only: [▸eu-west-1a], reason: We use one only }", key: "regions.only[0]", found: '"eu-west-1a"', allowed: "the name of a region, such as eu-central-1" },

  { says: "a boundary rule with tag and stack", yaml: "boundary: { in: [▸{ tag: a, stack: b }] }", key: "boundary.in[0]", found: "a mapping", allowed: "either tag, with or without values, or stack" },
  { says: "a tag value that YAML reads as a number", yaml: "boundary: { in: [{ tag: a, values: [▸7] }] }", key: "boundary.in[0].values[0]", found: "the number 7", allowed: "the value of a tag in quotes; * and ? stand for any characters" },
  { says: "a tag left out with any value", yaml: `boundary: { out: [▸{ tag: a, ${RULING} }] }`, key: "boundary.out[0]", found: "a mapping", allowed: "either tag together with values, or stack" },
  { says: "a stack left out until yesterday", yaml: `boundary: { out: [{ stack: a, ${RULING}, expiresOn: ▸2026-11-21 }] }`, key: "boundary.out[0].expiresOn", found: '"2026-11-21"', allowed: "today, 2026-11-22, or later: decide anew what has expired" },

  { says: "a typo in a policy number's name", yaml: "policy: { ▸accessKeyMaxDays: { value: 9, document: Policy 1 } }", key: "policy.accessKeyMaxDays", found: 'the key "accessKeyMaxDays"', allowed: `one of the keys ${POLICY_NUMBER_NAMES.join(", ")}`, didYouMean: "accessKeyMaxAgeDays" },
  { says: "a policy number as text", yaml: 'policy: { accessKeyMaxAgeDays: { value: ▸"90", document: Policy 1 } }', key: "policy.accessKeyMaxAgeDays.value", found: 'the text "90"', allowed: "a whole number of days from 1 to 3650" },
  { says: "a policy number with a fraction", yaml: "policy: { accessKeyMaxAgeDays: { value: ▸0.5, document: Policy 1 } }", key: "policy.accessKeyMaxAgeDays.value", found: "the number 0.5", allowed: "a whole number of days from 1 to 3650" },
  { says: "a policy number without document", yaml: "policy: { ▸rootUseMaxDays: { value: 90 } }", key: "policy.rootUseMaxDays.document", found: MISSING, allowed: "the policy and its section, such as Access Control Policy §4.2" },
  { says: "a bare policy number", yaml: "policy: { rootUseMaxDays: ▸90 }", key: "policy.rootUseMaxDays", found: "the number 90", allowed: "a mapping with keys out of value, document" },
  { says: "yes for true", yaml: "policy: { hardwareMfaForRoot: { value: ▸yes, document: Policy 1 } }", key: "policy.hardwareMfaForRoot.value", found: '"yes"', allowed: "true or false" },
  { says: "an unknown kind of character", yaml: "policy: { passwordCharacterClasses: { value: [▸digit], document: Policy 1 } }", key: "policy.passwordCharacterClasses.value[0]", found: '"digit"', allowed: "one of lowercase, uppercase, digits, symbols", didYouMean: "digits" },

  { says: 'an owner "the team"', yaml: "owners:\n  families:\n    access: { name: ▸the team }", key: "owners.families.access.name", found: '"the team"', allowed: PERSON_ALLOWED },
  { says: "an owner with one name and no email", yaml: "owners: { families: { access: { name: ▸Ada } } }", key: "owners.families.access.name", found: '"Ada"', allowed: PERSON_ALLOWED },
  { says: "an owner as bare text", yaml: "owners: { families: { access: ▸Ada Lovelace } }", key: "owners.families.access", found: '"Ada Lovelace"', allowed: "a mapping with keys out of name, email, role" },
  { says: "an email that is none", yaml: "owners: { families: { access: { name: Ada Lovelace, email: ▸ada } } }", key: "owners.families.access.email", found: '"ada"', allowed: "an email address, such as ada@example.com" },
  { says: "a family that does not exist", yaml: "owners: { families: { ▸netwrok: { name: Ada Lovelace } } }", key: "owners.families.netwrok", found: 'the key "netwrok"', allowed: `out of the families ${FAMILIES}`, didYouMean: "network" },
  { says: "an owner of an unknown control", yaml: "owners: { controls: { ▸AC-99: { name: Ada Lovelace } } }", key: "owners.controls.AC-99", found: 'the key "AC-99"', allowed: ANY_ID, didYouMean: "AC-09" },
  { says: "an owner of what is no control id", yaml: "owners: { controls: { ▸access: { name: Ada Lovelace } } }", key: "owners.controls.access", found: 'the key "access"', allowed: "the id of a control: two capital letters, a hyphen, two digits" },

  { says: "an override of an unknown control", yaml: "controls: { ▸ACC-01: { companyId: A-1 } }", key: "controls.ACC-01", found: 'the key "ACC-01"', allowed: "ids of controls in the catalogue, such as AC-01", didYouMean: "AC-01" },
  { says: "a control in place since tomorrow", yaml: "controls: { AC-01: { inPlaceSince: ▸2026-11-23 } }", key: "controls.AC-01.inPlaceSince", found: '"2026-11-23"', allowed: "today, 2026-11-22, or earlier" },
  { says: "a day that the calendar does not have", yaml: "controls: { AC-01: { inPlaceSince: ▸2026-02-30 } }", key: "controls.AC-01.inPlaceSince", found: '"2026-02-30"', allowed: "a date that the calendar has, such as 2026-11-22" },
  { says: "a control both dropped and not applicable", yaml: `controls: { AC-01: ▸{ drop: { ${RULING} }, notApplicable: { ${RULING} } } }`, key: "controls.AC-01", found: "a mapping", allowed: "either notApplicable or drop" },
  { says: "a control dropped by someone with one name", yaml: "controls: { AC-01: { drop: { reason: We do without it, approver: ▸Ada } } }", key: "controls.AC-01.drop.approver", found: '"Ada"', allowed: "a person's first and last name" },
  { says: "a lone surrogate, which canonical JSON cannot hold", yaml: 'controls: { AC-01: { performer: ▸"\\uD800" } }', key: "controls.AC-01.performer", found: '"\\ud800"', allowed: "who or what performs the control, without control characters" },
  { says: "a control dropped by a team", yaml: "controls: { AC-01: { drop: { reason: We do without it, approver: ▸Security Team } } }", key: "controls.AC-01.drop.approver", found: '"Security Team"', allowed: PERSON_ALLOWED },
  { says: "one company id for two controls", yaml: "controls:\n  AC-01: { companyId: A-1 }\n  AC-02: { companyId: ▸A-1 }", key: "controls.AC-02.companyId", found: '"A-1" a second time, first on line 5', allowed: "each once" },

  { says: "an added control with an id of the catalogue", yaml: `addControls: [{ ${OWN.replace("LA-01", "▸AC-01")}, documents: [{ id: a, name: b, maxAgeDays: 9 }] }]`, key: "addControls[0].id", found: '"AC-01"', allowed: "an id that the catalogue does not have; reword its own control under controls" },
  { says: "an added control without evidence", yaml: `addControls: [{ ${OWN}, documents: ▸[] }]`, key: "addControls[0].documents", found: "an empty list", allowed: "a list of at least one document: no control without evidence" },
  { says: "an added control for no criterion", yaml: "addControls: [{ id: LA-01, family: data, statement: We do it., criteria: ▸{}, nature: manual, frequency: yearly, documents: [{ id: a, name: b, maxAgeDays: 9 }] }]", key: "addControls[0].criteria", found: "an empty mapping", allowed: "at least one criterion" },
  { says: "a document with a name for an id", yaml: `addControls: [{ ${OWN}, documents: [{ id: ▸The list, name: b, maxAgeDays: null }] }]`, key: "addControls[0].documents[0].id", found: '"The list"', allowed: "an id such as penetration-test-report" },

  { says: "an unknown control carved out", yaml: `subserviceOrganizations: [{ ${ORGANIZATION.replace("VN-04", "▸VN-99")}, reviewedOn: 2026-06-15 }]`, key: "subserviceOrganizations[0].carvedOut[0]", found: '"VN-99"', allowed: ANY_ID },
  { says: "a report reviewed before its period ended", yaml: `subserviceOrganizations: [{ ${ORGANIZATION}, reviewedOn: ▸2026-03-30 }]`, key: "subserviceOrganizations[0].reviewedOn", found: '"2026-03-30"', allowed: "a day after the report's period ends, 2026-03-31" },
  { says: "a review that has not happened", yaml: `subserviceOrganizations: [{ ${ORGANIZATION}, reviewedOn: ▸2027-01-01 }]`, key: "subserviceOrganizations[0].reviewedOn", found: '"2027-01-01"', allowed: "today, 2026-11-22, or earlier" },

  { says: "an hour that no day has", yaml: 'schedule: { at: ▸"24:00", timeZone: Europe/Berlin }', key: "schedule.at", found: '"24:00"', allowed: "a time of day between 00:00 and 23:59" },
  { says: "a typo in a time zone", yaml: "schedule: { at: 06:00, timeZone: ▸Europe/Berln }", key: "schedule.timeZone", found: '"Europe/Berln"', allowed: "an IANA time zone, such as Europe/Berlin", didYouMean: "Europe/Berlin" },
  { says: "an offset for a time zone", yaml: 'schedule: { at: 06:00, timeZone: ▸"+01:00" }', key: "schedule.timeZone", found: '"+01:00"', allowed: "an IANA time zone, such as Europe/Berlin" },
];

describe("what is wrong in soc2.yaml is told with line, key, found and allowed", () => {
  it.each(BAD_ROWS)("$says", ({ yaml, key, found, allowed, didYouMean = null }) => {
    const marked = MINIMAL + yaml;
    const before = marked.slice(0, marked.indexOf("▸")).split("\n");
    const line = before.length;
    const column = (before.at(-1) ?? "").length + 1;
    const { problems } = inspect(marked.replace("▸", ""));
    expect(problems).toEqual([{ line, column, key, found, allowed, didYouMean }]);
  });

  it("a missing key of the top is told where the file begins", () => {
    expect(inspect("version: 1\nsystem: { name: Dashboards }\n").problems).toEqual([
      {
        line: 1,
        column: 1,
        key: "company",
        found: MISSING,
        allowed: "a mapping with keys out of name",
        didYouMean: null,
      },
    ]);
  });

  it("another version is refused", () => {
    expect(inspect(MINIMAL.replace("1", "2")).problems).toEqual([
      {
        line: 1,
        column: 10,
        key: "version",
        found: "the number 2",
        allowed: "the number 1",
        didYouMean: null,
      },
    ]);
  });
});

describe("all problems are told at once, top of the file first", () => {
  const yaml = `verison: 1
company: { name: 3 }
system: { name: Dashboards }
owners: { families: { access: { name: the team, email: x, rle: y } } }
controls: { AC-01: { inPlaceSince: 2030-01-01, drop: { reason: no } } }
company: { name: Other }
`;

  it("a mistyped key is one problem, not an unknown and a missing one", () => {
    expect(inspect(yaml).problems.map(({ line, key }) => [line, key])).toEqual([
      [1, "verison"],
      [2, "company.name"],
      [4, "owners.families.access.name"],
      [4, "owners.families.access.email"],
      [4, "owners.families.access.rle"],
      [5, "controls.AC-01.inPlaceSince"],
      [5, "controls.AC-01.drop.approver"],
      [5, "controls.AC-01.drop.reason"],
      [6, "company"],
    ]);
  });

  it("the error names the file, counts the problems and shows each as a block", () => {
    expect(() => load("version: 1\ncompany: { name: A }\nsytem: { name: B }\n")).toThrow(
      new EvidenceError(
        "CONFIG_INVALID",
        `soc2.yaml has 1 problem, so nothing was run. Mend what is listed here and run again.

soc2.yaml:3:1  sytem
  found    the key "sytem"
  allowed  ${TOP_KEYS}
  did you mean "system"?`,
        { file: "soc2.yaml", problems: 1, line: 3, column: 1, key: "sytem" },
      ),
    );
  });
});

describe("good files load", () => {
  it.each([
    ["the minimal one", ""],
    [
      "one that Windows wrote, with a byte order mark and its line ends",
      "account: 123456789012\r\n",
    ],
    ["an account id that begins with zero, without quotes", "account: 012345678901\n"],
    ["an expiry today", `controls: { AC-01: { drop: { ${RULING}, expiresOn: ${TODAY} } } }\n`],
    ["a control in place since today", `controls: { AC-01: { inPlaceSince: ${TODAY} } }\n`],
    [
      "one owner for several families by alias",
      "owners: { families: { access: &a { name: Ada Lovelace }, data: *a } }\n",
    ],
    [
      "an owner of a control of the company's own",
      `addControls: [{ ${OWN}, documents: [{ id: a, name: b, maxAgeDays: null }] }]\nowners: { controls: { LA-01: { name: Ada Lovelace } } }\n`,
    ],
    [
      "passwords that never expire",
      "policy: { passwordMaxAgeDays: { value: null, document: Policy 2 } }\n",
    ],
  ])("%s", (_, yaml) => {
    const bytes = new TextEncoder().encode(`\uFEFF${MINIMAL}${yaml}`);
    const inspection = inspectConfig({ fileName: "soc2.yaml", content: bytes, today: TODAY });
    expect(inspection.problems).toEqual([]);
  });

  it("an account id keeps its leading zero", () => {
    expect(load(`${MINIMAL}account: 012345678901\n`).account).toBe("012345678901");
  });

  it("the sample loads on the day on which the sample account is first looked at", () => {
    const content = readFileSync(new URL("../../soc2.yaml", import.meta.url));
    const config = loadConfig({ fileName: "soc2.yaml", content, today: "2026-10-19" });
    expect(config.company.name).toBe("Larkspur Analytics");
  });

  it("the example of the format page loads", () => {
    const page = readFileSync(new URL("../../docs/formats/config.md", import.meta.url), "utf8");
    const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    expect(inspect(example).problems).toEqual([]);
  });
});

describe("whatever is in the file, nothing but CONFIG_INVALID is thrown", () => {
  const sample = readFileSync(new URL("../../soc2.yaml", import.meta.url), "utf8");

  it("for the sample with something cut out and something put in", () => {
    const mutation = fc.record({
      at: fc.nat(sample.length),
      cut: fc.nat(40),
      put: fc.oneof(
        fc.string({ unit: "binary", maxLength: 8 }),
        fc.constantFrom("\t", "*x", "&a", "!t ", "- ", ": ", "{", "]", "'", "null"),
      ),
    });
    fc.assert(
      fc.property(mutation, ({ at, cut, put }) => {
        const content = sample.slice(0, at) + put + sample.slice(at + cut);
        try {
          load(content);
        } catch (error) {
          expect(error).toMatchObject({ code: "CONFIG_INVALID" });
        }
      }),
      { numRuns: 60 },
    );
  });
});

function inspect(content: string) {
  return inspectConfig({ fileName: "soc2.yaml", content, today: TODAY });
}

function load(content: string) {
  return loadConfig({ fileName: "soc2.yaml", content, today: TODAY });
}
