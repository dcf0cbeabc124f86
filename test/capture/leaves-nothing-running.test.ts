import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { startScriptedAws, xmlError } from "./scripted-aws.ts";

/** Gathers with real waits of a minute, and ends of itself when nothing is left to wait for. */
const PROGRAM = `
import { createCapture } from "./shared/capture/capture.ts";
import { waitMs } from "./shared/capture/deadline.ts";
import { createLimiter } from "./shared/capture/limits.ts";
import { redact } from "./shared/capture/redaction.ts";
import { gathering, TARGET, users } from "./test/capture/capturing.ts";
import { iam } from "./shared/sources/iam/service.ts";

const deadline = new AbortController();
const capture = createCapture({
  credentials: async () => ({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" }),
  endpoint: process.env.SCRIPTED_AWS,
  limiter: createLimiter(1, { iam: { calls: 2, intervalMs: 60_000 } }, deadline.signal),
  redact,
  retry: { maxAttempts: 4, delayMs: () => 60_000 },
  deadline: deadline.signal,
  now: () => new Date(),
  wait: waitMs,
  requestTimeoutMs: 60_000,
});
const many = gathering(users, async ({ open, each }) => {
  const { client, sdk } = await open(iam);
  await each(["/throttled/", "/silent/", "/paced/"], (PathPrefix) =>
    client.send(new sdk.ListUsersCommand({ PathPrefix })),
  );
});
const gatheringNow = capture.gather(many, TARGET);
process.once("SIGUSR2", () => deadline.abort());
process.stdout.write("ready\\n");
const { complete, calls } = await gatheringNow;
capture.close();
process.stdout.write(JSON.stringify([complete, calls.map(({ attempts }) => attempts)]));
`;

it("a process ends at once after the deadline: no wait, request or socket holds it", async () => {
  let asked = 0;
  let child: ReturnType<typeof execFile> | undefined;
  const aws = await startScriptedAws(() => {
    asked += 1;
    if (asked === 1) return xmlError(400, "Throttling");
    // Both that the quota lets through have come; the third waits its turn.
    child?.kill("SIGUSR2");
    return "silence";
  });
  try {
    const running = promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", PROGRAM],
      { env: { ...process.env, SCRIPTED_AWS: aws.endpoint }, timeout: 15_000 },
    );
    child = running.child;
    const { stdout } = await running;
    expect(stdout).toBe("ready\n[false,[1,1,0]]");
  } finally {
    await aws.close();
  }
});
