import type { AnyCheck } from "../checks/check.ts";
import type { EffectiveConfig } from "../config/effective-config.ts";
import type { RegisterContext } from "../decisions/register-rules.ts";

/**
 * What decisions.yaml is read against: which checks there are, by their ids and by those they had
 * before, and whom soc2.yaml names.
 */
export function registerContext(
  config: EffectiveConfig,
  checks: readonly AnyCheck[],
): RegisterContext {
  return {
    checks: new Map(
      checks.flatMap(({ id, aliases = [] }) => [id, ...aliases].map((name) => [name, id])),
    ),
    people: [...new Set(config.controls.flatMap(({ owner }) => owner?.name ?? []))].sort(),
  };
}
