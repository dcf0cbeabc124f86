import type { Cited, Recorded } from "../../evidence/cited.ts";
import type { EvidenceView } from "../../evidence/evidence-view.ts";
import { trails } from "../../sources/cloudtrail/trails.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { Population } from "../check.ts";

type TrailEntry = NonNullable<SourceOutput<typeof trails, "DescribeTrails">["trailList"]>[number];

/** One trail, however many regions list it. */
export interface ListedTrail {
  readonly name: string;
  readonly arn: string;
  /** Its entry in the list of its home region, or of the first region that lists it. */
  readonly entry: Cited<Recorded<TrailEntry>>;
}

/** Every trail that serves the account: its own, and those of its organization. */
export function listTrails(evidence: EvidenceView): ListedTrail[] {
  const byArn = new Map<string, ListedTrail>();
  for (const entry of evidence.items(trails, "DescribeTrails", "trailList")) {
    const { TrailARN: arn, Name: name, HomeRegion: home } = entry.value;
    // Without an ARN the source itself is incomplete, and nothing passes.
    if (arn === undefined) continue;
    if (!byArn.has(arn) || entry.file.region === home) {
      byArn.set(arn, { name: name ?? arn, arn, entry });
    }
  }
  return [...byArn.values()];
}

/** Trails belong to the account as a whole, so that no tag puts one out of the boundary. */
export const everyTrail: Population<ListedTrail> = {
  definition: "the trails that serve the account",
  needs: [trails],
  *members({ evidence }) {
    for (const trail of listTrails(evidence)) {
      yield {
        of: trail,
        resource: {
          id: trail.name,
          arn: trail.arn,
          type: "AWS::CloudTrail::Trail",
          region: trail.entry.value.HomeRegion ?? null,
        },
        at: trail.entry,
      };
    }
  },
};
