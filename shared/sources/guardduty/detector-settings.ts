import { reads, source } from "../source.ts";
import { detectorListing, eachDetector } from "./detectors.ts";
import { guardduty } from "./service.ts";

/**
 * Whether GuardDuty's detector of a region is on, and which of its features are.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html
 */
export const detectorSettings = source({
  name: "guardduty.detector-settings",
  scope: "regional",
  operations: [
    detectorListing,
    reads(guardduty, "GetDetector", { actions: ["guardduty:GetDetector"] }),
  ],
  gather: (context) =>
    eachDetector(context, ({ client, sdk }, DetectorId) =>
      client.send(new sdk.GetDetectorCommand({ DetectorId })),
    ),
});
