import { describe, expect, it } from "vitest";
import { MAPPED_CATALOGUES } from "../../../docs/generate/mapping-page.ts";
import { CHECKS } from "../../../shared/checks/catalogue.ts";
import { isCriterionId } from "../../../shared/criteria/criteria.ts";
import { EvidenceError } from "../../../shared/errors/evidence-error.ts";
import {
  controlCatalogue,
  indexRules,
  MAPPED_RULES,
  mappingOf,
  namesOf,
  referencesOf,
} from "../../../shared/external/mapping/mapping.ts";
import {
  harmless,
  judged,
  judgedTogether,
  type MappedRule,
  mapped,
  type RuleRow,
} from "../../../shared/external/mapping/rule.ts";
import { keyOf } from "../../../shared/external/mapping/rule-name.ts";
import { RULES } from "../../../shared/external/mapping/rules.ts";

const harm = harmless("it is made up");
const rowOf = (rule: string, ids: RuleRow["ids"]): RuleRow =>
  mapped(rule, "Made up", { ids, criteria: {}, harm, downtime: null });
const named = (rule: MappedRule | undefined): string => rule?.rule ?? "unmapped";

describe("the catalogues of others", () => {
  it.each(MAPPED_CATALOGUES.map(({ catalogue, ids }) => [catalogue, ids] as const))(
    "%s is mapped or declined to its last id",
    (catalogue, ids) => {
      expect(ids.filter((id) => mappingOf({ catalogue, id }) === undefined)).toEqual([]);
    },
  );

  it.each(MAPPED_CATALOGUES.map(({ catalogue, ids, asOf }) => [catalogue, asOf, ids] as const))(
    "%s has each id once (%s)",
    (catalogue, _, ids) => {
      expect(new Set(ids.map((id) => keyOf({ catalogue, id }))).size).toBe(ids.length);
    },
  );

  it("are whole: as many ids as were counted when they were read", () => {
    expect(MAPPED_CATALOGUES.map(({ catalogue, ids }) => [catalogue, ids.length])).toEqual([
      ["fsbp", 375],
      ["cis-1.2", 49],
      ["cis-1.4", 58],
      ["cis-3.0", 62],
      ["cis-5.0", 63],
      ["prowler", 645],
    ]);
  });

  it("know every id that a row gives them, spelled as they spell it", () => {
    const known = new Map(MAPPED_CATALOGUES.map(({ catalogue, ids }) => [catalogue, new Set(ids)]));
    const strange = MAPPED_RULES.flatMap(({ rule, ids }) =>
      namesOf(ids)
        .filter(({ catalogue, id }) => known.get(catalogue)?.has(id) === false)
        .map(({ catalogue, id }) => `${rule}: ${catalogue} ${id}`),
    );
    expect(strange).toEqual([]);
  });

  it("leave to Security Hub's other standards only what is not FSBP's", () => {
    const wrong = MAPPED_RULES.flatMap(({ ids }) => ids["security-hub"] ?? []).filter(
      (id) => controlCatalogue(id) !== "security-hub",
    );
    expect(wrong).toEqual([]);
  });
});

