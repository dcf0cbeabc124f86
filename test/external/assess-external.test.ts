import { describe, expect, it } from "vitest";
import type { DecisionMark } from "../../shared/decisions/decision-mark.ts";
import { ExternalAssessor } from "../../shared/external/assess-external.ts";
import { comparedResource } from "../../shared/external/compared-resource.ts";
import { speakingTo } from "../../shared/external/external-assessment.ts";
import type { ExternalFinding } from "../../shared/external/external-finding.ts";
import { GapPlaces } from "../../shared/external/gap-places.ts";
import type { KnownRule, RuleLookup } from "../../shared/external/rule-lookup.ts";
import { type OwnFinding, WitnessIndex } from "../../shared/external/witnesses.ts";

const ACCOUNT = "123456789012";
const BUCKET: KnownRule = {
  rule: "s3.public-access-blocked",
  title: "Buckets block public access",
  checks: ["s3.bucket-public-access-blocked"],
  criteria: { "CC6.1": "Because.", "CC6.6": "Because." },
  declined: null,
  severity: "high",
  harm: { answer: "yes", because: "anybody reads it" },
  downtime: "none",
};
const ROOT: KnownRule = {
  ...BUCKET,
  rule: "iam.root-mfa",
  checks: ["iam.root-mfa-enabled"],
  criteria: { "CC6.1": "Because." },
};
/** One rule of theirs that two checks of ours judge, each its share. */
const PORTS: KnownRule = { ...BUCKET, rule: "ports", checks: ["ec2.no-ssh", "ec2.no-rdp"] };
const KEYS: KnownRule = { ...BUCKET, rule: "keys", checks: ["iam.access-keys-rotated"] };
const LISTENERS: KnownRule = { ...BUCKET, rule: "tls", checks: ["elbv2.listener-encrypted"] };
const TAGS: KnownRule = { ...BUCKET, rule: "tags", checks: [], criteria: {}, declined: "No." };
const RULES: Readonly<Record<string, KnownRule>> = {
  "fsbp S3.8": BUCKET,
  "prowler s3_public": BUCKET,
  "fsbp IAM.9": ROOT,
  "prowler root_mfa": ROOT,
  "fsbp Tags.1": TAGS,
  "fsbp EC2.18": PORTS,
  "fsbp IAM.3": KEYS,
  "fsbp ELB.1": LISTENERS,
};
const lookup: RuleLookup = ({ catalogue, id }) => RULES[`${catalogue} ${id}`];

const OTHER = { id: "logs", arn: "arn:aws:s3:::logs", type: "AwsS3Bucket" };
const HOLDS: DecisionMark = {
  id: "D-001",
  outcome: "accept",
  state: "holds",
  expiresOn: "2027-05-31",
};

let number = 0;
function finding(more: Partial<ExternalFinding> = {}): ExternalFinding {
  number += 1;
  const { catalogue = "fsbp", ruleId = "S3.8" } = more;
  return {
    id: number.toString(16).padStart(16, "0"),
    tool: "Security Hub",
    catalogue,
    ruleId,
    rule: lookup({ catalogue, id: ruleId })?.rule ?? null,
    title: "Their title",
    severity: "medium",
    status: "open",
    account: ACCOUNT,
    region: "eu-west-1",
    resource: { id: "invoices", arn: "arn:aws:s3:::invoices", type: "AwsS3Bucket" },
    firstSeen: null,
    lastSeen: null,
    updatedAt: null,
    workflow: null,
    seenIn: [],
    copies: 0,
    contradictions: 0,
    cites: [{ object: "external/x.ndjson", line: number, pointer: "/finding" }],
    ...more,
  };
}

function own(more: Partial<OwnFinding> = {}): OwnFinding {
  return {
    id: "aaaaaaaaaaaaaaaa",
    check: "s3.bucket-public-access-blocked",
    status: "fail",
    resource: {
      id: "invoices",
      arn: "arn:aws:s3:::invoices",
      type: "AWS::S3::Bucket",
      region: "eu-west-1",
    },
    ...more,
  };
}

function assessed(findings: readonly ExternalFinding[], ours: readonly OwnFinding[] = []) {
  const places = new GapPlaces(ours, lookup);
  const assessor = new ExternalAssessor(ACCOUNT, places);
  for (const one of findings) {
    assessor.add(one, one.status === "open" ? places.of(one) : undefined);
  }
  return assessor.finish({
    snapshot: "2026-11-22T06-00-00Z",
    sources: [],
    findings: [],
    records: findings.length,
    ids: findings.length,
  });
}

