import { type AnyCheck, check, covers, fail, pass } from "../../shared/checks/check.ts";
import type { Cited } from "../../shared/evidence/cited.ts";
import { cloudtrail } from "../../shared/sources/cloudtrail/service.ts";
import { credentialReport } from "../../shared/sources/iam/credential-report.ts";
import { reads, source } from "../../shared/sources/source.ts";
import { users } from "../capture/capturing.ts";
import { type AskedOperation, json, type ScriptedReply, xml } from "../capture/scripted-aws.ts";
import { HEADER, rootRow, userRow } from "../checks/iam/credential-evidence.ts";
import { ACCOUNT } from "../checks/judging.ts";

const trails = source({
  name: "test.trails",
  scope: "regional",
  operations: [
    reads(cloudtrail, "ListTrails", {
      actions: ["cloudtrail:ListTrails"],
      notEnabled: ["CloudTrailAccessNotEnabledException"],
    }),
    reads(cloudtrail, "GetTrailStatus", {
      actions: ["cloudtrail:GetTrailStatus"],
      gone: ["TrailNotFoundException"],
    }),
  ],
  async gather({ open, each }) {
    const { client, sdk } = await open(cloudtrail);
    const { Trails } = await client.send(new sdk.ListTrailsCommand({}));
    await each(Trails ?? [], ({ Name }) => client.send(new sdk.GetTrailStatusCommand({ Name })));
  },
});

const COVERED = covers("NW-05", "default security groups");
const DESCRIBED = {
  severity: "high",
  controls: [COVERED],
  why: "Because.",
  fix: { downtime: "none", steps: "Mend it." },
  references: { docs: [] },
} as const;

const userIsKnown: AnyCheck = check({
  ...DESCRIBED,
  id: "test.user-known",
  title: "Users are known",
  population: {
    definition: "every user",
    needs: [users],
    *members({ evidence }) {
      for (const user of evidence.items(users, "ListUsers", "Users")) {
        const id = String(user.value.UserName);
        yield { of: user, resource: { id, arn: null, type: "Test::User", region: null }, at: user };
      }
    },
  },
  judge: (user, _context, { id }) => pass(`${id} is known.`, user as Cited<unknown>),
});

const trailLogs: AnyCheck = check({
  ...DESCRIBED,
  id: "test.trail-logs",
  title: "Trails log",
  population: {
    definition: "every trail",
    needs: [trails],
    *members({ evidence }) {
      for (const trail of evidence.items(trails, "ListTrails", "Trails")) {
        const id = String(trail.value.Name);
        const { region } = trail.file;
        yield {
          of: trail,
          resource: { id, arn: `arn:aws:cloudtrail:${region}::${id}`, type: "Test::Trail", region },
          at: trail,
        };
      }
    },
  },
  judge(trail, { evidence }, { id, region }) {
    const asked = { Name: trail.value.Name };
    const status = evidence.call(trails, "GetTrailStatus", asked, region ?? undefined);
    if (status.outcome !== "ok") return fail(`${id} was deleted meanwhile.`, status.at);
    return pass(`${id} logs.`, status.response);
  },
});

const reportIsThere: AnyCheck = check({
  ...DESCRIBED,
  id: "test.report-there",
  title: "There is a credential report",
  population: {
    definition: "every credential report",
    needs: [credentialReport],
    *members({ evidence }) {
      for (const report of evidence.answers(credentialReport, "GetCredentialReport")) {
        const resource = { id: "report", arn: null, type: "Test::Report", region: null };
        yield { of: report, resource, at: report };
      }
    },
  },
  judge: (report: Cited<unknown>) => pass("There is one.", report),
});

/** One check for each of the account's sources. */
export const CHECKS = [userIsKnown, trailLogs, reportIsThere];
/** The account's credential report, as CSV. */
export const REPORT = [HEADER, rootRow(), userRow("ada")].join("\n");

/** AWS on a good day: one user, two trails in each region, a credential report. */
export function goodDay({ operation }: AskedOperation): ScriptedReply {
  switch (operation) {
    case "GetCallerIdentity":
      return xml(
        operation,
        `<UserId>AROA</UserId><Account>${ACCOUNT}</Account><Arn>arn:aws:sts::${ACCOUNT}:assumed-role/collector/CC</Arn>`,
      );
    case "DescribeRegions":
      return regionList({ "eu-west-1": "opt-in-not-required", "us-east-1": "opt-in-not-required" });
    case "ListUsers":
      return userList("ada");
    case "ListTrails":
      return json({ Trails: [{ Name: "one" }, { Name: "two" }] });
    case "GetTrailStatus":
      return json({ IsLogging: true });
    case "GenerateCredentialReport":
      return xml(operation, "<State>COMPLETE</State>");
    case "GetCredentialReport":
      return reportAnswer(REPORT);
    default:
      throw new Error(`Nobody asks ${operation} here.`);
  }
}

/** IAM's answer with a credential report. */
export function reportAnswer(csv: string): ScriptedReply {
  const content = Buffer.from(csv).toString("base64");
  return xml(
    "GetCredentialReport",
    `<Content>${content}</Content><ReportFormat>text/csv</ReportFormat>`,
  );
}

/** IAM's answer with one user, or none, and where it goes on. */
export function userList(name: string, marker?: string): ScriptedReply {
  const next =
    marker === undefined
      ? "<IsTruncated>false</IsTruncated>"
      : `<IsTruncated>true</IsTruncated><Marker>${marker}</Marker>`;
  const users =
    name === ""
      ? ""
      : `<member><Path>/</Path><UserName>${name}</UserName><UserId>AIDA</UserId><Arn>arn:aws:iam::${ACCOUNT}:user/${name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></member>`;
  return xml("ListUsers", `<Users>${users}</Users>${next}`);
}

/** EC2's answer with regions and their opt-in states. */
export function regionList(optIn: Readonly<Record<string, string>>): ScriptedReply {
  const items = Object.entries(optIn).map(
    ([name, status]) =>
      `<item><regionName>${name}</regionName><optInStatus>${status}</optInStatus></item>`,
  );
  return {
    body: `<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><regionInfo>${items.join("")}</regionInfo></DescribeRegionsResponse>`,
    headers: { "content-type": "text/xml" },
  };
}
