import { detectorSettings } from "../../sources/guardduty/detector-settings.ts";
import { inUnusedRegion, regionUse } from "../account/region-use.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { detectorsByRegion } from "./detectors.ts";

/** GuardDuty is on in every region. In a region that holds nothing its absence is low. */
export const detectorOn = check({
  id: "guardduty.detector-on",
  title: "GuardDuty is on in every region",
  severity: "high",
  controls: [covers("DT-01", "threat detectors and their features")],
  why: "Intruders start machines in the region where nobody looks. A detector in an empty region costs next to nothing and is what would notice.",
  fix: {
    downtime: "none",
    steps:
      "Switch GuardDuty on in the region, from the organization's administrator account where there is one. The first 30 days are free; then it costs by volume of logs, which in an empty region is cents.",
    cli: "aws guardduty create-detector --enable --region REGION",
    cdk: 'new guardduty.CfnDetector(this, "Detector", { enable: true });',
  },
  references: {
    fsbp: ["GuardDuty.1"],
    prowler: ["guardduty_is_enabled"],
    docs: [
      "https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html",
      "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_regions.html",
    ],
  },
  population: detectorsByRegion,
  needs: [detectorSettings],
  judge(page, { evidence }, { id, region }) {
    const use = regionUse(evidence, region);
    const ids = page.at("DetectorIds");
    const [detectorId] = ids.value ?? [];
    if (detectorId === undefined) {
      if (ids.value === undefined) {
        return indeterminate(`GuardDuty does not say which detectors account ${id} has.`, page);
      }
      const reason = `Account ${id} has no GuardDuty detector in ${region}.`;
      return inUnusedRegion(fail(reason, ids, ...use.cites), use);
    }
    const answer = evidence.call(
      detectorSettings,
      "GetDetector",
      { DetectorId: detectorId },
      region ?? undefined,
    );
    if (answer.outcome !== "ok") {
      return indeterminate(`GuardDuty does not tell of ${detectorId} in ${region}.`, answer.at);
    }
    const status = answer.response.at("Status");
    switch (status.value) {
      case "ENABLED":
        return pass(`GuardDuty is on in ${region}.`, status);
      case "DISABLED": {
        const reason = `GuardDuty's detector ${detectorId} in ${region} is suspended.`;
        return inUnusedRegion(fail(reason, status, ...use.cites), use);
      }
      default:
        return indeterminate(`GuardDuty does not say whether it is on in ${region}.`, status);
    }
  },
});
