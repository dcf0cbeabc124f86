import type { Cited, Recorded } from "../../evidence/cited.ts";
import { type EvidenceView, Unread } from "../../evidence/evidence-view.ts";
import { PUBLIC_SNAPSHOTS, publicSnapshots } from "../../sources/ec2/public-snapshots.ts";
import { snapshots } from "../../sources/ec2/snapshots.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { check, covers, fail, type Population, pass } from "../check.ts";
import { computeMember } from "./compute-resource.ts";
import { oncePerRegion } from "./once-per-region.ts";

type Page = Recorded<SourceOutput<typeof snapshots, "DescribeSnapshots">>;
type Snapshot = NonNullable<Page["Snapshots"]>[number];

const ownSnapshots: Population<Cited<Snapshot>> = {
  definition: "the account's own snapshots of volumes",
  needs: [snapshots],
  *members(context) {
    for (const snapshot of context.evidence.items(snapshots, "DescribeSnapshots", "Snapshots")) {
      yield computeMember("snapshot", snapshot, snapshot.value.SnapshotId, context);
    }
  },
};

/**
 * A snapshot is public when AWS lists it among those that everyone may restore. One that is marked so
 * where block public access shuts all sharing is not listed there, and not public.
 */
export const snapshotNotPublic = check({
  id: "ec2.snapshot-not-public",
  title: "No snapshot of a volume is public",
  severity: "critical",
  controls: [
    covers("NW-02", "snapshots and images"),
    covers("RS-03", "encryption and sharing of snapshots"),
  ],
  why: "Whoever restores a public snapshot has the whole disk, keys and customers' data included, from an account that nobody watches. Such snapshots are searched for by machine.",
  fix: {
    downtime: "none",
    steps:
      "Take everyone out of those who may make a volume of the snapshot, and block public access to snapshots in each region, so that it cannot happen again. What was copied meanwhile stays copied.",
    cli: "aws ec2 modify-snapshot-attribute --region REGION --snapshot-id SNAPSHOT_ID --attribute createVolumePermission --operation-type remove --group-names all; aws ec2 enable-snapshot-block-public-access --region REGION --state block-all-sharing",
    cdk: 'new ec2.CfnSnapshotBlockPublicAccess(this, "NoPublicSnapshots", { state: "block-all-sharing" });',
  },
  references: {
    fsbp: ["EC2.1"],
    prowler: ["ec2_ebs_public_snapshot"],
    docs: [
      "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html",
      "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableSnapshotBlockPublicAccess.html",
      "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html",
    ],
  },
  population: ownSnapshots,
  needs: [publicSnapshots],
  judge(snapshot, { evidence }, { id, region }) {
    const encrypted = snapshot.at("Encrypted");
    if (encrypted.value === true) {
      return pass(
        `The snapshot ${id} is encrypted, and AWS shares none such with everyone.`,
        encrypted,
      );
    }
    const { byId, lists } = listedAsPublic(evidence, region);
    const listed = byId.get(id);
    return listed === undefined
      ? pass(`The snapshot ${id} is not among those that everyone may restore.`, ...lists)
      : fail(`The snapshot ${id} is public: any AWS account may restore it.`, listed);
  },
});

interface PublicSnapshots {
  readonly byId: ReadonlyMap<string | undefined, Cited<Snapshot>>;
  /** The lists themselves, to cite for what is not among them. */
  readonly lists: readonly [Cited<unknown>, ...Cited<unknown>[]];
}

/**
 * The snapshots of a region that everyone may restore, from all pages.
 *
 * @throws Unread where a page was not read, or has no list
 */
const listedAsPublic = oncePerRegion((evidence, region): PublicSnapshots => {
  const first = publicPage(evidence, region, undefined);
  const more: Cited<Page>[] = [];
  const seen = new Set<string>();
  for (let token = first.value.NextToken; token; token = more.at(-1)?.value.NextToken) {
    if (seen.has(token)) throw new Unread("a page names one that was read as the next", first);
    seen.add(token);
    more.push(publicPage(evidence, region, token));
  }
  const listed = [first, ...more].flatMap((page) => page.at("Snapshots").each());
  return {
    byId: new Map(listed.map((one) => [one.value.SnapshotId, one])),
    lists: [first.at("Snapshots"), ...more.map((page) => page.at("Snapshots"))],
  };
});

function publicPage(
  evidence: EvidenceView,
  region: string | null,
  NextToken: string | undefined,
): Cited<Page> {
  const input = NextToken === undefined ? PUBLIC_SNAPSHOTS : { ...PUBLIC_SNAPSHOTS, NextToken };
  const answer = evidence.call(publicSnapshots, "DescribeSnapshots", input, region ?? undefined);
  if (answer.outcome !== "ok") throw new Unread("DescribeSnapshots gave no list", answer.at);
  if (answer.response.value.Snapshots === undefined) {
    throw new Unread("DescribeSnapshots gave no list", answer.response);
  }
  return answer.response;
}
