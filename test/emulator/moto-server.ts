import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** What moto does not model and the sample account needs: see `docs/emulator.md`, "The root user". */
export interface SignIns {
  readonly root: {
    readonly createdAt: string;
    readonly passwordLastUsedAt: string | null;
    readonly mfa: "none" | "virtual" | "hardware";
    /** When the MFA device was assigned; null where `mfa` is `none`. */
    readonly mfaEnabledAt: string | null;
    /** At most two, as on AWS. */
    readonly accessKeys: readonly {
      readonly createdAt: string;
      readonly lastUsedAt: string | null;
    }[];
  };
  /** When each user's password was last used, by user name; users left out never used theirs. */
  readonly passwordLastUsedAt: Readonly<Record<string, string>>;
}

/** A finding of GuardDuty, which moto does not make: members as AWS names them on the wire. */
export interface Threat {
  readonly region: string;
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  /** From 1.0 to 10.0. */
  readonly severity: number;
  readonly createdAt: string;
  readonly resource: Readonly<Record<string, unknown>>;
}

export interface MotoOptions {
  /**
   * ISO 8601 instant at which the server's clock starts; it runs on from there. Needs Debian's
   * `faketime`. Without it the server keeps the machine's time and `setClock` refuses.
   */
  readonly clock?: string;
  /** Adds the root user and password sign-ins that `setSignIns` states. Plain moto otherwise. */
  readonly withRootUser?: boolean;
  /** Answers S3's GetBucketPolicyStatus, where plain moto lists the bucket. */
  readonly withPolicyStatus?: boolean;
  /**
   * Answers what plain moto lacks of Access Analyzer, AWS Config, Security Hub and, as `setThreats`
   * states them, of GuardDuty's findings.
   */
  readonly withDetection?: boolean;
  /** Dates versions of secrets by when they were made, where plain moto says now. */
  readonly withSecretDates?: boolean;
  /** Lists CloudFront's distributions with their settings, which plain moto leaves out. */
  readonly withDistributionSettings?: boolean;
  /** Answers what plain moto lacks of Systems Manager, and lists public snapshots where asked. */
  readonly withMachines?: boolean;
  /** Enforces the IAM actions that AWS documents, where plain moto asks for others. */
  readonly withAwsActionNames?: boolean;
  /**
   * Decides permissions as IAM does (conditions, `NotResource`, bucket policies), where plain moto
   * denies what it cannot decide; and runs state machines that CloudFormation made, repeatedly.
   */
  readonly withDeployment?: boolean;
  /** Checks presigned URLs as S3 does and obeys their `response-*`; plain moto looks at neither. */
  readonly withPresignedUrls?: boolean;
  /** Where the interpreter of state machines calls functions, on loopback; moto itself otherwise. */
  readonly functionsPort?: number;
}

/** A running `moto_server` that belongs to the caller, who must `stop()` it. */
export interface Moto {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly endpoint: string;
  readonly pid: number;
  /** Environment for `aws` or the product as a child process: endpoint, region, credentials. */
  readonly env: Readonly<Record<string, string>>;
  /** Environment that gives a child process the server's clock; empty without `clock`. */
  readonly clockEnv: Readonly<Record<string, string>>;
  /** Moves the server's clock, backwards too; it holds from the next request on. */
  setClock(iso: string): Promise<void>;
  /** States root and password use; needs `withRootUser`. */
  setSignIns(signIns: SignIns): Promise<void>;
  /** States what GuardDuty has found and nobody has archived; needs `withDetection`. */
  setThreats(threats: readonly Threat[]): Promise<void>;
  /** Makes the ids that moto invents from here on the same in every run. */
  seedIds(seed: number): Promise<void>;
  /** Forgets every resource in every account. Clock and IAM enforcement stay as they are. */
  reset(): Promise<void>;
  /**
   * Switches IAM enforcement. While it is on, `testing` is no valid key any more: make users, roles
   * and keys first.
   */
  enforceIam(on: boolean): Promise<void>;
  /** Ends the server and its files; resolves once the process is gone. Safe to call twice. */
  stop(): Promise<void>;
}

