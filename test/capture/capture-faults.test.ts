import { describe, expect, it, vi } from "vitest";
import { waitMs } from "../../shared/capture/deadline.ts";
import { cloudtrail } from "../../shared/sources/cloudtrail/service.ts";
import { iam } from "../../shared/sources/iam/service.ts";
import { reads, source } from "../../shared/sources/source.ts";
import { capturing, gathering, summary, TARGET, told, trailStatuses, users } from "./capturing.ts";
import { json, jsonError, type ScriptedReply, xml, xmlError } from "./scripted-aws.ts";

const SUMMARY = xml("GetAccountSummary", "<SummaryMap/>");
const page = (marker?: string) =>
  xml(
    "ListUsers",
    `<Users/><IsTruncated>${marker !== undefined}</IsTruncated>${marker === undefined ? "" : `<Marker>${marker}</Marker>`}`,
  );

describe("a throttling storm (CASES 18)", () => {
  it("is waited out, longer each time, and the attempts are recorded", async () => {
    await capturing(
      ({ times }) => (times < 4 ? xmlError(400, "Throttling", "Rate exceeded") : SUMMARY),
      async ({ capture, waits, paced }) => {
        expect(await capture.gather(summary, TARGET)).toMatchObject({
          complete: true,
          calls: [{ outcome: "ok", attempts: 4 }],
        });
        expect(waits).toEqual([200, 300, 400]);
        expect(paced).toHaveLength(4);
      },
    );
  });

  it("that does not end is given up after the last attempt, and the source is incomplete", async () => {
    await capturing(
      () => xmlError(400, "Throttling", "Rate exceeded"),
      async ({ capture, aws, waits }) => {
        expect(await capture.gather(summary, TARGET)).toMatchObject({
          complete: false,
          incompleteReason: "Throttling on iam:GetAccountSummary",
          calls: [{ outcome: "throttled", attempts: 4, error: { message: "Rate exceeded" } }],
        });
        expect(aws.asked).toHaveLength(4);
        expect(waits).toHaveLength(3);
      },
    );
  });

  it("in one service takes no retries from another", async () => {
    const storm = source({
      name: "cloudtrail.storm",
      scope: "regional",
      operations: [reads(cloudtrail, "GetTrailStatus", { actions: [] })],
      async gather({ open, each }) {
        const { client, sdk } = await open(cloudtrail);
        const names = Array.from({ length: 60 }, (_, index) => `trail-${index}`);
        await each(names, (Name) => client.send(new sdk.GetTrailStatusCommand({ Name })));
      },
    });
    await capturing(
      ({ operation, times }) =>
        operation === "GetTrailStatus"
          ? jsonError(500, "InternalFailure")
          : times < 4
            ? xmlError(400, "Throttling")
            : SUMMARY,
      async ({ capture, aws }) => {
        const { calls } = await capture.gather(storm, TARGET);
        expect(calls.map(({ attempts }) => attempts)).toEqual(calls.map(() => 4));
        expect(aws.asked).toHaveLength(240);
        expect((await capture.gather(summary, TARGET)).complete).toBe(true);
      },
    );
  });

  it("ends at the deadline, in the middle of a wait, and says what AWS answered until then", async () => {
    let timeIsOver = () => {};
    await capturing(
      () => xmlError(400, "Throttling", "Rate exceeded"),
      async ({ capture, deadline, aws }) => {
        timeIsOver = () => deadline.abort();
        expect(await capture.gather(summary, TARGET)).toMatchObject({
          complete: false,
          incompleteReason: "DeadlineExceeded on iam:GetAccountSummary",
          calls: [
            {
              outcome: "throttled",
              attempts: 1,
              httpStatus: 400,
              error: {
                code: "DeadlineExceeded",
                message:
                  "The time for gathering was over before AWS answered; until then it answered Throttling: Rate exceeded",
              },
            },
          ],
        });
        expect(aws.asked).toHaveLength(1);
      },
      { wait: (ms, deadline) => whileWaiting(waitMs(ms, deadline), () => timeIsOver()) },
    );
  });
});