describe("our own checks", () => {
  const references = CHECKS.flatMap((check) =>
    referencesOf(check.references).map((name) => ({ check: check.id, name })),
  );

  it("refer to nothing that the tables give to another rule", () => {
    const wrong = references
      .filter(({ check, name }) => mappingOf(name)?.checks.includes(check) !== true)
      .map(
        ({ check, name }) => `${check}: ${name.catalogue} ${name.id} is ${named(mappingOf(name))}`,
      );
    expect(wrong).toEqual([]);
  });

  it("are not repeated by the rows that they judge alone", () => {
    const referred = new Map(
      CHECKS.map((check) => [check.id, new Set(referencesOf(check.references).map(keyOf))]),
    );
    const repeated = Object.values(RULES)
      .flat()
      .filter(({ checks }) => checks.length === 1)
      .flatMap(({ checks: [check = ""], ids }) =>
        namesOf(ids).filter((name) => referred.get(check)?.has(keyOf(name)) === true),
      );
    expect(repeated).toEqual([]);
  });

  it("say in their references which benchmark they mean", () => {
    const versions = CHECKS.flatMap(({ references: { cis = {} } }) => Object.keys(cis));
    expect([...new Set(versions)].sort()).toEqual(["1.2.0", "5.0.0"]);
  });

  it("lend their criteria, severity and downtime to the rule that they judge", () => {
    expect(mappingOf({ catalogue: "fsbp", id: "S3.5" })).toEqual({
      rule: "s3.bucket-tls-required",
      service: "s3",
      title: "Every bucket refuses requests without TLS",
      ids: {
        fsbp: ["S3.5"],
        "cis-1.4": ["2.1.2"],
        "cis-3.0": ["2.1.1"],
        "cis-5.0": ["2.1.1"],
        prowler: ["s3_bucket_secure_transport_policy"],
        config: ["s3-bucket-ssl-requests-only"],
      },
      checks: ["s3.bucket-tls-required"],
      criteria: {
        "CC6.6": "Old protocol versions give someone on the path a way in.",
        "CC6.7": "TLS is what protects data while it moves between customers and the product.",
        "C1.1": "Confidential data is read on the wire where plain HTTP is accepted.",
      },
      declined: null,
      severity: "medium",
      harm: {
        answer: "only-with-another-fault",
        because: "a client has to ask over plain HTTP, which no AWS tool does by itself",
      },
      downtime: "none",
    });
  });

  it("share what others state once: the worst severity, the dearest fix, all criteria", () => {
    const rule = mappingOf({ catalogue: "cis-5.0", id: "2.1.4" });
    expect([
      rule?.checks,
      rule?.severity,
      rule?.downtime,
      Object.keys(rule?.criteria ?? {}),
    ]).toEqual([
      ["s3.account-public-access-blocked", "s3.bucket-public-access-blocked"],
      "medium",
      "brief interruption",
      ["CC6.1", "CC6.6", "C1.1"],
    ]);
  });
});

describe("the look-up", () => {
  it.each([
    ["an id", "fsbp", "RDS.3", "rds.database-encrypted"],
    [
      "another id of the same rule",
      "prowler",
      "rds_cluster_storage_encrypted",
      "rds.database-encrypted",
    ],
    ["what a tool wrote", "fsbp", "security-control/RDS.3", "rds.database-encrypted"],
    [
      "what a tool wrote, whatever the catalogue",
      "prowler",
      "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/1.3",
      "iam.credentials-in-use",
    ],
    ["a control of another standard", "fsbp", "CloudWatch.1", "cloudwatch.root-use-alarmed"],
    ["the identifier of a Config rule", "config", "INCOMING_SSH_DISABLED", "ec2.no-world-open-ssh"],
    ["the name of a Config rule", "config", "restricted-ssh", "ec2.no-world-open-ssh"],
    ["Prowler's ASFF", "prowler", "prowler-s3_bucket_no_mfa_delete", "s3.mfa-delete"],
    ["a control that left the standard", "fsbp", "ECS.1", "ecs.host-mode-users-set"],
    ["an id that nobody has mapped", "fsbp", "Made.1", "unmapped"],
    ["a number of another benchmark", "cis-1.2", "5.1.1", "unmapped"],
    ["a check that Prowler does not have", "prowler", "s3_bucket_made_up", "unmapped"],
  ] as const)("answers for %s", (_, catalogue, id, rule) => {
    expect(named(mappingOf({ catalogue, id }))).toBe(rule);
  });

  it.each([
    ["the stacks of a real account", "fsbp", "CloudFormation.3", ["CC8.1", "A1.2"], "none"],
    ["the latest Fargate platform", "fsbp", "ECS.10", ["CC7.1"], "rolling restart"],
    ["containers that are root", "fsbp", "ECS.20", ["CC6.3", "CC6.8"], "rolling restart"],
    ["read-only file systems", "fsbp", "ECS.5", ["CC6.8"], "rolling restart"],
    ["encryption to the targets", "fsbp", "ELB.22", ["CC6.7"], "rolling restart"],
    ["the TLS version of a listener", "fsbp", "ELB.17", ["CC6.6", "CC6.7", "C1.1"], "none"],
    ["policies on users", "fsbp", "IAM.2", ["CC6.1", "CC6.3"], "none"],
    ["disks encrypted by default", "fsbp", "EC2.7", ["CC6.1", "C1.1"], "none"],
    [
      "plain traffic to Redis",
      "fsbp",
      "ElastiCache.5",
      ["CC6.6", "CC6.7", "C1.1"],
      "rolling restart",
    ],
  ] as const)("knows what mending costs: %s", (_, catalogue, id, criteria, downtime) => {
    const rule = mappingOf({ catalogue, id });
    expect([Object.keys(rule?.criteria ?? {}), rule?.downtime]).toEqual([criteria, downtime]);
  });

  it.each([
    ["tags", "rds_instance_copy_tags_to_snapshots"],
    ["money", "ec2_elastic_ip_unassigned"],
    ["performance", "apigateway_restapi_tracing_enabled"],
  ])("declines what is about %s, with the reason", (_, id) => {
    const rule = mappingOf({ catalogue: "prowler", id });
    expect([rule?.criteria, typeof rule?.declined]).toEqual([{}, "string"]);
  });
});

