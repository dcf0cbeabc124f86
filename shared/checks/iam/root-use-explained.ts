import { daysBetween } from "../../evidence/instant.ts";
import { credentialReport } from "../../sources/iam/credential-report.ts";
import type { Moment } from "../../sources/iam/credential-report-csv.ts";
import { check, covers, documentOnly, indeterminate, pass } from "../check.ts";
import { countDays, dayOf } from "./count-days.ts";
import { rootHolder, rowOf } from "./credential-holders.ts";
import type { CredentialRow } from "./credential-report.ts";
import { rootUser } from "./root-user.ts";

/**
 * AWS records when root's password and keys were last used, not what for: a use that policy asks
 * about can only be explained by a document.
 */
export const rootUseExplained = check({
  id: "iam.root-use-explained",
  title: "Recent use of the root user is explained",
  severity: "medium",
  controls: [covers("AC-02", "use of the root user")],
  why: "Few tasks need root, so each use is unusual. The auditor asks who signed in, why, and who knew of it.",
  fix: {
    downtime: "none",
    steps:
      "Write down who used root, when, for which task and with whose approval, and add it as evidence. Use roles for everything that does not need root. There is nothing to set by CLI or CDK.",
  },
  references: {
    cis: { "1.2.0": "1.1", "5.0.0": "1.6" },
    prowler: ["iam_avoid_root_usage"],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html",
    ],
  },
  population: rootUser,
  needs: [credentialReport],
  policy: ["rootUseMaxDays"],
  judge(_root, context) {
    const stated = context.policy.stated("rootUseMaxDays");
    const root = rootHolder(context).of;
    const row = rowOf(root);
    const uses = usesOf(row.value);
    const last = uses
      .flatMap((use) => (typeof use === "object" ? [use.at] : []))
      .sort()
      .at(-1);
    const ago = last === undefined ? null : daysBetween(last, context.now);
    if (last !== undefined && ago !== null && ago <= stated.value) {
      return documentOnly(
        "root-use-explanation",
        `The root user was last used on ${dayOf(last)}, ${countDays(ago)} before this snapshot${root.reportAge}; ${stated.document} asks for a written explanation of use within ${countDays(stated.value)}.`,
        row,
        stated.at,
      );
    }
    if (uses.includes("unclear")) {
      return indeterminate(
        `The credential report does not say when the root user was last used${root.reportAge}.`,
        row,
      );
    }
    return last === undefined || ago === null
      ? pass(`AWS has recorded no use of the root user${root.reportAge}.`, row, stated.at)
      : pass(
          `The root user was last used on ${dayOf(last)}, ${countDays(ago)} before this snapshot${root.reportAge}; ${stated.document} asks for an explanation of use within ${countDays(stated.value)}.`,
          row,
          stated.at,
        );
  },
});

function usesOf({ passwordLastUsed, accessKeys: [first, second] }: CredentialRow): Moment[] {
  return [passwordLastUsed, first.lastUsed, second.lastUsed];
}
