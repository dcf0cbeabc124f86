import { EvidenceError } from "../errors/evidence-error.ts";
import { ruleProblems } from "./config-rules.ts";
import { describeFound } from "./describe-found.ts";
import { type ConfigProblem, renderProblems, sortProblems } from "./problem.ts";
import { type Config, configSchema } from "./schema.ts";
import { schemaProblems } from "./schema-problems.ts";
import { readYamlTree } from "./yaml-tree.ts";

/** soc2.yaml as it was read, and the day on which it is judged. */
export interface ConfigFile {
  /** As it shall stand in messages, usually `soc2.yaml`. */
  readonly fileName: string;
  /** The file's bytes, or its text where it never was a file. */
  readonly content: Uint8Array | string;
  /** `2026-11-22`, in UTC. */
  readonly today: string;
}

/** A configuration, or everything that is wrong with it. */
export type Inspection =
  | { readonly config: Config; readonly problems: readonly [] }
  | { readonly config: null; readonly problems: readonly ConfigProblem[] };

/** A soc2.yaml for a hundred controls of one's own is a tenth of this. */
const MAX_FILE_BYTES = 256 * 1024;

/**
 * Reads soc2.yaml.
 *
 * @throws EvidenceError CONFIG_INVALID with all problems in its message: for each the file, line and
 * column, key, what was found, what is allowed. Fields: `file`, `problems` (their number), and
 * `line`, `column`, `key` of the first.
 */
export function loadConfig(file: ConfigFile): Config {
  const { config, problems } = inspectConfig(file);
  if (config !== null) return config;
  throw new EvidenceError("CONFIG_INVALID", renderProblems(file.fileName, problems), {
    file: file.fileName,
    problems: problems.length,
    line: problems[0]?.line ?? null,
    column: problems[0]?.column ?? null,
    key: problems[0]?.key ?? null,
  });
}

/** As `loadConfig`, but hands the problems back instead of throwing; top of the file first. */
export function inspectConfig({ content, today }: ConfigFile): Inspection {
  const decoded = decode(content);
  if (typeof decoded !== "string") return { config: null, problems: [decoded] };

  const tree = readYamlTree(decoded, ["account"]);
  if (tree.data === undefined) return { config: null, problems: sortProblems(tree.problems) };
  if (tree.data === null && tree.problems.length === 0) {
    return { config: null, problems: [wholeFile("nothing: the file is empty", FILE_ALLOWED)] };
  }
  if (typeof tree.data !== "object" || Array.isArray(tree.data)) {
    return { config: null, problems: [wholeFile(describeFound(tree.data), FILE_ALLOWED)] };
  }

  const parsed = configSchema.safeParse(tree.data);
  const problems = [
    ...tree.problems,
    ...schemaProblems(configSchema, tree, parsed.error?.issues ?? []),
    ...ruleProblems(tree, today),
  ];
  if (parsed.success && problems.length === 0) return { config: parsed.data, problems: [] };
  return { config: null, problems: sortProblems(problems) };
}

const FILE_ALLOWED = "a mapping that begins with version: 1; `soc2-evidence init` writes one";

/** The text of the file, or why it has none. UTF-8 only, with or without a byte order mark. */
function decode(content: Uint8Array | string): string | ConfigProblem {
  const size = content.length;
  if (size > MAX_FILE_BYTES) {
    return wholeFile(`a file of ${size} bytes`, `at most ${MAX_FILE_BYTES} bytes`);
  }
  try {
    const text =
      typeof content === "string"
        ? content.replace(/^\uFEFF/, "")
        : new TextDecoder("utf-8", { fatal: true }).decode(content);
    if (!text.includes("\0")) return text;
  } catch {
    // Told below, like a text with NUL in it: UTF-16 is the usual cause of both.
  }
  return wholeFile("bytes that are not text in UTF-8", "a text file saved as UTF-8");
}

function wholeFile(found: string, allowed: string): ConfigProblem {
  return { line: 1, column: 1, key: "", found, allowed, didYouMean: null };
}
