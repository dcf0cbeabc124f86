import type { Cited, Recorded } from "../../evidence/cited.ts";
import { Unread } from "../../evidence/evidence-view.ts";
import { coverage } from "../../sources/inspector2/coverage.ts";
import type { SourceOutput } from "../../sources/source.ts";
import {
  check,
  covers,
  fail,
  indeterminate,
  type JudgeContext,
  type Member,
  notApplicable,
  type Population,
  pass,
} from "../check.ts";
import { SCAN_REASONS } from "./scan-reasons.ts";

type Covered = NonNullable<
  Recorded<SourceOutput<typeof coverage, "ListCoverage">>["coveredResources"]
>[number];

/** CloudFormation's name of each kind. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ["AWS_EC2_INSTANCE", "AWS::EC2::Instance"],
  ["AWS_ECR_REPOSITORY", "AWS::ECR::Repository"],
  ["AWS_LAMBDA_FUNCTION", "AWS::Lambda::Function"],
]);

/** Each resource once, with every entry that Inspector has of it: a function has one by version. */
const coveredResources: Population<readonly [Cited<Covered>, ...Cited<Covered>[]]> = {
  definition: "the instances, image repositories and functions that Inspector knows of",
  needs: [coverage],
  *members(context) {
    const byArn = new Map<string, [Cited<Covered>, ...Cited<Covered>[]]>();
    for (const entry of context.evidence.items(coverage, "ListCoverage", "coveredResources")) {
      if (entry.value.accountId !== context.account) continue;
      const arn = arnOf(entry, context);
      const known = byArn.get(arn);
      if (known === undefined) byArn.set(arn, [entry]);
      else known.push(entry);
    }
    for (const [arn, entries] of byArn) yield memberOf(arn, entries);
  },
};

/** Inspector looks through the resource for weak packages. */
export const resourcesCovered = check({
  id: "inspector2.resources-covered",
  title: "Inspector reaches every instance, repository and function",
  severity: "medium",
  controls: [covers("DT-05", "scanner coverage")],
  why: "A scanner that is switched on and cannot get at a server reports nothing about it, which reads like good news.",
  fix: {
    downtime: "none",
    steps:
      "Do what the reason asks for: let Systems Manager manage the instance (its agent, an instance profile with AmazonSSMManagedInstanceCore, a route to its endpoints), open the key or the repository to Inspector, or take the excluding tag away. What Inspector does not know needs another scanner, and a decision that says so.",
    cli: 'aws inspector2 list-coverage --region REGION --filter-criteria \'{"scanStatusCode":[{"comparison":"EQUALS","value":"INACTIVE"}]}\'',
  },
  references: {
    prowler: ["inspector2_is_enabled"],
    docs: [
      "https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListCoverage.html",
      "https://docs.aws.amazon.com/inspector/v2/APIReference/API_ScanStatus.html",
      "https://docs.aws.amazon.com/inspector/latest/user/assessing-coverage.html",
    ],
  },
  population: coveredResources,
  judge(entries, _context, { id }) {
    const active = entries.find(({ value }) => value.scanStatus?.statusCode === "ACTIVE");
    if (active !== undefined) {
      return pass(`Inspector scans ${id}.`, active.at("scanStatus", "statusCode"));
    }
    const [first] = entries;
    const at = first.at("scanStatus", "reason");
    const known = SCAN_REASONS.get(at.value ?? "");
    if (first.value.scanStatus?.statusCode !== "INACTIVE" || known === undefined) {
      const reason = `Inspector does not say in terms known to this rule whether it scans ${id} (${at.value ?? "no reason"}).`;
      return indeterminate(reason, at);
    }
    const sentence = `Inspector does not scan ${id} at present: ${known.because}.`;
    switch (known.status) {
      case "pass":
        return pass(`Inspector does not scan ${id} all the time: ${known.because}.`, at);
      case "not-applicable":
        return notApplicable(sentence, at);
      case "indeterminate":
        return indeterminate(sentence, at);
      case "fail":
        return fail(`Inspector does not scan ${id}: ${known.because}.`, at);
    }
  },
});

/** Inspector names instances by id, repositories by ARN, and functions by the ARN of a version. */
function arnOf(entry: Cited<Covered>, { account, partition }: JudgeContext): string {
  const { value, file } = entry;
  const id = value.resourceId;
  if (id === undefined) throw new Unread("ListCoverage gave a resource without its id", entry);
  if (id.startsWith("i-")) return `arn:${partition}:ec2:${file.region}:${account}:instance/${id}`;
  return /^arn:[^:]+:lambda:/.test(id) ? id.split(":").slice(0, 7).join(":") : id;
}

function memberOf(
  arn: string,
  entries: [Cited<Covered>, ...Cited<Covered>[]],
): Member<[Cited<Covered>, ...Cited<Covered>[]]> {
  const [first] = entries;
  const { resourceType, resourceMetadata } = first.value;
  return {
    of: entries,
    resource: {
      id: arn.replace(/^arn:.+?:(?:instance\/|repository\/|function:)/, ""),
      arn,
      type: KINDS.get(resourceType ?? "") ?? resourceType ?? "unknown",
      region: first.file.region,
    },
    at: first,
    // Repositories are listed without their tags.
    tags: resourceMetadata?.ec2?.tags ?? resourceMetadata?.lambdaFunction?.functionTags ?? null,
  };
}
