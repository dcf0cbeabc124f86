import type { EffectiveConfig } from "../config/effective-config.ts";
import type { StoredEvidence } from "../evidence/cited.ts";
import { regions } from "../sources/ec2/regions.ts";
import type { Gatherer } from "./gatherer.ts";
import { regionsInUse } from "./regions-in-use.ts";

/**
 * Asks AWS which regions are in use, for a run that keeps no evidence of its own of them: each
 * criterion's collector does.
 */
export async function readRegionsInUse(
  gatherer: Gatherer,
  config: EffectiveConfig,
  homeRegion: string,
): Promise<string[]> {
  if (config.regions.only !== null) return regionsInUse(config, [], homeRegion);
  const criterion = "external";
  const bodies = await gatherer.gather({ source: regions, region: null, criteria: [criterion] });
  const body = bodies.get(criterion);
  const stored: StoredEvidence[] =
    body === undefined
      ? []
      : [
          {
            path: "",
            object: {
              ...{ schema: "evidence/1", criterion, snapshot: "", source: regions.name },
              ...{ account: gatherer.account, region: null, collectedBy: body.collectedBy },
              ...{ startedAt: body.startedAt, completedAt: body.completedAt },
              complete: body.complete,
              calls: [...body.calls],
              redactions: [],
            },
          },
        ];
  return regionsInUse(config, stored, homeRegion);
}