describe("the tables", () => {
  const own = MAPPED_RULES.filter(({ checks }) => checks.length === 0);

  it("name each rule once", () => {
    expect(new Set(MAPPED_RULES.map(({ rule }) => rule)).size).toBe(MAPPED_RULES.length);
  });

  it("name a rule as our own checks do only where it is that check's", () => {
    const ids = new Set(CHECKS.map(({ id }) => id));
    expect(own.filter(({ rule }) => ids.has(rule)).map(({ rule }) => rule)).toEqual([]);
  });

  it("give each rule that is not declined at least one criterion of the 61", () => {
    const wrong = MAPPED_RULES.filter(({ criteria, declined }) => {
      const ids = Object.keys(criteria);
      return (declined === null) === (ids.length === 0) || !ids.every(isCriterionId);
    });
    expect(wrong.map(({ rule }) => rule)).toEqual([]);
  });

  it("give a reason to no two pairs of rule and criterion", () => {
    const reasons = own.flatMap(({ criteria }) => Object.values(criteria));
    expect(reasons.filter((reason, at) => reasons.indexOf(reason) !== at)).toEqual([]);
  });

  it("write reasons as sentences, and titles and clauses as such", () => {
    const wrong = MAPPED_RULES.filter(
      ({ title, criteria, declined, harm: { because } }) =>
        /\.$/.test(title) ||
        !Object.values(criteria).every((reason) => /^[A-Z].*\.$/.test(reason ?? "")) ||
        [because, declined ?? because].some((clause) => /\.$/.test(clause) || clause.length < 20),
    );
    expect(wrong.map(({ rule }) => rule)).toEqual([]);
  });

  it("keep each file to what is read in one sitting", () => {
    const long = Object.entries(RULES).filter(([, rows]) => rows.length > 40);
    expect(long.map(([service]) => service)).toEqual([]);
  });
});

describe("tables that contradict each other are refused", () => {
  const refusal = (tables: Record<string, RuleRow[]>): string => {
    try {
      indexRules(tables, CHECKS);
    } catch (error) {
      return error instanceof EvidenceError ? `${error.code} ${error.fields.rule}` : String(error);
    }
    return "accepted";
  };

  it.each<[string, Record<string, RuleRow[]>, string]>([
    [
      "two rows claim one id",
      { a: [rowOf("a.one", { fsbp: ["S3.1"] })], b: [rowOf("b.two", { fsbp: ["s3.1"] })] },
      "MAPPING_CONTRADICTORY b.two",
    ],
    [
      "one row claims it twice, as FSBP's and as another standard's",
      { a: [rowOf("a.one", { fsbp: ["S3.1"], "security-hub": ["S3.1"] })] },
      "MAPPING_CONTRADICTORY a.one",
    ],
    [
      "a row claims what a check refers to, without naming the check",
      {
        a: [rowOf("a.one", { fsbp: ["IAM.5"] })],
        iam: [judged("iam.console-users-have-mfa", { harm })],
      },
      "MAPPING_CONTRADICTORY iam.console-users-have-mfa",
    ],
    [
      "two checks refer to one id and no row joins them",
      {
        iam: [
          judged("iam.access-keys-in-use", { harm }),
          judged("iam.console-passwords-in-use", { harm }),
        ],
      },
      "MAPPING_CONTRADICTORY iam.console-passwords-in-use",
    ],
    [
      "a row names a check that there is not",
      { iam: [judged("iam.made-up", { harm })] },
      "MAPPING_CONTRADICTORY iam.made-up",
    ],
    [
      "none of it: a row joins the checks that refer to one id",
      {
        iam: [
          judged("iam.access-keys-in-use", { harm }),
          judged("iam.console-passwords-in-use", { harm }),
          judgedTogether("iam.both", "Made up", {
            checks: ["iam.access-keys-in-use", "iam.console-passwords-in-use"],
            ids: { fsbp: ["IAM.8"], "cis-1.2": ["1.3"], "cis-5.0": ["1.11"] },
            harm,
          }),
        ],
      },
      "accepted",
    ],
  ])("%s", (_, tables, expected) => {
    expect(refusal(tables)).toBe(expected);
  });
});