describe("one fault", () => {
  const inHub = () => finding();
  const byProwler = () =>
    finding({ tool: "Prowler", catalogue: "prowler", ruleId: "s3_public", region: "eu-west-1" });

  it("that two tools and we found is one gap with three witnesses", () => {
    const { gaps, rules } = assessed([inHub(), byProwler()], [own()]);
    expect(gaps).toEqual([
      {
        rule: "s3.public-access-blocked",
        title: "Buckets block public access",
        severity: "medium",
        criteria: ["CC6.1", "CC6.6"],
        declined: null,
        tools: ["Prowler", "Security Hub"],
        open: 1,
        witnessed: 1,
        decided: 0,
        toDecide: 0,
        worstToDecide: null,
        decisions: [],
      },
    ]);
    expect(rules.map(({ tool, witnesses }) => ({ tool, witnesses }))).toEqual([
      { tool: "Prowler", witnesses: ["aaaaaaaaaaaaaaaa"] },
      { tool: "Security Hub", witnesses: ["aaaaaaaaaaaaaaaa"] },
    ]);
  });

  it("that two tools found and we did not is one gap that nobody here saw", () => {
    expect(assessed([inHub(), byProwler()]).gaps).toMatchObject([{ open: 1, witnessed: 0 }]);
  });

  it("of two resources is two", () => {
    expect(assessed([inHub(), finding({ resource: OTHER })]).gaps).toMatchObject([{ open: 2 }]);
  });

  it("that our own check passes is a gap that contradicts us, and says which finding", () => {
    const { rules, gaps } = assessed([inHub()], [own({ status: "pass" })]);
    expect(rules).toMatchObject([{ witnesses: [], contradicted: ["aaaaaaaaaaaaaaaa"] }]);
    expect(gaps).toMatchObject([{ open: 1, witnessed: 0 }]);
  });

  it.each(["passed", "suppressed", "resolved", "archived", "unknown"] as const)(
    "is no gap where it is %s, and counted",
    (status) => {
      const { rules, gaps, counts } = assessed([finding({ status })], [own()]);
      expect(gaps).toEqual([]);
      expect(rules).toMatchObject([{ counts: { open: 0, [status]: 1 }, witnesses: [] }]);
      expect(counts.byStatus[status]).toBe(1);
    },
  );

  it("of no SOC 2 concern keeps the reason, and speaks to no criterion", () => {
    const { rules } = assessed([finding({ ruleId: "Tags.1" })]);
    expect(rules).toMatchObject([{ declined: "No.", criteria: [] }]);
  });
});

describe("the same resource", () => {
  const theirs = (resource: ExternalFinding["resource"], region: string | null, ruleId: string) =>
    assessed([finding({ resource, region, ruleId })], OURS).rules[0]?.witnesses;
  const OURS = [
    own(),
    own({
      id: "bbbbbbbbbbbbbbbb",
      check: "iam.root-mfa-enabled",
      resource: {
        id: "root",
        arn: `arn:aws:iam::${ACCOUNT}:root`,
        type: "AWS::IAM::User",
        region: null,
      },
    }),
  ];
  const account = { id: ACCOUNT, arn: null, type: "AWS::Account" };
  const bucket = (id: string, arn: string | null) => ({ id, arn, type: "AwsS3Bucket" });

  it.each([
    ["by its ARN", bucket("invoices", "arn:aws:s3:::invoices"), "eu-west-1", "S3.8", true],
    ["by its id alone", bucket("invoices", null), "eu-west-1", "S3.8", true],
    ["that has no region", bucket("invoices", "arn:aws:s3:::invoices"), null, "S3.8", true],
    ["in another region is another", bucket("invoices", null), "us-east-1", "S3.8", false],
    ["by another ARN is another", bucket("invoices", "arn:aws:s3:::x"), "eu-west-1", "S3.8", false],
    ["by another rule is another", bucket("invoices", null), "eu-west-1", "Unknown.1", false],
    ["is the account where we say its root user", account, "eu-west-1", "IAM.9", true],
  ])("%s", (_what, resource, region, ruleId, isWitness) => {
    expect((theirs(resource, region, ruleId) ?? []).length > 0).toBe(isWitness);
  });

  it("is compared by what it is, not by what a tool calls it", () => {
    expect(comparedResource(account)).toBe(
      comparedResource({ id: "root", arn: `arn:aws:iam::${ACCOUNT}:root`, type: "AwsIamUser" }),
    );
  });

  it("has no witness where no check of ours judges the rule", () => {
    expect(new WitnessIndex([own()]).of({ ...BUCKET, checks: [] }, finding())).toEqual({
      agreeing: [],
      contradicting: [],
    });
  });
});

