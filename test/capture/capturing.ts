import { type Capture, type CaptureSettings, createCapture } from "../../shared/capture/capture.ts";
import { redact } from "../../shared/capture/redaction.ts";
import { cloudtrail } from "../../shared/sources/cloudtrail/service.ts";
import { iam } from "../../shared/sources/iam/service.ts";
import { reads, type Source, source } from "../../shared/sources/source.ts";
import { type ScriptedAws, startScriptedAws } from "./scripted-aws.ts";

/** Where everything is gathered here. */
export const TARGET = { region: "eu-west-1", account: "123456789012", partition: "aws" } as const;

/** What a test looks at beside what was gathered. */
export interface Watched {
  readonly aws: ScriptedAws;
  readonly capture: Capture;
  readonly deadline: AbortController;
  /** Milliseconds of each wait, in order: nobody really waits here. */
  readonly waits: number[];
  /** What was let through, in order. */
  readonly paced: string[];
}

/** A capture of real SDK clients against a scripted AWS; it is closed when `use` ends. */
export async function capturing(
  script: Parameters<typeof startScriptedAws>[0],
  use: (watched: Watched) => Promise<void>,
  settings: Partial<CaptureSettings> = {},
): Promise<void> {
  const aws = await startScriptedAws(script);
  const deadline = new AbortController();
  const waits: number[] = [];
  const paced: string[] = [];
  let clockMs = Date.parse("2026-11-22T06:00:00.000Z");
  const capture = createCapture({
    credentials: async () => ({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" }),
    endpoint: aws.endpoint,
    limiter: async (serviceName, region) => {
      paced.push(`${serviceName} ${region}`);
    },
    redact,
    retry: { maxAttempts: 4, delayMs: (attempt) => attempt * 100 },
    deadline: deadline.signal,
    now: () => {
      clockMs += 1;
      return new Date(clockMs);
    },
    wait: async (ms) => {
      waits.push(ms);
    },
    requestTimeoutMs: 10_000,
    ...settings,
  });
  try {
    await use({ aws, capture, deadline, waits, paced });
  } finally {
    capture.close();
    await aws.close();
  }
}

/** `GetAccountSummary` once. */
export const summary = source({
  name: "iam.summary",
  scope: "global",
  operations: [reads(iam, "GetAccountSummary", { actions: ["iam:GetAccountSummary"] })],
  async gather({ open }) {
    const { client, sdk } = await open(iam);
    await client.send(new sdk.GetAccountSummaryCommand({}));
  },
});

/** `ListUsers`, every page. */
export const users = source({
  name: "iam.users",
  scope: "global",
  operations: [reads(iam, "ListUsers", { actions: ["iam:ListUsers"] })],
  async gather({ open }) {
    const { client, sdk } = await open(iam);
    for await (const _ of sdk.paginateListUsers({ client }, {})) {
      // Recording happens underneath.
    }
  },
});

/** The status of three trails at once. */
export const trailStatuses = source({
  name: "cloudtrail.statuses",
  scope: "regional",
  operations: [
    reads(cloudtrail, "GetTrailStatus", {
      actions: ["cloudtrail:GetTrailStatus"],
      gone: ["TrailNotFoundException"],
      notEnabled: ["CloudTrailAccessNotEnabledException"],
    }),
  ],
  async gather({ open, each }) {
    const { client, sdk } = await open(cloudtrail);
    await each(["one", "two", "three"], (Name) =>
      client.send(new sdk.GetTrailStatusCommand({ Name })),
    );
  },
});

/** `outcome operation input` of each call: what a test compares. */
export function told(calls: Awaited<ReturnType<Capture["gather"]>>["calls"]): string[] {
  return calls.map(({ outcome, operation, input }) =>
    `${outcome} ${operation} ${Object.values(input).join(" ")}`.trim(),
  );
}

/** A source like another, with another way to gather. */
export function gathering<S extends Source>(like: S, gather: Source["gather"]): Source {
  return { ...like, gather };
}