/** Credentials that moto takes while it does not enforce IAM; they act in account 123456789012. */
export const TEST_CREDENTIALS = { accessKeyId: "testing", secretAccessKey: "testing" } as const;

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
const POLL_INTERVAL_MS = 50;
const EXTENSIONS = join(import.meta.dirname, "moto-extensions");

/**
 * Starts `moto_server` on a free loopback port and waits until it answers.
 *
 * @throws Error that says what to install when `moto_server`, or `faketime` where a clock is asked
 * for, is missing; or with the server's own output when it does not come up.
 */
export async function startMoto(options: MotoOptions = {}): Promise<Moto> {
  const program = findOnPath("moto_server");
  if (program === undefined) {
    throw new Error(
      "moto_server was not found on the PATH. The emulator tests need it: pip install 'moto[server]'",
    );
  }
  const folder = await mkdtemp(join(tmpdir(), "moto-"));
  const clockFile = join(folder, "clock");
  const signInsFile = join(folder, "sign-ins.json");
  const threatsFile = join(folder, "threats.json");
  try {
    const clockEnv = options.clock === undefined ? {} : fakeClockEnv(clockFile);
    if (options.clock !== undefined) await writeClock(clockFile, options.clock);
    const child = spawn(program, ["-H", "127.0.0.1", "-p", "0"], {
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        ...environmentWithoutAws(),
        ...clockEnv,
        ...extensionEnv(options, { signInsFile, threatsFile }),
        ...deploymentEnv(options),
        ...presignedUrlsEnv(options),
        MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
        MOTO_EC2_LOAD_DEFAULT_AMIS: "false",
      },
    });
    // A test run that dies takes its server along.
    const killWithParent = () => child.kill("SIGKILL");
    process.once("exit", killWithParent);
    const stop = once(async () => {
      await endProcess(child);
      process.off("exit", killWithParent);
      await rm(folder, { recursive: true, force: true });
    });
    try {
      const endpoint = await waitForEndpoint(child);
      const post = async (path: string, body: string) => {
        const response = await fetch(`${endpoint}${path}`, { method: "POST", body });
        await response.text();
        if (!response.ok) throw new Error(`moto answered ${response.status} to POST ${path}`);
      };
      return {
        endpoint,
        pid: pidOf(child),
        env: clientEnv(endpoint),
        clockEnv,
        async setClock(iso) {
          if (options.clock === undefined) {
            throw new Error("This moto keeps the machine's time: start it with a clock.");
          }
          await writeClock(clockFile, iso);
        },
        async setSignIns(signIns) {
          if (options.withRootUser !== true) {
            throw new Error("This moto has no root user: start it with withRootUser.");
          }
          await replaceFile(signInsFile, JSON.stringify(signIns));
        },
        async setThreats(threats) {
          if (options.withDetection !== true) {
            throw new Error("This moto finds no threats: start it with withDetection.");
          }
          await replaceFile(threatsFile, JSON.stringify(threats));
        },
        seedIds: (seed) => post(`/moto-api/seed?a=${seed}`, ""),
        reset: () => post("/moto-api/reset", ""),
        // The number of requests that moto lets through before it starts to check.
        enforceIam: (on) => post("/moto-api/reset-auth", on ? "0" : "inf"),
        stop,
      };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Full path of an executable on the PATH, or undefined. */
export function findOnPath(name: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** moto prints the port that the system gave it; from then on it is asked until it answers. */
async function waitForEndpoint(child: ChildProcess): Promise<string> {
  let output = "";
  let failure: Error | undefined;
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    // Requests are logged here too: keep only what a failed start can need.
    if (output.length < 20_000) output += text;
  });
  child.on("error", (error) => {
    failure = error;
  });
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (failure !== undefined) throw failure;
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`moto_server ended before it answered. Its output:\n${output}`);
    }
    const endpoint = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
    if (endpoint !== undefined && (await answers(endpoint))) return endpoint;
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
  throw new Error(`moto_server did not answer in ${START_TIMEOUT_MS} ms. Its output:\n${output}`);
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(`${endpoint}/moto-api/data.json`);
    await response.text();
    return response.ok;
  } catch {
    return false;
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error("moto_server has no process id.");
  return child.pid;
}