describe("a rule that several checks of ours judge", () => {
  const shares = (ssh: OwnFinding["status"], rdp: OwnFinding["status"]) => {
    const ours = [
      own({ id: "a".repeat(16), check: "ec2.no-ssh", status: ssh }),
      own({ id: "b".repeat(16), check: "ec2.no-rdp", status: rdp }),
    ];
    const [rule] = assessed([finding({ ruleId: "EC2.18" })], ours).rules;
    return [rule?.witnesses.map((id) => id[0]), rule?.contradicted.map((id) => id[0])];
  };

  it.each([
    ["agrees where one fails, whatever another passes", "fail", "pass", [["a"], []]],
    ["agrees by all that fail", "fail", "fail", [["a", "b"], []]],
    ["contradicts only where none fails", "pass", "pass", [[], ["a", "b"]]],
    [
      "contradicts by what passes, not by what nobody could read",
      "indeterminate",
      "pass",
      [[], ["b"]],
    ],
  ] as const)("%s", (_what, ssh, rdp, expected) => {
    expect(shares(ssh, rdp)).toEqual(expected);
  });
});

describe("a part of ours and the whole that another tool names", () => {
  const BALANCER = `arn:aws:elasticloadbalancing:eu-west-1:${ACCOUNT}:loadbalancer/app/web/e96b`;
  const LISTENER = `arn:aws:elasticloadbalancing:eu-west-1:${ACCOUNT}:listener/app/web/e96b/1c29`;
  const key = (id: string, status: OwnFinding["status"], name: string) =>
    own({
      ...{ id: id.repeat(16), check: "iam.access-keys-rotated", status },
      resource: { id: name, arn: null, type: "AWS::IAM::AccessKey", region: null },
    });
  const ours = [
    key("a", "fail", "alice/access-key-1"),
    key("b", "pass", "alice/access-key-2"),
    key("c", "pass", "bob/access-key-1"),
    key("d", "fail", "<root_account>/access-key-1"),
    own({
      ...{ id: "e".repeat(16), check: "elbv2.listener-encrypted" },
      resource: {
        ...{ id: "web:80", arn: LISTENER },
        ...{ type: "AWS::ElasticLoadBalancingV2::Listener", region: "eu-west-1" },
      },
    }),
  ];
  const user = (name: string) => ({
    ...{ id: name, arn: `arn:aws:iam::${ACCOUNT}:user/build/${name}`, type: "AwsIamUser" },
  });
  const balancer = (arn: string) => ({ id: "e96b", arn, type: "AwsElbv2LoadBalancer" });

  it.each([
    ["a user's old key", "IAM.3", user("alice"), ["a"], []],
    ["a user all of whose keys are new", "IAM.3", user("bob"), [], ["c"]],
    ["a user of another name", "IAM.3", user("ali"), [], []],
    [
      "root's key, as the account's",
      "IAM.3",
      { id: ACCOUNT, arn: null, type: "AWS::Account" },
      ["d"],
      [],
    ],
    ["a load balancer's listener", "ELB.1", balancer(BALANCER), ["e"], []],
    ["that listener itself", "ELB.1", balancer(LISTENER), ["e"], []],
    ["another load balancer", "ELB.1", balancer(`${BALANCER}0`), [], []],
  ])("are one fault: %s", (_what, ruleId, resource, agreeing, contradicting) => {
    const region = ruleId === "ELB.1" ? "eu-west-1" : null;
    const [rule] = assessed([finding({ ruleId, resource, region })], ours).rules;
    expect([rule?.witnesses.map((id) => id[0]), rule?.contradicted.map((id) => id[0])]).toEqual([
      agreeing,
      contradicting,
    ]);
  });
});

