import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderCsv } from "../../shared/report/csv.ts";
import type { Finding } from "../../shared/snapshot/assessment.ts";

const FINDING: Finding = {
  id: "9f2c51d07c0a4be1",
  check: "iam.root-mfa-enabled",
  controls: ["AC-01"],
  criteria: ["CC6.1", "CC6.6"],
  status: "fail",
  severity: "critical",
  strength: "direct",
  scope: "in",
  resource: { id: "root", arn: null, type: "AWS::IAM::User", region: null },
  reason: "The root user has no MFA device.",
  cites: [{ object: "CC6.1-access-controls/s/iam.account-summary.json", pointer: "/calls/0" }],
};

const named = (id: string): Finding => ({ ...FINDING, resource: { ...FINDING.resource, id } });
/** What a reader of RFC 4180 sees in the column "resource" of the first row. */
const cellOf = (csv: string): string | undefined => {
  const rows: string[][] = parse(csv);
  return rows[1]?.[rows[0]?.indexOf("resource") ?? -1];
};

describe("renderCsv", () => {
  it("writes a header and one row per finding, quoted, ended by CRLF (RFC 4180)", () => {
    const decision = {
      id: "D-001",
      outcome: "accept",
      state: "holds",
      expiresOn: "2027-05-01",
    } as const;
    expect(renderCsv([FINDING, { ...FINDING, decision }])).toBe(
      '"finding","check","status","severity","strength","boundary","criteria","controls","resource","arn","type","region","reason","decision","outcome","decision state","decision expires","evidence"\r\n' +
        '"9f2c51d07c0a4be1","iam.root-mfa-enabled","fail","critical","direct","in","CC6.1 CC6.6","AC-01","root","","AWS::IAM::User","","The root user has no MFA device.","","","","","CC6.1-access-controls/s/iam.account-summary.json#/calls/0"\r\n' +
        '"9f2c51d07c0a4be1","iam.root-mfa-enabled","fail","critical","direct","in","CC6.1 CC6.6","AC-01","root","","AWS::IAM::User","","The root user has no MFA device.","D-001","accept","holds","2027-05-01","CC6.1-access-controls/s/iam.account-summary.json#/calls/0"\r\n',
    );
  });

  it("is its header alone when there are none", () => {
    expect(renderCsv([]).split("\r\n")).toHaveLength(2);
  });

  it.each([
    ["an equals sign", "=HYPERLINK(1)"],
    ["a plus sign", "+1+cmd|' /C calc'!A0"],
    ["a minus sign", "-2+3"],
    ["an at sign", "@SUM(1)"],
    ["a tab", "\t=1"],
    ["a return", "\r=1"],
    ["spaces and a sign", "   =1"],
    ["a line break and a sign", "\n=1"],
    ["breaks, spaces and a sign", "\r\n  \n@x"],
    ["a tab behind a space", " \tx"],
    ["a space without break and a sign", "\u00a0=1"],
    ["a mark without width and a sign", "\u200b=1"],
    ["a byte order mark and a sign", "\ufeff=1"],
    ["a full-width sign", "＝1"],
    ["an escape and a sign", "\u001b=1"],
  ])("puts an apostrophe before a cell that begins with %s", (_what, id) => {
    expect(cellOf(renderCsv([named(id)]))).toBe(`'${id}`);
  });

  it.each([
    ["a name", "web-server"],
    ["a sign inside", "a=1"],
    ["quotes and commas", 'a","b'],
    ["a line break inside", "a\nb"],
    ["spaces before a name", "  a"],
  ])("leaves %s as it is", (_what, id) => {
    expect(cellOf(renderCsv([named(id)]))).toBe(id);
  });

  it("never lets a cell begin with a formula, whatever the name, and loses nothing", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("=", "-", '"', ",", "\r", "\n", " ", "a") }),
        (id) => {
          const cell = cellOf(renderCsv([named(id)]));
          expect(cell?.replace(/^'/, "")).toBe(id);
          expect(cell?.trimStart()).not.toMatch(/^[=+\-@]/);
        },
      ),
    );
  });
});
