import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RecordedFinding } from "../../shared/external/external-finding.ts";
import { FindingIndex } from "../../shared/external/finding-index.ts";

function record(id: string, more: Partial<RecordedFinding> = {}): RecordedFinding {
  return {
    id,
    tool: "Security Hub",
    catalogue: "fsbp",
    ruleId: "S3.8",
    rule: null,
    title: "",
    severity: null,
    status: "open",
    account: null,
    region: null,
    resource: { id: "a", arn: null, type: "b" },
    firstSeen: null,
    lastSeen: null,
    updatedAt: null,
    workflow: null,
    ...more,
  };
}

const ID = "00000000000000aa";
const cite = (line: number) => ({ object: "external/x.ndjson", line, pointer: "/finding" });

/** Which record stands, by its number, with what is known of the others. */
function standing(records: readonly [RecordedFinding, number][]) {
  const index = new FindingIndex();
  for (const [place, [finding, source]] of records.entries()) {
    index.note({ finding, cite: cite(place + 1) }, source);
  }
  return records.flatMap(([finding, source], ordinal) => {
    const others = index.standing(finding, ordinal, source);
    return others === undefined ? [] : [{ ordinal, ...others }];
  });
}

describe("of several records of one id", () => {
  const at = (day: number, status: RecordedFinding["status"]) =>
    record(ID, { status, updatedAt: `2026-11-${day}T06:00:00Z` });

  it.each([
    ["the newest stands", [at(10, "open"), at(12, "passed"), at(11, "open")], 1, 2],
    ["the newest stands, whatever the order", [at(12, "passed"), at(11, "open")], 0, 1],
    ["of equally new ones the open one stands", [at(10, "passed"), at(10, "open")], 1, 1],
    ["of equals the first stands", [at(10, "open"), at(10, "open")], 0, 0],
    ["one without a time is older than all", [record(ID), at(10, "passed")], 1, 1],
  ] as const)("%s", (_what, records, ordinal, contradictions) => {
    const found = standing(records.map((one) => [one, 0]));
    expect(found).toMatchObject([{ ordinal, copies: records.length - 1, contradictions }]);
  });

  it("says in which sources it was seen, and where", () => {
    const found = standing([
      [at(10, "open"), 2],
      [at(12, "open"), 0],
      [at(11, "passed"), 2],
    ]);
    expect(found).toEqual([
      {
        ordinal: 1,
        copies: 2,
        contradictions: 1,
        sources: [0, 2],
        cites: [cite(1), cite(2), cite(3)],
      },
    ]);
  });
});

it("keeps exactly one record of each id, however many there are", () => {
  const ids = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 9_000, minLength: 3_000 });
  fc.assert(
    fc.property(ids, (numbers) => {
      const records = numbers.map((number): [RecordedFinding, number] => [
        record(number.toString(16).padStart(16, "0")),
        0,
      ]);
      const found = standing(records);
      expect(found).toHaveLength(new Set(numbers).size);
      expect(found.reduce((sum, { copies }) => sum + copies + 1, 0)).toBe(numbers.length);
    }),
    { numRuns: 20 },
  );
});

it("grows past its first size without losing an id", () => {
  const many = Array.from({ length: 20_000 }, (_, number): [RecordedFinding, number] => [
    record((number * 2_654_435_761).toString(16).padStart(16, "0").slice(-16)),
    0,
  ]);
  expect(standing(many)).toHaveLength(20_000);
});
