import { analyzers } from "../../sources/accessanalyzer/analyzers.ts";
import { check, covers, fail, type Population, pass } from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import { analyzersByRegion, type RegionAnalyzers } from "./external-analyzers.ts";

/** One member for the account, so that many bare regions are one thing to mend and not many. */
const analyzedRegions: Population<readonly RegionAnalyzers[]> = {
  definition: "the regions that IAM Access Analyzer can watch",
  needs: [analyzers],
  *members({ evidence, account }) {
    const regions = analyzersByRegion(evidence);
    const [first] = regions;
    if (first === undefined) return;
    yield {
      of: regions,
      resource: { id: account, arn: null, type: "AWS::Account", region: null },
      at: first.list,
    };
  },
};

/** Analyzers for unused access do not count: they say nothing about outsiders. */
export const analyzerOn = check({
  id: "accessanalyzer.analyzer-on",
  title: "IAM Access Analyzer looks for access from outside in every region in use",
  severity: "medium",
  controls: [covers("AC-12", "Access Analyzer findings")],
  why: "It proves by reasoning over the policies themselves which buckets, keys and roles outsiders can reach. Without it the list of what is shared is somebody's memory.",
  fix: {
    downtime: "none",
    steps:
      "Make an analyzer for external access in each region that the account uses; it costs nothing. Close regions that nobody uses by policy instead.",
    cli: "aws accessanalyzer create-analyzer --analyzer-name account --type ACCOUNT --region REGION",
    cdk: 'new accessanalyzer.CfnAnalyzer(this, "Analyzer", { type: "ACCOUNT" });',
  },
  references: {
    cis: { "5.0.0": "1.19" },
    prowler: ["accessanalyzer_enabled"],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html",
      "https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_AnalyzerSummary.html",
    ],
  },
  population: analyzedRegions,
  judge(regions) {
    const [bare, ...others] = regions.filter(({ working }) => working === null);
    if (bare === undefined) {
      const [first, ...rest] = regions.flatMap(({ working }) =>
        working === null ? [] : [working],
      );
      const names = listInWords(regions.map(({ region }) => region));
      // The population has no member without a region.
      if (first === undefined) throw new Error("no region was read");
      return pass(`IAM Access Analyzer looks for access from outside in ${names}.`, first, ...rest);
    }
    const names = [bare, ...others].map(({ region, states }) =>
      states.length === 0 ? region : `${region} (${states.join(", ").toLowerCase()})`,
    );
    return fail(
      `IAM Access Analyzer does not look for access from outside in ${listInWords(names)}.`,
      bare.list,
      ...others.map(({ list }) => list),
    );
  },
});
