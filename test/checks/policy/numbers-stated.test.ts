import { describe, expect, it } from "vitest";
import { policyNumbersStated } from "../../../shared/checks/policy/numbers-stated.ts";
import { POLICY_NUMBER_NAMES, POLICY_NUMBERS } from "../../../shared/config/policy-numbers.ts";
import { citations, judged, outcomes } from "../judging.ts";

describe("policy.numbers-stated", () => {
  it("fails every number when soc2.yaml states none", () => {
    expect(outcomes(policyNumbersStated, [])).toEqual(
      POLICY_NUMBER_NAMES.toSorted().map(
        (name) =>
          `fail ${name}: soc2.yaml states no ${name}, so nothing can be held against it: ${POLICY_NUMBERS[name].sentence}`,
      ),
    );
  });

  it("passes the numbers that are stated, null among them, and fails the others", () => {
    const policy = {
      passwordMaxAgeDays: { value: null, document: "Password Policy §2.2" },
      accessKeyMaxAgeDays: { value: 90, document: "Access Control Policy §4.2" },
    };
    const { population } = judged(policyNumbersStated, [], { policy });
    expect(population).toMatchObject({ pass: 2, fail: POLICY_NUMBER_NAMES.length - 2 });
    expect(outcomes(policyNumbersStated, [], { policy })).toEqual(
      expect.arrayContaining([
        "pass accessKeyMaxAgeDays: accessKeyMaxAgeDays is stated by Access Control Policy §4.2.",
        "pass passwordMaxAgeDays: passwordMaxAgeDays is stated by Password Policy §2.2.",
      ]),
    );
  });

  it("cites the number, or the place where it is missing", () => {
    const policy = Object.fromEntries(
      POLICY_NUMBER_NAMES.slice(1).map((name) => [name, POLICY_NUMBERS[name].example]),
    );
    const [missing, ...stated] = POLICY_NUMBER_NAMES;
    expect(citations(policyNumbersStated, [], { policy }).toSorted()).toEqual(
      ["config.json#/policy", ...stated.map((name) => `config.json#/policy/${name}`)].toSorted(),
    );
    expect(
      judged(policyNumbersStated, [], { policy }).findings.find(({ status }) => status === "fail")
        ?.resource.id,
    ).toBe(missing);
  });
});
