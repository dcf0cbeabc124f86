import { expect, it } from "vitest";
import { Session } from "../../shared/capture/session.ts";
import type { Call } from "../../shared/evidence/evidence-object.ts";
import type { Source } from "../../shared/sources/source.ts";
import { summary } from "./capturing.ts";

const NOW = () => new Date("2026-11-22T06:00:00.000Z");

/** A session whose calls are kept, in the order in which they are handed on. */
function keeping(source: Source = summary): { session: Session; calls: Call[] } {
  const calls: Call[] = [];
  const session = new Session(source, new Map(), NOW, (call) => {
    calls.push(call);
  });
  return { session, calls };
}

const asked = { serviceName: "iam", cli: "iam", operation: "GetAccountSummary" };
const answered = async () => ({ output: {} });

it("ends a listing that has no end, at its two thousandth page", async () => {
  const { session, calls } = keeping();
  const ask = (Marker: number) =>
    session.record({ ...asked, region: "eu-west-1", input: { Marker: `${Marker}` } }, answered);
  for (let page = 0; page < 2_000; page += 1) await ask(page);
  await expect(ask(2_000)).rejects.toThrow("GetAccountSummary has more than 2000 pages");
  expect(session.incompleteReason()).toBe("GetAccountSummary has more than 2000 pages");
  expect(calls).toHaveLength(2_000);
});

it("ends a loop that asks the same without a token, too", async () => {
  const { session, calls } = keeping();
  const ask = () => session.record({ ...asked, region: "eu-west-1", input: {} }, answered);
  for (let time = 0; time < 2_000; time += 1) await ask();
  await expect(ask()).rejects.toThrow("GetAccountSummary has more than 2000 pages");
  expect(calls).toHaveLength(1);
});

it("counts the pages of each region and each listing by themselves", async () => {
  const { session, calls } = keeping();
  for (let index = 0; index < 2_100; index += 1) {
    await session.record({ ...asked, region: `xx-test-${index}`, input: {} }, answered);
    await session.record({ ...asked, region: "eu-west-1", input: { Name: `${index}` } }, answered);
  }
  expect(session.incompleteReason()).toBeUndefined();
  expect(calls).toHaveLength(4_200);
});

it("keeps the order in which calls were issued, whichever is answered first", async () => {
  const { session, calls } = keeping();
  let answerFirst = () => {};
  const first = session.record(
    { ...asked, region: "eu-west-1", input: { Name: "first" } },
    () =>
      new Promise((answer) => {
        answerFirst = () => answer({ output: {} });
      }),
  );
  await session.record({ ...asked, region: "eu-west-1", input: { Name: "second" } }, answered);
  answerFirst();
  await first;
  expect(calls.map(({ input }) => input.Name)).toEqual(["first", "second"]);
});

it("records what throws something that is no error", async () => {
  const { session, calls } = keeping();
  const thrown = await session
    .record({ ...asked, region: "eu-west-1", input: {} }, () => Promise.reject("a text"))
    .catch((error: unknown) => error);
  expect(session.isRecorded(thrown)).toBe(true);
  expect(calls).toMatchObject([{ outcome: "error", error: { code: "UnknownError" } }]);
});

it.each([
  ["Sun, 22 Nov 2026 06:00:09 GMT", "2026-11-22T06:00:09.000Z"],
  ["soon", null],
  ["Sat, 01 Jan 12026 00:00:00 GMT", null],
])("reads the Date header %s", async (date, awsDate) => {
  const { session, calls } = keeping();
  await session.record({ ...asked, region: "eu-west-1", input: {} }, async (notes) => {
    notes.date = date;
    return { output: {} };
  });
  expect(calls[0]?.awsDate).toBe(awsDate);
});

it("hands on no call before those that were issued before it", async () => {
  const { session, calls } = keeping();
  let answerFirst = () => {};
  const first = session.record(
    { ...asked, region: "eu-west-1", input: { Name: "first" } },
    () =>
      new Promise((answer) => {
        answerFirst = () => answer({ output: {} });
      }),
  );
  await session.record({ ...asked, region: "eu-west-1", input: { Name: "second" } }, answered);
  expect(calls).toEqual([]);
  answerFirst();
  await first;
  expect(calls).toHaveLength(2);
});

it("goes on past the two thousandth page of a listing that is streamed", async () => {
  const [operation] = summary.operations;
  const streamed = { ...summary, operations: [{ ...operation, streamed: true }] };
  const { session, calls } = keeping(streamed);
  for (let page = 0; page < 2_001; page += 1) {
    const input = { Marker: `${page}` };
    await session.record({ ...asked, region: "eu-west-1", input }, answered);
  }
  expect(session.incompleteReason()).toBeUndefined();
  expect(calls).toHaveLength(2_001);
});
