import { EvidenceError } from "../errors/evidence-error.ts";
import { externalFolder } from "../external/external-path.ts";
import type { Store } from "../store/store.ts";
import { configPath } from "./config-path.ts";
import type { CriterionPlan } from "./plan.ts";

/**
 * Refuses evidence that no run began: each keeps its configuration before all else, so that what stands
 * there without it was put there by somebody else.
 *
 * @throws EvidenceError STORE_CONFLICT with the first such file
 */
export async function assertBegun(
  store: Pick<Store, "list" | "read" | "describe">,
  snapshot: string,
  plans: readonly CriterionPlan[],
): Promise<void> {
  if ((await store.read(configPath(snapshot))) !== undefined) return;
  const folders = plans.map(({ criterion }) => `${criterion.folder}/${snapshot}/`);
  for (const folder of [...folders, externalFolder(snapshot)]) {
    for await (const { path } of store.list(folder)) {
      throw new EvidenceError(
        "STORE_CONFLICT",
        `${path} in ${store.describe()} is of the snapshot ${snapshot}, which no run has begun there, so it is not taken for evidence. Move it away, or choose another folder with --out.`,
        { path },
      );
    }
  }
}
