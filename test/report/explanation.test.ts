import { describe, expect, it } from "vitest";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { effectiveConfig } from "../../shared/config/effective-config.ts";
import { loadConfig } from "../../shared/config/load.ts";
import { explainThing } from "../../shared/report/explanation.ts";

const { controls } = effectiveConfig(
  loadConfig({
    fileName: "soc2.yaml",
    today: "2026-11-22",
    content: new TextEncoder().encode(`version: 1
company: { name: Example }
system: { name: Example }
controls:
  AC-01: { companyId: Acc-1, statement: Everyone has a second factor. }
  AC-02: { companyId: AC-03 }
  VN-05:
    drop: { reason: There is no office to look after., approver: Maeve Brennan }
addControls:
  - id: LA-01
    family: data
    statement: An export leaves only after the customer has confirmed it.
    criteria:
      C1.1: { strength: supporting, reason: A wrong recipient would see confidential data. }
    nature: manual
    frequency: Per export
    documents:
      - { id: export-confirmations, name: Confirmations, maxAgeDays: 92 }
`),
  }),
);
const explain = (id: string) => explainThing(id, CHECKS, controls);
const linesOf = (id: string): string => JSON.stringify(explain(id).sections);

describe("explainThing", () => {
  it.each([
    ["a control", "AC-01", "AC-01"],
    ["a control in small letters", "ac-01", "AC-01"],
    ["a control by the company's id", "Acc-1", "AC-01"],
    ["the company's id, whatever its case", "ACC-1", "AC-01"],
    ["a control of the company's own", "LA-01", "LA-01"],
    ["the catalogue's id before a company's id that is equal", "AC-03", "AC-03"],
    ["a criterion", "cc6.1", "CC6.1"],
    ["a check", "iam.root-mfa-enabled", "iam.root-mfa-enabled"],
  ])("knows %s", (_what, id, expected) => {
    expect(explain(id).id).toBe(expected);
  });

  it("speaks in the company's words and names its id", () => {
    expect(explain("AC-01").title).toBe("Everyone has a second factor.");
    expect(linesOf("AC-01")).toContain("Your own id for it: Acc-1.");
    expect(linesOf("CC6.1")).toContain("AC-01 (Acc-1): Everyone has a second factor.");
  });

  it("lists the company's own controls under their criteria, and dropped ones no more", () => {
    expect(linesOf("C1.1")).toContain("LA-01: An export leaves");
    expect(linesOf("VN-05")).toContain("Dropped: There is no office to look after.");
    const [criterion = ""] = Object.keys(controls.find(({ id }) => id === "VN-05")?.criteria ?? {});
    expect(linesOf(criterion)).not.toContain("VN-05:");
  });

  it("says what ids look like where it knows none", () => {
    expect(() => explain("ZZ-99")).toThrow(/nothing called "ZZ-99"/);
  });
});
