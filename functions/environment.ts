import * as z from "zod";
import { EvidenceError } from "../shared/errors/evidence-error.ts";

const text = z.string().min(1);

/** What every function is told by its environment. */
const common = {
  VAULT_BUCKET: text,
  CODE_SHA256: z.string().regex(/^[0-9a-f]{64}$/),
  AWS_REGION: text,
  AWS_ENDPOINT_URL: text.optional(),
};

/** What it takes to ask AWS. */
const reading = {
  /** The part of each quota that one collector may take, as others run beside it. */
  QUOTA_SHARE: z.coerce.number().positive().max(1),
  AWS_ACCESS_KEY_ID: text,
  AWS_SECRET_ACCESS_KEY: text,
  AWS_SESSION_TOKEN: text.optional(),
};

/** By function, what its environment must hold; each makes only the schema that it asks for. */
const ENVIRONMENTS = {
  start: () => z.object({ ...common, STATE_MACHINE_ARN: text }),
  plan: () => z.object(common),
  collect: () => z.object({ ...common, CRITERION: text, ...reading }),
  external: () => z.object({ ...common, ...reading }),
  manifest: () =>
    z.object({
      ...common,
      SIGNING_KEY_ID: text,
      /** The key before it, while it still signs the manifest in which the key changes. */
      PREVIOUS_SIGNING_KEY_ID: text.optional(),
      /** The chain that this one begins in the place of, as JSON; its key is lost. */
      RESTARTS: text.optional(),
      /** The vault's key, with which each manifest is witnessed. */
      WITNESS_KEY_ID: text,
      /** Absent where nothing takes snapshots by itself. */
      SCHEDULE_INTERVAL_HOURS: z.coerce.number().positive().optional(),
    }),
};

type Environments = typeof ENVIRONMENTS;

/**
 * The environment of a function.
 *
 * @throws EvidenceError CONFIG_INVALID that names what is missing, never a value
 */
export function environmentOf<Name extends keyof Environments>(
  name: Name,
  env: NodeJS.ProcessEnv = process.env,
): z.output<ReturnType<Environments[Name]>> {
  const parsed = ENVIRONMENTS[name]().safeParse(env);
  // The parsed type of the union is that of the one schema that was asked for.
  if (parsed.success) return parsed.data as z.output<ReturnType<Environments[Name]>>;
  const names = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))];
  throw new EvidenceError(
    "CONFIG_INVALID",
    `The environment of the function ${name} lacks ${names.join(", ")}, or has what cannot be used there. Deploy the stack again.`,
    { function: name },
  );
}
