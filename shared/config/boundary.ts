import type { EffectiveBoundary, EffectiveConfig } from "./effective-config-schema.ts";
import { matchesGlob } from "./glob.ts";

/** Whether a resource belongs to the system; `unknown` counts as in. */
export interface BoundaryPlace {
  readonly scope: "in" | "out" | "unknown";
  /** One sentence that names the tag, and for `out` why it is left out and who approved that. */
  readonly reason: string;
}

/** A resource's tags by key. `null` where they cannot be read, or where it cannot have any. */
export type ResourceTags = Readonly<Record<string, string>> | null;

type TagRule = EffectiveBoundary["in"][number];

/**
 * Where the boundary that soc2.yaml draws puts a resource with these tags. Without a boundary all is
 * in. A rule that puts it in beats one that leaves it out, and what no rule names is unknown, so that
 * a resource leaves the examination only by a rule written for it. Never throws.
 */
export function boundaryOf(
  { boundary }: Pick<EffectiveConfig, "boundary">,
  tags: ResourceTags,
): BoundaryPlace {
  if (boundary === null) {
    return { scope: "in", reason: "No system boundary is drawn, so the whole account is in." };
  }
  if (tags === null) {
    return {
      scope: "unknown",
      reason: "It has no tags that can be read, and the boundary needs them.",
    };
  }
  const within = boundary.in.find((rule) => matchesTag(rule, tags));
  if (within !== undefined) return { scope: "in", reason: `${nameTag(within, tags)}.` };

  const without = boundary.out.find((rule) => matchesTag(rule, tags));
  if (without !== undefined) {
    const why = without.reason.replace(/\.?\s*$/, "");
    return {
      scope: "out",
      reason: `${nameTag(without, tags)}: ${why} (approved by ${without.approver}).`,
    };
  }
  return { scope: "unknown", reason: "None of its tags is named by the boundary." };
}

function matchesTag({ tag, values }: TagRule, tags: Readonly<Record<string, string>>): boolean {
  const value = tagValue(tags, tag);
  if (value === undefined) return false;
  return values === null || values.some((pattern) => matchesGlob(pattern, value));
}

function nameTag({ tag }: TagRule, tags: Readonly<Record<string, string>>): string {
  return `The tag ${tag} is ${JSON.stringify(tagValue(tags, tag))}`;
}

/** Tag keys come from outside: "constructor" is a tag only where the resource has it. */
function tagValue(tags: Readonly<Record<string, string>>, tag: string): string | undefined {
  const value: unknown = Object.hasOwn(tags, tag) ? tags[tag] : undefined;
  // A value that was cut out as a secret is none that a rule could name.
  return typeof value === "string" ? value : undefined;
}