function clientEnv(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    // A developer's own profiles must never reach a test.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_PAGER: "",
  };
}

function extensionEnv(
  options: MotoOptions,
  { signInsFile, threatsFile }: { readonly signInsFile: string; readonly threatsFile: string },
): Record<string, string> {
  const {
    withRootUser,
    withPolicyStatus,
    withDetection,
    withSecretDates,
    withDistributionSettings,
    withMachines,
    withAwsActionNames,
  } = options;
  const isPlain = !(
    withRootUser ||
    withPolicyStatus ||
    withDetection ||
    withSecretDates ||
    withDistributionSettings ||
    withMachines ||
    withAwsActionNames
  );
  if (isPlain) return {};
  return {
    PYTHONPATH: EXTENSIONS,
    PYTHONDONTWRITEBYTECODE: "1",
    ...(withRootUser ? { EMULATOR_SIGN_INS_FILE: signInsFile } : {}),
    ...(withPolicyStatus ? { EMULATOR_POLICY_STATUS: "1" } : {}),
    ...(withDetection ? { EMULATOR_THREATS_FILE: threatsFile } : {}),
    ...(withDistributionSettings ? { EMULATOR_DISTRIBUTIONS: "1" } : {}),
    ...(withSecretDates ? { EMULATOR_SECRET_DATES: "1" } : {}),
    ...(withMachines ? { EMULATOR_MACHINES: "1" } : {}),
    ...(withAwsActionNames ? { EMULATOR_AWS_ACTION_NAMES: "1" } : {}),
  };
}

/** What an emulator needs in which the product is deployed. */
function deploymentEnv({ withDeployment, functionsPort }: MotoOptions): Record<string, string> {
  return {
    ...(withDeployment
      ? { PYTHONPATH: EXTENSIONS, PYTHONDONTWRITEBYTECODE: "1", EMULATOR_DEPLOYMENT: "1" }
      : {}),
    ...(functionsPort === undefined ? {} : { MOTO_PORT: String(functionsPort) }),
  };
}

function presignedUrlsEnv({ withPresignedUrls }: MotoOptions): Record<string, string> {
  if (withPresignedUrls !== true) return {};
  return {
    PYTHONPATH: EXTENSIONS,
    PYTHONDONTWRITEBYTECODE: "1",
    EMULATOR_PRESIGNED_URLS: "1",
  };
}

function environmentWithoutAws(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^AWS_/.test(name)));
}

function fakeClockEnv(clockFile: string): Record<string, string> {
  const library = faketimeLibraries().find((path) => existsSync(path));
  if (library === undefined) {
    throw new Error(
      "libfaketimeMT.so.1 was not found. Moving the emulator's clock needs it: apt-get install faketime",
    );
  }
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: clockFile,
    FAKETIME_NO_CACHE: "1",
    // Not FAKETIME_DONT_FAKE_MONOTONIC: with it most requests wait 100 ms inside Python.
    TZ: "UTC",
  };
}

function faketimeLibraries(): string[] {
  if (!existsSync("/usr/lib")) return [];
  return ["", ...readdirSync("/usr/lib")].map((folder) =>
    join("/usr/lib", folder, "faketime", "libfaketimeMT.so.1"),
  );
}

/** An offset in seconds makes faketime's clock run on; an absolute time would stand still. */
async function writeClock(clockFile: string, iso: string): Promise<void> {
  const instantMs = Date.parse(iso);
  if (Number.isNaN(instantMs)) throw new Error(`Not an ISO 8601 instant: ${iso}`);
  const offsetSeconds = (instantMs - Date.now()) / 1000;
  await replaceFile(clockFile, `${offsetSeconds < 0 ? "" : "+"}${offsetSeconds.toFixed(3)}\n`);
}

/** The server reads these files at any moment, so they change in one step. */
async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

function once(run: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => {
    result ??= run();
    return result;
  };
}
