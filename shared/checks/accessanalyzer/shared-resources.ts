import type { Cited, Recorded } from "../../evidence/cited.ts";
import { analyzers } from "../../sources/accessanalyzer/analyzers.ts";
import { externalFindings } from "../../sources/accessanalyzer/external-findings.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { JudgeContext, Member, Population } from "../check.ts";
import { analyzersByRegion } from "./external-analyzers.ts";

type FindingsOutput = Recorded<SourceOutput<typeof externalFindings, "ListFindings">>;
type AnalyzerFinding = Cited<NonNullable<FindingsOutput["findings"]>[number]>;

/** A resource that outsiders can reach, or regions in which nobody looked for such. */
export type SharedResource =
  | { readonly kind: "shared"; readonly findings: readonly AnalyzerFinding[] }
  | { readonly kind: "not-watched"; readonly regions: readonly string[]; at: Cited<unknown> };

/**
 * Every resource of which Access Analyzer has an active or an archived finding, by its ARN; roles
 * are found in each region anew and count once. Regions without an analyzer are one member, since
 * nothing found there is no proof.
 */
export const sharedResources: Population<SharedResource> = {
  definition: "the resources that IAM Access Analyzer found open to outsiders",
  needs: [externalFindings, analyzers],
  *members(context) {
    yield* notWatched(context);
    const byPlace = new Map<
      string,
      { arn: string; region: string | null; of: AnalyzerFinding[] }
    >();
    for (const finding of context.evidence.items(externalFindings, "ListFindings", "findings")) {
      const { status, resource, id } = finding.value;
      if (status === "RESOLVED") continue;
      const arn = resource ?? id ?? "";
      const region = arn.split(":")[2] === "iam" ? null : finding.file.region;
      const place = `${region} ${arn}`;
      const known = byPlace.get(place);
      if (known === undefined) byPlace.set(place, { arn, region, of: [finding] });
      else known.of.push(finding);
    }
    for (const { arn, region, of } of byPlace.values()) {
      const [first] = of;
      if (first === undefined) continue;
      yield {
        of: { kind: "shared", findings: of },
        resource: {
          id: arn.slice(arn.lastIndexOf(":") + 1),
          arn: arn.startsWith("arn:") ? arn : null,
          type: first.value.resourceType ?? "AWS::AccessAnalyzer::Analyzer",
          region,
        },
        at: first,
        // Access Analyzer does not give the tags of what it found.
        tags: null,
      };
    }
  },
};

function* notWatched({ evidence, account }: JudgeContext): Iterable<Member<SharedResource>> {
  const bare = analyzersByRegion(evidence).filter(({ working }) => working === null);
  const [first] = bare;
  if (first === undefined) return;
  yield {
    of: { kind: "not-watched", regions: bare.map(({ region }) => region), at: first.list },
    resource: { id: account, arn: null, type: "AWS::Account", region: null },
    at: first.list,
  };
}
