import { describe, expect, it } from "vitest";
import { credentialReport } from "../../../shared/sources/iam/credential-report.ts";
import { HEADER, rootRow } from "../../checks/iam/credential-evidence.ts";
import { gatherScripted, inShort, type ScriptedAnswer } from "./scripted-iam.ts";

const state = (name: string): ScriptedAnswer => ({ result: `<State>${name}</State>` });
const report = (csv: string): ScriptedAnswer => ({
  result: `<Content>${Buffer.from(csv).toString("base64")}</Content><ReportFormat>text/csv</ReportFormat><GeneratedTime>2026-11-22T05:30:00Z</GeneratedTime>`,
});
const WHOLE = report(`${HEADER}\n${rootRow()}`);
const IN_PROGRESS: ScriptedAnswer = { status: 404, code: "ReportInProgress" };
const NOT_PRESENT: ScriptedAnswer = { status: 410, code: "ReportNotPresent" };
const EXPIRED: ScriptedAnswer = { status: 410, code: "ReportExpired" };

/** The answers in their order; the last one again and again. */
const inTurn =
  (...answers: [ScriptedAnswer, ...ScriptedAnswer[]]) =>
  (_parameters: URLSearchParams, index: number) =>
    answers[Math.min(index, answers.length - 1)] ?? answers[0];

describe("iam.credential-report", () => {
  it.each<[string, ReturnType<typeof inTurn>, string[]]>([
    [
      "downloads a report that is there",
      inTurn(state("COMPLETE"), WHOLE),
      ["GenerateCredentialReport ok", "GetCredentialReport ok", "complete"],
    ],
    [
      "asks until the report is made",
      inTurn(state("STARTED"), state("INPROGRESS"), state("COMPLETE"), WHOLE),
      [
        "GenerateCredentialReport ok",
        "GenerateCredentialReport ok",
        "GenerateCredentialReport ok",
        "GetCredentialReport ok",
        "complete",
      ],
    ],
    ...[IN_PROGRESS, NOT_PRESENT, EXPIRED].map(
      (notThere): [string, ReturnType<typeof inTurn>, string[]] => [
        `asks for a new report when the download answers ${"code" in notThere ? notThere.code : ""}`,
        inTurn(state("COMPLETE"), notThere, state("COMPLETE"), WHOLE),
        [
          "GenerateCredentialReport ok",
          `GetCredentialReport absent ${"code" in notThere ? notThere.code : ""}`,
          "GenerateCredentialReport ok",
          "GetCredentialReport ok",
          "complete",
        ],
      ],
    ),
    [
      "is incomplete when the report is cut short",
      inTurn(state("COMPLETE"), report(`${HEADER}\n${rootRow().slice(0, -2)}`)),
      [
        "GenerateCredentialReport ok",
        "GetCredentialReport ok",
        "incomplete: the credential report is cut short",
      ],
    ],
    [
      "is incomplete when AWS gives no content",
      inTurn(state("COMPLETE"), { result: "<ReportFormat>text/csv</ReportFormat>" }),
      [
        "GenerateCredentialReport ok",
        "GetCredentialReport ok",
        "incomplete: the credential report is cut short",
      ],
    ],
    [
      "is incomplete when making the report is denied",
      inTurn({ status: 403, code: "AccessDenied" }),
      [
        "GenerateCredentialReport denied AccessDenied",
        "incomplete: AccessDenied on iam:GenerateCredentialReport",
      ],
    ],
    [
      "is incomplete when the download is denied",
      inTurn(state("COMPLETE"), { status: 403, code: "AccessDenied" }),
      [
        "GenerateCredentialReport ok",
        "GetCredentialReport denied AccessDenied",
        "incomplete: AccessDenied on iam:GetCredentialReport",
      ],
    ],
  ])("%s", async (_sentence, answer, expected) => {
    expect(inShort(await gatherScripted(credentialReport, answer))).toEqual(expected);
  });

  it("waits two seconds before it asks again", async () => {
    const { waits } = await gatherScripted(
      credentialReport,
      inTurn(state("STARTED"), state("INPROGRESS"), state("COMPLETE"), WHOLE),
    );
    expect(waits).toEqual([2_000, 2_000]);
  });

  it("gives up after four minutes of asking", async () => {
    const run = await gatherScripted(credentialReport, inTurn(state("INPROGRESS")));
    expect(run.requests).toHaveLength(120);
    expect(run.waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(240_000);
    expect(run.gathered.incompleteReason).toBe(
      "IAM had no credential report after it was asked for 120 times",
    );
  });
});
