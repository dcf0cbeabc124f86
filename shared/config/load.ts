import { ruleProblems } from "./config-rules.ts";
import { fileInvalid, inspectFile, type WrittenFile } from "./inspect-file.ts";
import type { ConfigProblem } from "./problem.ts";
import { type Config, configSchema } from "./schema.ts";

/** soc2.yaml as it was read, and the day on which it is judged. */
export type ConfigFile = WrittenFile;

/** A configuration, or everything that is wrong with it. */
export type Inspection =
  | { readonly config: Config; readonly problems: readonly [] }
  | { readonly config: null; readonly problems: readonly ConfigProblem[] };

/** A soc2.yaml for a hundred controls of one's own is a tenth of this. */
const MAX_FILE_BYTES = 256 * 1024;

/**
 * Reads soc2.yaml.
 *
 * @throws EvidenceError CONFIG_INVALID with all problems, see `fileInvalid`
 */
export function loadConfig(file: ConfigFile): Config {
  const { config, problems } = inspectConfig(file);
  if (config !== null) return config;
  throw fileInvalid("CONFIG_INVALID", file.fileName, problems);
}

/** As `loadConfig`, but hands the problems back instead of throwing; top of the file first. */
export function inspectConfig(file: ConfigFile): Inspection {
  const inspected = inspectFile(file, {
    schema: configSchema,
    allowed: "a mapping that begins with version: 1; `soc2-evidence init` writes one",
    maxBytes: MAX_FILE_BYTES,
    textKeys: ["account"],
    problems: ruleProblems,
  });
  return inspected.data === null
    ? { config: null, problems: inspected.problems }
    : { config: inspected.data, problems: [] };
}
