import type { Cited, Recorded } from "../../evidence/cited.ts";
import type { eventSelectors } from "../../sources/cloudtrail/event-selectors.ts";
import type { SourceOutput } from "../../sources/source.ts";

type Selectors = Recorded<SourceOutput<typeof eventSelectors, "GetEventSelectors">>;
type BasicSelector = NonNullable<Selectors["EventSelectors"]>[number];
type AdvancedSelector = NonNullable<Selectors["AdvancedEventSelectors"]>[number];

/** What a trail records of management events; `what` completes "The trail …". */
export type ManagementEvents =
  | { readonly recorded: "all" }
  | { readonly recorded: "in part"; readonly what: string; readonly onlyLeavesOut: boolean }
  | { readonly recorded: "unclear"; readonly what: string };

/** The management events that one selector lets through. */
interface Selection {
  readonly reads: boolean;
  readonly writes: boolean;
  /** What it filters out of them. */
  readonly without: readonly string[];
}

/**
 * What a trail records of management events by its selectors. Several selectors add up: one for
 * reads and one for writes are both. A trail that has no selectors of its own records them all.
 *
 * @param selectors null where they are not told
 * @param hasCustomEventSelectors what DescribeTrails says of the trail
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
export function managementEventsOf(
  selectors: Cited<Selectors> | null,
  hasCustomEventSelectors: boolean | undefined,
): ManagementEvents {
  const basic = selectors?.value.EventSelectors ?? [];
  const advanced = selectors?.value.AdvancedEventSelectors ?? [];
  if (basic.length + advanced.length === 0) {
    return hasCustomEventSelectors === false
      ? { recorded: "all" }
      : { recorded: "unclear", what: "does not tell this account which events it records" };
  }
  const selections = [...basic.map(selectionOfBasic), ...advanced.map(selectionOfAdvanced)];
  const known = selections.filter((one) => one !== "unclear");
  const whole = known.filter(({ without }) => without.length === 0);
  if (whole.some(({ reads }) => reads) && whole.some(({ writes }) => writes)) {
    return { recorded: "all" };
  }
  if (known.length < selections.length) {
    return { recorded: "unclear", what: "has a selector that leaves out what it records" };
  }
  return inPart(known);
}

function inPart(selections: readonly Selection[]): ManagementEvents {
  const reads = selections.some((one) => one.reads);
  const writes = selections.some((one) => one.writes);
  const recorded = "in part";
  if (!reads && !writes) {
    return { recorded, what: "records no management events", onlyLeavesOut: false };
  }
  if (!reads || !writes) {
    const missing = reads ? "write" : "read";
    return { recorded, what: `records no ${missing} events`, onlyLeavesOut: false };
  }
  const without = [...new Set(selections.flatMap((one) => one.without))].sort();
  return { recorded, what: `leaves out ${without.join(" and ")}`, onlyLeavesOut: true };
}

function selectionOfBasic(selector: BasicSelector): Selection | "unclear" {
  const { IncludeManagementEvents: included, ReadWriteType: type } = selector;
  if (included === undefined || type === undefined) return "unclear";
  return {
    reads: included && type !== "WriteOnly",
    writes: included && type !== "ReadOnly",
    without: (selector.ExcludeManagementEventSources ?? []).map((name) => `events of ${name}`),
  };
}

/** Fields beside these two narrow what is recorded. */
const FIELDS_OF_ALL = ["eventCategory", "readOnly"];

function selectionOfAdvanced(selector: AdvancedSelector): Selection {
  const fields = selector.FieldSelectors ?? [];
  const valuesOf = (name: string) => fields.find(({ Field }) => Field === name)?.Equals;
  const isOfManagement = valuesOf("eventCategory")?.includes("Management") ?? false;
  const readOnly = valuesOf("readOnly") ?? ["true", "false"];
  return {
    reads: isOfManagement && readOnly.includes("true"),
    writes: isOfManagement && readOnly.includes("false"),
    without: fields.flatMap(({ Field = "an unnamed field", NotEquals, ...rest }) => {
      if (FIELDS_OF_ALL.includes(Field)) return [];
      const isPlainExclusion = Field === "eventSource" && Object.keys(rest).length === 0;
      return isPlainExclusion
        ? (NotEquals ?? []).map((name) => `events of ${name}`)
        : [`events by ${Field}`];
    }),
  };
}