describe("a call that is refused (CASES 20, 21, 23)", () => {
  const rows: readonly [string, ScriptedReply, string, boolean, string | undefined][] = [
    [
      "is denied: the source is incomplete",
      jsonError(400, "AccessDeniedException", "no identity-based policy allows it"),
      "denied",
      false,
      "AccessDeniedException on cloudtrail:GetTrailStatus",
    ],
    [
      "is for a service that is off here: an answer",
      jsonError(400, "CloudTrailAccessNotEnabledException"),
      "not-enabled",
      true,
      undefined,
    ],
    [
      "is for what was deleted meanwhile: an answer",
      jsonError(400, "TrailNotFoundException"),
      "gone",
      true,
      undefined,
    ],
    [
      "is for a region that is not opted in",
      jsonError(400, "UnrecognizedClientException"),
      "region-disabled",
      false,
      "UnrecognizedClientException on cloudtrail:GetTrailStatus",
    ],
    [
      "fails for another reason",
      jsonError(400, "InvalidTrailNameException"),
      "error",
      false,
      "InvalidTrailNameException on cloudtrail:GetTrailStatus",
    ],
  ];
  it.each(rows)("%s; the others are recorded", async (_, refusal, outcome, complete, reason) => {
    await capturing(
      ({ input }) => (input.Name === "two" ? refusal : json({ IsLogging: true })),
      async ({ capture }) => {
        const gathered = await capture.gather(trailStatuses, TARGET);
        expect(told(gathered.calls)).toEqual([
          "ok GetTrailStatus one",
          `${outcome} GetTrailStatus two`,
          "ok GetTrailStatus three",
        ]);
        expect([gathered.complete, gathered.incompleteReason]).toEqual([complete, reason]);
      },
    );
  });

  it("is denied although the source declares the code as an answer", async () => {
    const lenient = {
      ...summary,
      operations: [reads(iam, "GetAccountSummary", { actions: [], absent: ["AccessDenied"] })],
    };
    await capturing(
      () => xmlError(403, "AccessDenied"),
      async ({ capture }) => {
        expect(await capture.gather(lenient, TARGET)).toMatchObject({
          complete: false,
          calls: [{ outcome: "denied" }],
        });
      },
    );
  });

  it("leaves the calls that ran beside it their time to be answered", async () => {
    const beside = gathering(trailStatuses, async ({ open }) => {
      const { client, sdk } = await open(cloudtrail);
      const ask = (Name: string) => client.send(new sdk.GetTrailStatusCommand({ Name }));
      await Promise.all([ask("denied"), ask("first").then(() => ask("second"))]);
    });
    await capturing(
      ({ input }) => (input.Name === "denied" ? jsonError(400, "AccessDeniedException") : json({})),
      async ({ capture }) => {
        const { calls, complete } = await capture.gather(beside, TARGET);
        expect(complete).toBe(false);
        expect(told(calls)).toEqual([
          "denied GetTrailStatus denied",
          "ok GetTrailStatus first",
          "ok GetTrailStatus second",
        ]);
      },
    );
  });
});

describe("paging (CASES 22)", () => {
  it("stops as incomplete when a token repeats", async () => {
    await capturing(
      ({ input }) => page(input.Marker === "two" ? "three" : "two"),
      async ({ capture, aws }) => {
        const gathered = await capture.gather(users, TARGET);
        expect(gathered).toMatchObject({
          complete: false,
          incompleteReason: "ListUsers gave a paging token that it had given before",
        });
        expect(told(gathered.calls)).toEqual([
          "ok ListUsers",
          "ok ListUsers two",
          "ok ListUsers three",
        ]);
        expect(aws.asked).toHaveLength(3);
      },
    );
  });

  it("begins again once when a token runs out half way", async () => {
    let expiries = 1;
    await capturing(
      ({ input }) => {
        if (input.Marker !== "two") return page("two");
        expiries -= 1;
        return expiries >= 0 ? xmlError(400, "ExpiredPaginationToken") : page();
      },
      async ({ capture, aws }) => {
        const { complete, calls } = await capture.gather(users, TARGET);
        expect(complete).toBe(true);
        expect(told(calls)).toEqual(["ok ListUsers", "ok ListUsers two"]);
        expect(aws.asked).toHaveLength(4);
      },
    );
  });

  it("is incomplete when it runs out the second time too", async () => {
    await capturing(
      ({ input }) =>
        input.Marker === "two" ? xmlError(400, "ExpiredPaginationToken") : page("two"),
      async ({ capture, aws }) => {
        expect(await capture.gather(users, TARGET)).toMatchObject({
          complete: false,
          incompleteReason: "ExpiredPaginationToken on iam:ListUsers",
          calls: [{ outcome: "ok" }, { outcome: "error" }],
        });
        expect(aws.asked).toHaveLength(4);
      },
    );
  });

  it("does not begin again for a call that asks for no page", async () => {
    await capturing(
      () => xmlError(400, "InvalidToken"),
      async ({ capture, aws }) => {
        expect((await capture.gather(summary, TARGET)).complete).toBe(false);
        expect(aws.asked).toHaveLength(1);
      },
    );
  });
});

