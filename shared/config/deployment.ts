import * as z from "zod";
import type { DefaultConfig } from "./default-config.ts";
import { REGION_NAME } from "./region-name.ts";
import type { Config } from "./schema.ts";
import { section } from "./section.ts";

/** How the system in the account is set up; every value has a default. */
export interface Deployment {
  /** `HH:MM` in `timeZone`, when a snapshot is taken every day. */
  readonly schedule: string;
  /** IANA. */
  readonly timeZone: string;
  /** For how many days the vault keeps each object from being changed or deleted. */
  readonly retentionDays: number;
  readonly retentionMode: "governance" | "compliance";
  /** After how many days KMS gives the vault's key new material, each time. */
  readonly keyRotationDays: number;
  /** Whether there is a dashboard in CloudWatch: an account's fourth costs as much as all the rest. */
  readonly dashboard: boolean;
  /** Who hears of alarms; null where the file names nobody. */
  readonly alarmEmail: string | null;
  /** The ARN of a managed policy that bounds every role; null for none. */
  readonly permissionsBoundary: string | null;
  /** The region to deploy into; null for that of the credentials. */
  readonly homeRegion: string | null;
  readonly signingKey: SigningKeyGeneration;
  /** The chain that this deployment begins in the place of, because its key is lost; null for none. */
  readonly restarts: EarlierChain | null;
}

/** Which of the keys that were made, one after another, signs. */
export interface SigningKeyGeneration {
  /** 1 for the first; one more makes a new key. */
  readonly generation: number;
  /** Whether the key before it still signs, for the manifest in which the key changes, or is disabled. */
  readonly previous: "cosigns" | "retired";
}

/** What the newest claim of that chain says. */
export interface EarlierChain {
  readonly chain: string;
  readonly sequence: number;
  readonly manifestSha256: string;
  /** Fingerprint of the key that signed it; null where nobody had. */
  readonly signer: string | null;
}

/** Every day of an audit period of a year is still locked when its auditor comes, a month later. */
const RETENTION_DAYS = 400;
/** Ten years: what Object Lock keeps in compliance mode nobody can shorten. */
const MAX_RETENTION_DAYS = 3_650;

/**
 * What KMS takes. The longest is the default: docs/adr/0012-rotation-of-the-vaults-key.md has the reasons.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
 */
const ROTATION_DAYS = { least: 90, most: 2_560 } as const;

const RETENTION = `a whole number of days from 1 to ${MAX_RETENTION_DAYS}`;
const ROTATION = `a whole number of days from ${ROTATION_DAYS.least} to ${ROTATION_DAYS.most}, as AWS KMS takes them`;
const BOUNDARY_ARN =
  "the ARN of a managed policy, such as arn:aws:iam::123456789012:policy/boundary";

/** A key a year for a century. */
const MAX_GENERATION = 99;
const GENERATION = `a whole number from 1 to ${MAX_GENERATION}, one more than before to change the key`;
const PREVIOUS = "cosigns, or retired once a manifest is signed by both keys";

const signingKeySchema = section({
  generation: z
    .int({ error: GENERATION })
    .min(1, { error: GENERATION })
    .max(MAX_GENERATION, { error: GENERATION }),
  previous: z.enum(["cosigns", "retired"], { error: PREVIOUS }).optional(),
}).meta({ description: "Changes the key that signs; docs/runbook.md says how." });

const SHA256 = "64 lowercase hexadecimal digits, as the newest file in chain/ has them";
const CHAIN = "32 lowercase hexadecimal digits, as the newest file in chain/ has them";
const SEQUENCE = "a whole number from 1, as the newest file in chain/ has it";

const restartsSchema = section({
  chain: z.string({ error: CHAIN }).regex(/^[0-9a-f]{32}$/, { error: CHAIN }),
  sequence: z.int({ error: SEQUENCE }).min(1, { error: SEQUENCE }),
  manifestSha256: z.string({ error: SHA256 }).regex(/^[0-9a-f]{64}$/, { error: SHA256 }),
  signer: z
    .string({ error: SHA256 })
    .regex(/^[0-9a-f]{64}$/, { error: SHA256 })
    .optional(),
}).meta({
  description:
    "The chain whose signing key is lost, in whose place a new vault begins; its newest claim says all of it.",
});

/** `deployment` in soc2.yaml. When, and who hears of alarms, stands under `schedule` and `notify`. */
export const deploymentSchema = section({
  retentionDays: z
    .int({ error: RETENTION })
    .min(1, { error: RETENTION })
    .max(MAX_RETENTION_DAYS, { error: RETENTION })
    .optional(),
  retentionMode: z
    .enum(["governance", "compliance"], {
      error: "governance, or compliance, which nobody can undo before the days are over",
    })
    .optional(),
  keyRotationDays: z
    .int({ error: ROTATION })
    .min(ROTATION_DAYS.least, { error: ROTATION })
    .max(ROTATION_DAYS.most, { error: ROTATION })
    .optional(),
  dashboard: z.boolean({ error: "true or false" }).optional(),
  permissionsBoundary: z
    .string({ error: BOUNDARY_ARN })
    .regex(/^arn:aws(?:-[a-z]+)*:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]+$/, {
      error: BOUNDARY_ARN,
    })
    .optional(),
  homeRegion: z
    .string({ error: "the name of a region, such as eu-central-1" })
    .regex(REGION_NAME, { error: "the name of a region, such as eu-central-1" })
    .optional(),
  signingKey: signingKeySchema.optional(),
  restarts: restartsSchema.optional(),
}).meta({ description: "How the system in the account is set up; all of it has defaults." });

/**
 * How the system in the account is set up, defaults filled in: 06:00 UTC, 400 days, governance, a key
 * that rotates after seven years, a dashboard.
 */
export function deploymentOf(config: Config | DefaultConfig): Deployment {
  const { schedule, notify, deployment } = config;
  return {
    schedule: schedule?.at ?? "06:00",
    timeZone: schedule?.timeZone ?? "UTC",
    retentionDays: deployment?.retentionDays ?? RETENTION_DAYS,
    retentionMode: deployment?.retentionMode ?? "governance",
    keyRotationDays: deployment?.keyRotationDays ?? ROTATION_DAYS.most,
    dashboard: deployment?.dashboard ?? true,
    alarmEmail: notify?.email ?? null,
    permissionsBoundary: deployment?.permissionsBoundary ?? null,
    homeRegion: deployment?.homeRegion ?? null,
    signingKey: {
      generation: deployment?.signingKey?.generation ?? 1,
      previous: deployment?.signingKey?.previous ?? "cosigns",
    },
    restarts: deployment?.restarts === undefined ? null : earlierChainOf(deployment.restarts),
  };
}

function earlierChainOf({ signer, ...restarts }: z.output<typeof restartsSchema>): EarlierChain {
  return { ...restarts, signer: signer ?? null };
}
