import { expect, it } from "vitest";
import type { RedactedCall } from "../../shared/capture/redaction.ts";
import { redact } from "../../shared/capture/redaction.ts";
import { iam } from "../../shared/sources/iam/service.ts";
import { reads, source } from "../../shared/sources/source.ts";
import { capturing, TARGET, told } from "./capturing.ts";
import { type ScriptedReply, xml, xmlError } from "./scripted-aws.ts";

/** `ListUsers`, every page, handed on. */
const streamedUsers = source({
  name: "iam.streamed-users",
  scope: "global",
  operations: [reads(iam, "ListUsers", { actions: ["iam:ListUsers"], streamed: true })],
  async gather({ open }) {
    const { client, sdk } = await open(iam);
    let Marker: string | undefined;
    do {
      ({ Marker } = await client.send(new sdk.ListUsersCommand({ Marker })));
    } while (Marker);
  },
});

const page = (marker?: string, users = ""): ScriptedReply =>
  xml(
    "ListUsers",
    `<Users>${users}</Users><IsTruncated>${marker !== undefined}</IsTruncated>${marker === undefined ? "" : `<Marker>${marker}</Marker>`}`,
  );
const threePages = ({ input }: { readonly input: Readonly<Record<string, unknown>> }) =>
  input.Marker === undefined ? page("two") : input.Marker === "two" ? page("three") : page();

it("hands each page on, redacted, before the next is asked for", async () => {
  await capturing(threePages, async ({ aws, capture }) => {
    const asked: number[] = [];
    const received: RedactedCall[] = [];
    const ended = await capture.stream(streamedUsers, TARGET, async (call) => {
      await new Promise((nextTurn) => setImmediate(nextTurn));
      asked.push(aws.asked.length);
      received.push(call);
    });
    expect(ended).toMatchObject({ complete: true, writable: true });
    expect(asked).toEqual([1, 2, 3]);
    expect(told(received.map(({ call }) => call))).toEqual([
      "ok ListUsers",
      "ok ListUsers two",
      "ok ListUsers three",
    ]);
  });
});

it("lets each page go: another source that asks the same is answered by AWS again", async () => {
  await capturing(threePages, async ({ aws, capture }) => {
    await capture.stream(streamedUsers, TARGET, async () => {});
    await capture.stream(streamedUsers, TARGET, async () => {});
    expect(aws.asked).toHaveLength(6);
  });
});

it("cuts secrets out of what it hands on, and says where they stood", async () => {
  const secret = "AKIAIOSFODNN7EXAMPLE password=hunter2-and-more";
  const user = `<member><UserName>anna</UserName><Path>${secret}</Path></member>`;
  await capturing(
    () => page(undefined, user),
    async ({ capture }) => {
      const received: RedactedCall[] = [];
      await capture.stream(streamedUsers, TARGET, async (call) => void received.push(call));
      expect(JSON.stringify(received)).not.toContain("hunter2");
      expect(received[0]?.redactions).toEqual([
        { pointer: "/response/Users/0/Path", rule: "detected-secret" },
      ]);
    },
  );
});

it("hands nothing on from the call that could not be redacted", async () => {
  const redactor: typeof redact = (call) => {
    if (call.input.Marker === "two") throw new Error("hunter2");
    return redact(call);
  };
  await capturing(
    threePages,
    async ({ capture }) => {
      const received: RedactedCall[] = [];
      const ended = await capture.stream(
        streamedUsers,
        TARGET,
        async (call) => void received.push(call),
      );
      expect(ended).toMatchObject({
        complete: false,
        writable: false,
        incompleteReason: "Secrets could not be cut out of an answer, so nothing was written",
      });
      expect(received).toHaveLength(1);
    },
    { redact: redactor },
  );
});

it("throws what the receiver throws, and asks no further", async () => {
  await capturing(threePages, async ({ aws, capture }) => {
    const full = new Error("The disk is full");
    await expect(capture.stream(streamedUsers, TARGET, () => Promise.reject(full))).rejects.toBe(
      full,
    );
    expect(aws.asked).toHaveLength(1);
  });
});

it("ends at the deadline as incomplete, with what was read by then handed on", async () => {
  let timeIsOver = () => {};
  await capturing(threePages, async ({ capture, deadline }) => {
    timeIsOver = () => deadline.abort();
    const received: RedactedCall[] = [];
    const ended = await capture.stream(streamedUsers, TARGET, async (call) => {
      received.push(call);
      timeIsOver();
    });
    expect(ended).toMatchObject({
      complete: false,
      incompleteReason: "DeadlineExceeded on iam:ListUsers",
    });
    expect(told(received.map(({ call }) => call))).toEqual(["ok ListUsers", "error ListUsers two"]);
  });
});

it("hands both rounds on where a paging token ran out, and is complete by the second", async () => {
  let expired = false;
  await capturing(
    (asked) => {
      if (asked.input.Marker !== "three" || expired) return threePages(asked);
      expired = true;
      return xmlError(400, "InvalidNextToken");
    },
    async ({ capture }) => {
      const received: RedactedCall[] = [];
      const ended = await capture.stream(
        streamedUsers,
        TARGET,
        async (call) => void received.push(call),
      );
      expect(ended.complete).toBe(true);
      expect(told(received.map(({ call }) => call))).toEqual([
        "ok ListUsers",
        "ok ListUsers two",
        "error ListUsers three",
        "ok ListUsers",
        "ok ListUsers two",
        "ok ListUsers three",
      ]);
    },
  );
});

it("ends a listing whose token repeats", async () => {
  await capturing(
    () => page("again"),
    async ({ capture }) => {
      const ended = await capture.stream(streamedUsers, TARGET, async () => {});
      expect(ended).toMatchObject({
        complete: false,
        incompleteReason: "ListUsers gave a paging token that it had given before",
      });
    },
  );
});
