import { reads, source } from "../source.ts";
import { isCutShort } from "./credential-report-csv.ts";
import { iam } from "./service.ts";

/** IAM makes most reports within seconds. */
const POLL_INTERVAL_MS = 2_000;

/** Four minutes of asking: thousands of users take that long, and a collector has to end. */
const MAX_ASKED = 120;

/**
 * The account's credential report: per user and for root, which passwords, MFA devices and access
 * keys there are and when they were last used.
 *
 * IAM makes it on request and gives the same report again for four hours, so it can be that much
 * older than the snapshot; `GeneratedTime` says. Between `COMPLETE` and the download the old report
 * may run out or a new one be under way: then it is asked for again.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html
 */
export const credentialReport = source({
  name: "iam.credential-report",
  scope: "global",
  operations: [
    reads(iam, "GenerateCredentialReport", {
      actions: ["iam:GenerateCredentialReport"],
      polled: true,
    }),
    reads(iam, "GetCredentialReport", {
      actions: ["iam:GetCredentialReport"],
      absent: ["ReportExpired", "ReportInProgress", "ReportNotPresent"],
      polled: true,
    }),
  ],
  attachments: [{ operation: "GetCredentialReport", member: "Content", extension: "csv" }],
  async gather({ open, pause, incomplete }) {
    const { client, sdk } = await open(iam);

    const download = async (): Promise<Uint8Array | undefined> => {
      try {
        const { Content } = await client.send(new sdk.GetCredentialReportCommand({}));
        return Content ?? new Uint8Array();
      } catch (thrown) {
        const isNotThere =
          thrown instanceof sdk.CredentialReportExpiredException ||
          thrown instanceof sdk.CredentialReportNotReadyException ||
          thrown instanceof sdk.CredentialReportNotPresentException;
        if (isNotThere) return undefined;
        throw thrown;
      }
    };

    for (let asked = 1; asked <= MAX_ASKED; asked += 1) {
      const { State } = await client.send(new sdk.GenerateCredentialReportCommand({}));
      const content = State === "COMPLETE" ? await download() : undefined;
      if (content !== undefined) {
        if (isCutShort(Buffer.from(content).toString("utf8"))) {
          incomplete("the credential report is cut short");
        }
        return;
      }
      if (asked < MAX_ASKED) await pause(POLL_INTERVAL_MS);
    }
    incomplete(`IAM had no credential report after it was asked for ${MAX_ASKED} times`);
  },
});
