import { GetAccessKeyLastUsedCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { callSchema } from "../../shared/evidence/evidence-object.ts";
import { cloudtrail } from "../../shared/sources/cloudtrail/service.ts";
import { iam } from "../../shared/sources/iam/service.ts";
import { reads, source } from "../../shared/sources/source.ts";
import { capturing, gathering, summary, TARGET, told, trailStatuses, users } from "./capturing.ts";
import { AWS_DATE, json, xml, xmlError } from "./scripted-aws.ts";

const SUMMARY = xml(
  "GetAccountSummary",
  "<SummaryMap><entry><key>Users</key><value>7</value></entry></SummaryMap>",
);

describe("what is recorded of a call", () => {
  it("a query call whole: names, times, AWS's date, request id, answer and command", async () => {
    await capturing(
      () => SUMMARY,
      async ({ capture, paced }) => {
        expect(await capture.gather(summary, TARGET)).toEqual({
          startedAt: "2026-11-22T06:00:00.001Z",
          completedAt: "2026-11-22T06:00:00.004Z",
          complete: true,
          writable: true,
          redactions: [],
          calls: [
            {
              service: "iam",
              operation: "GetAccountSummary",
              region: "eu-west-1",
              input: {},
              startedAt: "2026-11-22T06:00:00.002Z",
              completedAt: "2026-11-22T06:00:00.003Z",
              awsDate: AWS_DATE,
              requestId: "req-GetAccountSummary",
              httpStatus: 200,
              attempts: 1,
              outcome: "ok",
              response: { SummaryMap: { Users: 7 } },
              command: "aws iam get-account-summary --region eu-west-1 --no-paginate --output json",
            },
          ],
        });
        expect(paced).toEqual(["iam eu-west-1"]);
      },
    );
  });

  it("a JSON call, its dates in ISO 8601 and its input in the command", async () => {
    const one = gathering(trailStatuses, async ({ open }) => {
      const { client, sdk } = await open(cloudtrail);
      await client.send(new sdk.GetTrailStatusCommand({ Name: "it's" }));
    });
    await capturing(
      () => json({ IsLogging: true, LatestDeliveryTime: 1_795_327_200 }),
      async ({ capture }) => {
        const { calls } = await capture.gather(one, TARGET);
        expect(calls).toMatchObject([
          {
            input: { Name: "it's" },
            requestId: "req-json",
            response: { IsLogging: true, LatestDeliveryTime: "2026-11-22T06:00:00.000Z" },
            command: `aws cloudtrail get-trail-status --region eu-west-1 --cli-input-json '{"Name":"it'\\''s"}' --no-paginate --output json`,
          },
        ]);
      },
    );
  });

  it("binary as base64", async () => {
    const report = source({
      name: "iam.credential-report",
      scope: "global",
      operations: [reads(iam, "GetCredentialReport", { actions: ["iam:GetCredentialReport"] })],
      async gather({ open }) {
        const { client, sdk } = await open(iam);
        await client.send(new sdk.GetCredentialReportCommand({}));
      },
    });
    const Content = Buffer.from("user,arn\nada,x\n").toString("base64");
    await capturing(
      () => xml("GetCredentialReport", `<Content>${Content}</Content>`),
      async ({ capture }) => {
        const { calls } = await capture.gather(report, TARGET);
        expect(calls[0]?.response).toEqual({ Content });
      },
    );
  });

  it("an error with its code, message, date, request id and status", async () => {
    await capturing(
      () => xmlError(400, "ValidationError", "No such thing"),
      async ({ capture }) => {
        const gathered = await capture.gather(summary, TARGET);
        expect(gathered).toMatchObject({
          complete: false,
          incompleteReason: "ValidationError on iam:GetAccountSummary",
          calls: [
            {
              outcome: "error",
              error: { code: "ValidationError", message: "No such thing" },
              awsDate: AWS_DATE,
              requestId: "req-error",
              httpStatus: 400,
              attempts: 1,
            },
          ],
        });
        expect(gathered.calls.map((call) => callSchema.parse(call))).toEqual(gathered.calls);
      },
    );
  });

  it("the calls of a listing page by page, an empty page with a token among them", async () => {
    const page = (names: readonly string[], marker?: string) =>
      xml(
        "ListUsers",
        `<Users>${names.map((name) => `<member><UserName>${name}</UserName></member>`).join("")}</Users><IsTruncated>${marker !== undefined}</IsTruncated>${marker === undefined ? "" : `<Marker>${marker}</Marker>`}`,
      );
    await capturing(
      ({ input }) =>
        input.Marker === undefined
          ? page(["ada"], "two")
          : input.Marker === "two"
            ? page([], "three")
            : page(["bo"]),
      async ({ capture }) => {
        const { complete, calls } = await capture.gather(users, TARGET);
        expect(complete).toBe(true);
        expect(told(calls)).toEqual(["ok ListUsers", "ok ListUsers two", "ok ListUsers three"]);
      },
    );
  });

  it("the region that the source names, not only its own", async () => {
    const elsewhere = gathering(summary, async ({ open }) => {
      for (const region of [undefined, "us-east-1"]) {
        const { client, sdk } = await open(iam, region);
        await client.send(new sdk.GetAccountSummaryCommand({}));
      }
    });
    await capturing(
      () => SUMMARY,
      async ({ capture, paced }) => {
        const { calls } = await capture.gather(elsewhere, TARGET);
        expect(calls.map(({ region }) => region)).toEqual(["eu-west-1", "us-east-1"]);
        expect(paced).toEqual(["iam eu-west-1", "iam us-east-1"]);
      },
    );
  });
});

describe("equal calls of one process", () => {
  it("are sent once and recorded by each source", async () => {
    await capturing(
      () => SUMMARY,
      async ({ capture, aws }) => {
        const again = { ...summary, name: "iam.again" };
        const [first, second] = await Promise.all([
          capture.gather(summary, TARGET),
          capture.gather(again, TARGET),
        ]);
        expect(aws.asked).toHaveLength(1);
        expect(second.calls).toEqual(first.calls);
        expect(second.complete).toBe(true);
      },
    );
  });

  it.each([
    ["is kept for another that will ask the same", ["iam.summary", "iam.again"], "eu-west-1", 1],
    ["is let go where none will ask the same", ["iam.summary"], "eu-west-1", 2],
    ["of another region is kept for the source in other regions", ["iam.summary"], "us-east-1", 1],
    ["is let go when nothing is gathered any more", [], "us-east-1", 2],
  ])("an answer %s, once its source has ended", async (_, expected, region, sent) => {
    const regional = gathering({ ...summary, scope: "regional" }, async ({ open }) => {
      const { client, sdk } = await open(iam, region);
      await client.send(new sdk.GetAccountSummaryCommand({}));
    });
    const again = { ...regional, name: "iam.again" };
    await capturing(
      () => SUMMARY,
      async ({ capture, aws }) => {
        capture.expect([regional, again].filter(({ name }) => expected.includes(name)));
        const first = await capture.gather(regional, TARGET);
        if (expected.length === 0) capture.expect([]);
        const second = await capture.gather(again, TARGET);
        expect(aws.asked).toHaveLength(sent);
        expect(second.calls).toHaveLength(first.calls.length);
      },
    );
  });

  it("keep the answers that came before anybody said what will be gathered", async () => {
    await capturing(
      () => SUMMARY,
      async ({ capture, aws }) => {
        await capture.gather(summary, TARGET);
        capture.expect([summary]);
        await capture.gather(summary, TARGET);
        expect(aws.asked).toHaveLength(1);
      },
    );
  });

  it("count as each source declares them, whichever asked first", async () => {
    const strict = summary;
    const lenient = {
      ...summary,
      name: "iam.lenient",
      operations: [reads(iam, "GetAccountSummary", { actions: [], absent: ["NoSuchEntity"] })],
    };
    for (const order of [
      [strict, lenient],
      [lenient, strict],
    ]) {
      await capturing(
        () => xmlError(404, "NoSuchEntity"),
        async ({ capture, aws }) => {
          const outcomes: Record<string, string | undefined> = {};
          for (const one of order) {
            const { calls } = await capture.gather(one, TARGET);
            outcomes[one.name] = calls[0]?.outcome;
          }
          expect(aws.asked).toHaveLength(1);
          expect(outcomes).toEqual({ "iam.summary": "error", "iam.lenient": "absent" });
        },
      );
    }
  });

  it("are one call where one source asks twice, since its list would count double", async () => {
    const twice = gathering(summary, async ({ open }) => {
      const { client, sdk } = await open(iam);
      for (let time = 0; time < 2; time += 1) {
        const answer = await client.send(new sdk.GetAccountSummaryCommand({}));
        expect(answer.SummaryMap?.Users).toBe(7);
      }
    });
    await capturing(
      () => SUMMARY,
      async ({ capture, aws }) => {
        const { complete, calls } = await capture.gather(twice, TARGET);
        expect([aws.asked.length, calls.length, complete]).toEqual([1, 1, true]);
      },
    );
  });

  it("in other regions are other calls", async () => {
    await capturing(
      () => SUMMARY,
      async ({ capture, aws }) => {
        await capture.gather(summary, TARGET);
        await capture.gather(summary, { ...TARGET, region: "eu-central-1" });
        expect(aws.asked).toHaveLength(2);
      },
    );
  });

  it("are all sent and all recorded where the operation is polled", async () => {
    const polling = source({
      name: "iam.polling",
      scope: "global",
      operations: [
        reads(iam, "GenerateCredentialReport", {
          actions: ["iam:GenerateCredentialReport"],
          polled: true,
        }),
      ],
      async gather({ open, pause }) {
        const { client, sdk } = await open(iam);
        for (;;) {
          const { State } = await client.send(new sdk.GenerateCredentialReportCommand({}));
          if (State === "COMPLETE") return;
          await pause(2_000);
        }
      },
    });
    await capturing(
      ({ times }) =>
        xml(
          "GenerateCredentialReport",
          `<State>${times % 3 === 0 ? "COMPLETE" : "INPROGRESS"}</State>`,
        ),
      async ({ capture, aws, waits }) => {
        const first = await capture.gather(polling, TARGET);
        const second = await capture.gather({ ...polling, name: "iam.polling-too" }, TARGET);
        expect(aws.asked).toHaveLength(6);
        expect(first.calls.map(({ response }) => response)).toEqual([
          { State: "INPROGRESS" },
          { State: "INPROGRESS" },
          { State: "COMPLETE" },
        ]);
        expect([first.complete, second.complete, second.calls.length]).toEqual([true, true, 3]);
        expect(waits).toEqual([2_000, 2_000, 2_000, 2_000]);
      },
    );
  });

  it("are not taken from a source that polls: its answer may be half done", async () => {
    const polling = {
      ...summary,
      name: "iam.polling",
      operations: [reads(iam, "GetAccountSummary", { actions: [], polled: true })],
    };
    await capturing(
      () => SUMMARY,
      async ({ capture, aws }) => {
        await capture.gather(polling, TARGET);
        await capture.gather(summary, TARGET);
        expect(aws.asked).toHaveLength(2);
      },
    );
  });
});

describe("what a source must not do", () => {
  it.each([
    ["lets the error out", false],
    ["swallows the error", true],
  ])("call what it does not declare: it %s", async (_, swallows) => {
    const undeclared = gathering(summary, async ({ open }) => {
      const { client } = await open(iam);
      const sending = client.send(new ListUsersCommand({}));
      await (swallows ? sending.catch(() => {}) : sending);
    });
    await capturing(
      () => SUMMARY,
      async ({ capture, aws }) => {
        await expect(capture.gather(undeclared, TARGET)).rejects.toMatchObject({
          code: "CALL_UNDECLARED",
          fields: { source: "iam.summary", operation: "iam:ListUsers" },
        });
        expect(aws.asked).toEqual([]);
      },
    );
  });

  it.each([
    ["alone", "The source stumbled over an answer (RangeError: a defect)"],
    ["each", "AccessDenied on iam:GetAccountSummary"],
  ])("make a source that stumbles incomplete, and nothing else (%s)", async (how, reason) => {
    const broken = gathering(summary, async ({ open, each }) => {
      const fail = () => {
        throw new RangeError("a defect");
      };
      if (how !== "each") return fail();
      const { client, sdk } = await open(iam);
      const refused = () => client.send(new sdk.GetAccountSummaryCommand({}));
      await each([refused, fail], (read) => read());
    });
    await capturing(
      () => xmlError(403, "AccessDenied"),
      async ({ capture }) => {
        const gathered = await capture.gather(broken, TARGET);
        expect([gathered.complete, gathered.incompleteReason]).toEqual([false, reason]);
      },
    );
  });
});

describe("secrets", () => {
  it("are cut out of what is handed on, and listed by pointer", async () => {
    const statuses = gathering(trailStatuses, async ({ open }) => {
      const { client, sdk } = await open(cloudtrail);
      await client.send(new sdk.GetTrailStatusCommand({ Name: "one" }));
      await client.send(new sdk.GetTrailStatusCommand({ Name: "two" }));
    });
    await capturing(
      ({ input }) => json(input.Name === "two" ? { LatestDeliveryError: "password=lantern9" } : {}),
      async ({ capture }) => {
        const gathered = await capture.gather(statuses, TARGET);
        expect(JSON.stringify(gathered)).not.toContain("lantern9");
        expect(gathered.redactions).toEqual([
          { pointer: "/calls/1/response/LatestDeliveryError", rule: "detected-secret" },
        ]);
      },
    );
  });

  it("are cut out of reasons that a source gives", async () => {
    const telling = gathering(summary, async ({ incomplete }) => {
      incomplete("The trail password=lantern9 was not read");
    });
    await capturing(
      () => SUMMARY,
      async ({ capture }) => {
        expect(await capture.gather(telling, TARGET)).toMatchObject({
          complete: false,
          incompleteReason: "The trail password=[redacted: password-assignment] was not read",
        });
      },
    );
  });

  it("that cannot be cut keep the whole source from being written", async () => {
    await capturing(
      () => SUMMARY,
      async ({ capture }) => {
        expect(await capture.gather(summary, TARGET)).toMatchObject({
          writable: false,
          complete: false,
          calls: [],
          redactions: [],
          incompleteReason: "Secrets could not be cut out of an answer, so nothing was written",
        });
      },
      {
        redact: () => {
          throw new Error("password=lantern9");
        },
      },
    );
  });

  it("do not hide the names of keys that IAM was asked about", async () => {
    const lastUsed = source({
      name: "iam.last-used",
      scope: "global",
      operations: [reads(iam, "GetAccessKeyLastUsed", { actions: ["iam:GetAccessKeyLastUsed"] })],
      async gather({ open }) {
        const { client } = await open(iam);
        await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: "AKIAIOSFODNN7EXAMPLE" }));
      },
    });
    await capturing(
      () => xml("GetAccessKeyLastUsed", "<UserName>ada</UserName>"),
      async ({ capture }) => {
        const { calls, redactions } = await capture.gather(lastUsed, TARGET);
        expect(redactions).toEqual([]);
        expect(calls[0]?.command).toContain("AKIAIOSFODNN7EXAMPLE");
      },
    );
  });
});