describe("the network and the clock", () => {
  it("tries again when the connection is reset", async () => {
    await capturing(
      ({ times }) => (times < 3 ? "reset" : SUMMARY),
      async ({ capture }) => {
        expect(await capture.gather(summary, TARGET)).toMatchObject({
          complete: true,
          calls: [{ outcome: "ok", attempts: 3 }],
        });
      },
    );
  });

  it("names the fault when the connection is reset each time", async () => {
    await capturing(
      () => "reset",
      async ({ capture }) => {
        expect(await capture.gather(summary, TARGET)).toMatchObject({
          complete: false,
          incompleteReason: "ECONNRESET on iam:GetAccountSummary",
          calls: [
            { outcome: "error", attempts: 4, httpStatus: null, requestId: null, awsDate: null },
          ],
        });
      },
    );
  });

  it.each(["silence", "stall"] as const)(
    "tries again when an answer is late (%s)",
    async (late) => {
      const warn = vi.spyOn(console, "warn");
      await capturing(
        ({ times }) => (times < 2 ? late : SUMMARY),
        async ({ capture }) => {
          expect(await capture.gather(summary, TARGET)).toMatchObject({
            complete: true,
            calls: [{ attempts: 2 }],
          });
        },
        { requestTimeoutMs: 50 },
      );
      expect(warn).not.toHaveBeenCalled();
      warn.mockRestore();
    },
  );

  it("records what the deadline cuts off, and nothing that comes later", async () => {
    let timeIsOver = () => {};
    const slow = gathering(trailStatuses, async ({ open }) => {
      const { client, sdk } = await open(cloudtrail);
      const ask = (Name: string) => client.send(new sdk.GetTrailStatusCommand({ Name }));
      const two = ask("two");
      await Promise.all([ask("one"), ask("three")]);
      timeIsOver();
      await two;
    });
    await capturing(
      ({ input }) => (input.Name === "two" ? "silence" : json({ IsLogging: true })),
      async ({ capture, deadline, aws }) => {
        timeIsOver = () => deadline.abort();
        const gathered = await capture.gather(slow, TARGET);
        await aws.hungUp;
        expect(gathered).toMatchObject({
          complete: false,
          incompleteReason: "DeadlineExceeded on cloudtrail:GetTrailStatus",
        });
        expect(told(gathered.calls)).toEqual([
          "error GetTrailStatus two",
          "ok GetTrailStatus one",
          "ok GetTrailStatus three",
        ]);
      },
    );
  });

  it("sends nothing after the deadline, and says so for every source", async () => {
    await capturing(
      () => SUMMARY,
      async ({ capture, deadline, aws, paced }) => {
        deadline.abort();
        expect(await capture.gather(summary, TARGET)).toMatchObject({
          complete: false,
          incompleteReason: "DeadlineExceeded on iam:GetAccountSummary",
          calls: [{ outcome: "error", attempts: 0, awsDate: null, httpStatus: null }],
        });
        expect([aws.asked, paced]).toEqual([[], []]);
      },
    );
  });

  it("ends a source that polls at the deadline, as incomplete and not as a defect", async () => {
    let timeIsOver = () => {};
    const polling = gathering(
      {
        ...summary,
        operations: [reads(iam, "GetAccountSummary", { actions: [], polled: true })],
      },
      async ({ open, pause }) => {
        const { client, sdk } = await open(iam);
        for (;;) {
          await client.send(new sdk.GetAccountSummaryCommand({}));
          await pause(60_000);
        }
      },
    );
    await capturing(
      () => SUMMARY,
      async ({ capture, deadline }) => {
        timeIsOver = () => deadline.abort();
        expect(await capture.gather(polling, TARGET)).toMatchObject({
          complete: false,
          incompleteReason: "The time for gathering was over before AWS answered",
          calls: [{ outcome: "ok" }],
        });
      },
      { wait: (ms, deadline) => whileWaiting(waitMs(ms, deadline), () => timeIsOver()) },
    );
  });

  it("does not let a source ask on after it has ended", async () => {
    let later: Promise<unknown> = Promise.resolve();
    let release = () => {};
    const released = new Promise<void>((done) => {
      release = done;
    });
    const lingering = gathering(trailStatuses, async ({ open }) => {
      const { client, sdk } = await open(cloudtrail);
      later = released.then(() => client.send(new sdk.GetTrailStatusCommand({ Name: "late" })));
      await client.send(new sdk.GetTrailStatusCommand({ Name: "one" }));
    });
    await capturing(
      () => json({}),
      async ({ capture, aws }) => {
        const { calls } = await capture.gather(lingering, TARGET);
        release();
        await expect(later).rejects.toThrow("asked on after it had ended");
        expect(told(calls)).toEqual(["ok GetTrailStatus one"]);
        expect(aws.asked).toHaveLength(1);
      },
    );
  });
});

/** What happens once somebody waits. */
function whileWaiting(waiting: Promise<void>, happens: () => void): Promise<void> {
  happens();
  return waiting;
}
