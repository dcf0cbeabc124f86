import type { Cited, Recorded } from "../../evidence/cited.ts";
import { detectors as source } from "../../sources/guardduty/detectors.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { accountInRegion } from "../account/account-in-region.ts";
import { SIGNS_OF_USE } from "../account/region-use.ts";
import type { Population } from "../check.ts";

type Page = Recorded<SourceOutput<typeof source, "ListDetectors">>;

/** The account in every region that was read, by its list of detectors. */
export const detectorsByRegion: Population<Cited<Page>> = {
  definition: "the account in every region, by its threat detectors",
  needs: [source],
  placedBy: SIGNS_OF_USE,
  *members(context) {
    for (const page of context.evidence.answers(source, "ListDetectors")) {
      yield accountInRegion(page, page.at("DetectorIds"), context);
    }
  },
};

/** Every detector of GuardDuty, by its id. */
export const detectors: Population<string> = {
  definition: "every GuardDuty detector",
  needs: [source],
  placedBy: SIGNS_OF_USE,
  *members({ evidence, account, partition }) {
    for (const id of evidence.items(source, "ListDetectors", "DetectorIds")) {
      const { region } = id.file;
      const arn = `arn:${partition}:guardduty:${region}:${account}:detector/${id.value}`;
      yield {
        of: id.value,
        resource: { id: id.value, arn, type: "AWS::GuardDuty::Detector", region },
        at: id,
      };
    }
  },
};
