import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCredentialReport } from "../../../shared/checks/iam/credential-report.ts";
import { EvidenceView } from "../../../shared/evidence/evidence-view.ts";
import { credentialReport } from "../../../shared/sources/iam/credential-report.ts";
import { recorded } from "../judging.ts";
import { HEADER, report, reportText, rootRow, userRow } from "./credential-evidence.ts";

const read = (csv: string) => readCredentialReport(new EvidenceView([reportText(csv)]));
const WHOLE = [HEADER, rootRow(), userRow("alice"), userRow("bob")].join("\n");

describe("the credential report", () => {
  it("is read into rows by user, each with its line", () => {
    const { rows } = read(WHOLE);
    expect([...rows].map(([name, row]) => [name, row.value.arn, row.citation.line])).toEqual([
      ["<root_account>", "arn:aws:iam::123456789012:root", 2],
      ["alice", "arn:aws:iam::123456789012:user/alice", 3],
      ["bob", "arn:aws:iam::123456789012:user/bob", 4],
    ]);
  });

  it("types each column by what AWS documents of it", () => {
    const csv = [
      HEADER,
      userRow("alice", {
        user_creation_time: "2024-01-02T03:04:05+00:00",
        password_enabled: "TRUE",
        password_last_used: "no_information",
        password_last_changed: "not_supported",
        mfa_active: "false",
        access_key_1_active: "true",
        access_key_1_last_rotated: "2026-01-02T05:04:05+02:00",
        access_key_1_last_used_date: "N/A",
        access_key_2_active: "perhaps",
        access_key_2_last_used_date: "yesterday",
      }),
    ].join("\n");
    expect(read(csv).rows.get("alice")?.value).toEqual({
      user: "alice",
      arn: "arn:aws:iam::123456789012:user/alice",
      createdAt: { at: "2024-01-02T03:04:05.000Z" },
      passwordEnabled: true,
      passwordLastUsed: "no-information",
      passwordLastChanged: "unclear",
      mfaActive: false,
      accessKeys: [
        {
          number: 1,
          active: true,
          lastRotated: { at: "2026-01-02T03:04:05.000Z" },
          lastUsed: "none",
        },
        { number: 2, active: null, lastRotated: "none", lastUsed: "unclear" },
      ],
      furtherCredentials: null,
    });
  });

  it.each([
    ["a line break at its end", `${WHOLE}\n`],
    ["Windows line breaks", WHOLE.replaceAll("\n", "\r\n")],
    ["a column that AWS added", WHOLE.replaceAll(/$/gm, ",new")],
    ["no users", `${HEADER}\n${rootRow()}`],
    ["nothing but its header", `${HEADER}\n`],
  ])("is whole with %s", (_sentence, csv) => {
    expect(() => read(csv)).not.toThrow();
  });

  it.each([
    ["it is empty", ""],
    ["it has no header", [rootRow(), userRow("alice")].join("\n")],
    ["its header is cut", HEADER.slice(0, -1)],
    ["its header lacks a column", WHOLE.replaceAll(/,[^,]*$/gm, "")],
    ["its last row lacks a column", WHOLE.replace(/,[^,]*$/, "")],
    ["its last value is cut", WHOLE.slice(0, -1)],
    [
      "its last value is a time without its offset",
      `${HEADER}\n${userRow("alice", { cert_2_last_rotated: "2026-01-02T03:04:05" })}`,
    ],
    ["a row in the middle lacks a column", WHOLE.replace(",N/A\nbob", "\nbob")],
    ["a quote never closes", `${WHOLE}\n"carol`],
  ])("is cut short when %s", (_sentence, csv) => {
    expect(() => read(csv)).toThrow("the credential report is cut short");
  });

  it("is cut short wherever its last row is cut", () => {
    const beforeLastRow = WHOLE.lastIndexOf("\n") + 1;
    fc.assert(
      fc.property(fc.integer({ min: beforeLastRow + 1, max: WHOLE.length - 1 }), (end) => {
        expect(() => read(WHOLE.slice(0, end))).toThrow("the credential report is cut short");
      }),
    );
  });

  it("leaves out a row whose columns cannot be told apart", () => {
    const { rows } = read(`${WHOLE}\n${userRow("carol, dave")}`);
    expect([...rows.keys()]).toEqual(["<root_account>", "alice", "bob"]);
  });

  it("keeps what is said of a third access key", () => {
    const csv = WHOLE.replace(HEADER, `${HEADER},additional_credentials_info`)
      .replace(rootRow(), `${rootRow()},`)
      .replace(userRow("alice"), `${userRow("alice")},1 more: ListAccessKeys`)
      .replace(userRow("bob"), `${userRow("bob")},N/A`);
    const { rows } = read(csv);
    expect([...rows.values()].map(({ value }) => value.furtherCredentials)).toEqual([
      null,
      "1 more: ListAccessKeys",
      null,
    ]);
  });

  it("is unread when the last download found no report", () => {
    const evidence = new EvidenceView([
      recorded(credentialReport, [{ operation: "GetCredentialReport", outcome: "absent" }]),
    ]);
    expect(() => readCredentialReport(evidence)).toThrow(
      "IAM had not finished the credential report",
    );
  });

  it("is unread when AWS does not say when it made it", () => {
    const evidence = new EvidenceView([
      recorded(credentialReport, [
        {
          operation: "GetCredentialReport",
          response: { Content: Buffer.from(WHOLE).toString("base64"), ReportFormat: "text/csv" },
        },
      ]),
    ]);
    expect(() => readCredentialReport(evidence)).toThrow(
      "IAM does not say when it made the credential report",
    );
  });

  it("is read once for all checks on the same evidence", () => {
    const evidence = new EvidenceView([report([rootRow()])]);
    expect(readCredentialReport(evidence)).toBe(readCredentialReport(evidence));
  });
});