describe("the assessment", () => {
  it("gives a criterion what speaks to it", () => {
    const all = assessed([finding(), finding({ ruleId: "IAM.9" }), finding({ ruleId: "X.1" })]);
    const named = (criterion: string) =>
      speakingTo(all, criterion).rules.map(({ ruleId }) => ruleId);
    expect([named("CC6.1"), named("CC6.6"), named("CC7.2")]).toEqual([
      ["IAM.9", "S3.8"],
      ["S3.8"],
      [],
    ]);
  });

  it("does not hang on the order in which findings come", () => {
    const findings = ["S3.8", "IAM.9", "X.1", "Tags.1"].map((ruleId) => finding({ ruleId }));
    const forwards = assessed(findings, [own()]);
    expect(assessed(findings.toReversed(), [own()])).toEqual(forwards);
  });

  it("shows twenty resources of a rule, and counts all", () => {
    const many = Array.from({ length: 50 }, (_, at) =>
      finding({ resource: { id: `b${at}`, arn: null, type: "AwsS3Bucket" } }),
    );
    const { rules, gaps } = assessed(many);
    expect(rules).toMatchObject([{ counts: { open: 50 } }]);
    expect([rules[0]?.resources.length, rules[0]?.cites.length]).toEqual([20, 20]);
    expect(gaps).toMatchObject([{ open: 50 }]);
  });

  it("cites what is open before what is not", () => {
    const passed = Array.from({ length: 30 }, () => finding({ status: "passed" }));
    const open = finding();
    const { rules } = assessed([...passed, open]);
    expect(rules[0]?.cites).toEqual(open.cites);
  });

  it("lists the worst rules first, and counts those that it leaves out", () => {
    const many = Array.from({ length: 2_500 }, (_, at) =>
      finding({ ruleId: `X.${at}`, severity: at === 1_777 ? "critical" : "low" }),
    );
    const { rules, gaps, leftOut } = assessed(many);
    expect([rules.length, gaps.length]).toEqual([2_000, 2_000]);
    expect(leftOut).toEqual({ rules: 500, gaps: 500, decided: 0 });
    expect(rules[0]?.ruleId).toBe("X.1777");
  });

  it("counts what is open by severity, and by whether SOC 2 is concerned", () => {
    const { counts } = assessed([
      finding({ severity: "critical" }),
      finding({ severity: "low", decision: HOLDS }),
      finding({ severity: "low", ruleId: "Tags.1" }),
      finding({ severity: null, ruleId: "X.1" }),
      finding({ severity: "high", status: "passed" }),
    ]);
    expect(counts.bySeverity).toEqual([
      { severity: "critical", open: 1, decided: 0 },
      { severity: "high", open: 0, decided: 0 },
      { severity: "medium", open: 0, decided: 0 },
      { severity: "low", open: 2, decided: 1 },
      { severity: "informational", open: 0, decided: 0 },
      { severity: null, open: 1, decided: 0 },
    ]);
    expect(counts.concerns).toEqual({ criteria: 2, declined: 1, unmapped: 1 });
  });
});

describe("a decided finding", () => {
  it("stays in every list, with its decision, and waits for nobody", () => {
    const one = finding({ decision: HOLDS });
    const { rules, gaps, decided } = assessed([one, finding({ resource: OTHER })]);
    expect(rules).toMatchObject([
      { counts: { open: 2 }, decided: 1, resources: [{ decision: HOLDS }, { id: "logs" }] },
    ]);
    expect(gaps).toMatchObject([{ open: 2, decided: 1, toDecide: 1, decisions: ["D-001"] }]);
    expect(gaps).toMatchObject([{ worstToDecide: "medium" }]);
    expect(decided).toEqual([
      {
        finding: one.id,
        tool: "Security Hub",
        rule: "fsbp:S3.8",
        title: BUCKET.title,
        severity: "medium",
        region: "eu-west-1",
        resource: one.resource,
        decision: HOLDS,
      },
    ]);
  });

  it("takes its severity from those that wait", () => {
    const worst = finding({ severity: "critical", decision: HOLDS });
    const { gaps } = assessed([worst, finding({ resource: OTHER, severity: "low" })]);
    expect(gaps).toMatchObject([{ severity: "critical", worstToDecide: "low" }]);
  });

  it("whose decision has expired waits again", () => {
    const expired = { ...HOLDS, state: "expired" as const };
    const { rules, gaps, decided } = assessed([finding({ decision: expired })]);
    expect(rules).toMatchObject([{ decided: 0 }]);
    expect(gaps).toMatchObject([{ decided: 0, toDecide: 1, decisions: [] }]);
    expect(decided).toMatchObject([{ decision: expired }]);
  });

  it("that our own check fails too waits there, not here", () => {
    expect(assessed([finding()], [own()]).gaps).toMatchObject([{ decided: 0, toDecide: 0 }]);
  });
});
