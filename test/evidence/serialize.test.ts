import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Call, EvidenceObject } from "../../shared/evidence/evidence-object.ts";
import { splitEvidence, storedJson } from "../../shared/evidence/serialize.ts";
import { accountSummary } from "../../shared/sources/iam/account-summary.ts";
import { recorded } from "../checks/judging.ts";

function objectWith(sizes: readonly number[]): EvidenceObject {
  const { object } = recorded(accountSummary, [{ operation: "GetAccountSummary" }]);
  const [call] = object.calls as [Call];
  return {
    ...object,
    calls: sizes.map((size, index) => ({
      ...call,
      requestId: `${index}`,
      response: "x".repeat(size),
    })),
    redactions: sizes.map((_size, index) => ({
      pointer: `/calls/${index}/response/Secret`,
      rule: "secret",
    })),
  };
}

describe("stored JSON", () => {
  it("is pretty-printed UTF-8 with a final newline", () => {
    expect(new TextDecoder().decode(storedJson({ b: "é", a: [1] }))).toBe(
      '{\n  "b": "é",\n  "a": [\n    1\n  ]\n}\n',
    );
  });
});

describe("splitting", () => {
  it("leaves an object that fits alone", () => {
    const object = objectWith([10, 10]);
    expect(splitEvidence(object)).toEqual([object]);
  });

  it("loses no call, keeps their order and each part under the limit", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_000), { minLength: 1, maxLength: 12 }), (sizes) => {
        const object = objectWith(sizes);
        const parts = splitEvidence(object, 6_000);
        expect(parts.flatMap(({ calls }) => calls)).toEqual(object.calls);
        for (const part of parts) expect(storedJson(part).length).toBeLessThanOrEqual(6_000);
        if (parts.length > 1) {
          expect(parts.map(({ part }) => part)).toEqual(
            parts.map((_part, index) => ({ number: index + 1, of: parts.length })),
          );
        }
        for (const { calls, redactions } of parts) {
          expect(redactions.map(({ pointer }) => pointer)).toEqual(
            calls.map((_call, index) => `/calls/${index}/response/Secret`),
          );
        }
      }),
    );
  });

  it("never truncates: one call over the limit is a part over the limit", () => {
    const parts = splitEvidence(objectWith([9_000, 10]), 6_000);
    expect(parts.map(({ calls }) => calls.length)).toEqual([1, 1]);
  });
});
