import { type GatherContext, reads, source } from "../source.ts";
import { guardduty } from "./service.ts";

/**
 * What it takes to know the detectors of a region: each source that asks something of a detector
 * declares it beside its own operations. A region has one detector or none: an empty list means
 * that GuardDuty was never switched on there.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ListDetectors.html
 */
export const detectorListing = reads(guardduty, "ListDetectors", {
  actions: ["guardduty:ListDetectors"],
});

/** GuardDuty's client of a region, with its SDK package. */
type GuardDuty = Awaited<ReturnType<typeof openGuardDuty>>;

const openGuardDuty = ({ open }: GatherContext) => open(guardduty);

/** Reads something of every detector of the region. */
export async function eachDetector(
  context: GatherContext,
  read: (guardduty: GuardDuty, detectorId: string) => Promise<unknown>,
): Promise<void> {
  const opened = await openGuardDuty(context);
  const { client, sdk } = opened;
  let NextToken: string | undefined;
  do {
    // 50 is the largest page.
    const page = await client.send(new sdk.ListDetectorsCommand({ MaxResults: 50, NextToken }));
    ({ NextToken } = page);
    await context.each(page.DetectorIds ?? [], (id) => read(opened, id));
  } while (NextToken);
}

/** The detectors of a region, by their ids. */
export const detectors = source({
  name: "guardduty.detectors",
  scope: "regional",
  operations: [detectorListing],
  gather: (context) => eachDetector(context, async () => {}),
});
