import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const REPOSITORY = join(import.meta.dirname, "../..");
const BUNDLE = "test/vectors/bundles/good/bundle";
const KEY = "test/vectors/keys/company.pem";

/** Run before the command line: prints on stderr, at the end, the URL of every module that was loaded. */
const RECORDER = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  process.on("exit", () => process.stderr.write("\\n" + JSON.stringify(loaded)));
`)}`;

/** What takes long to load, and which work needs it. */
const HEAVY = {
  zod: "/node_modules/zod/",
  "the AWS SDK": "/node_modules/@aws-sdk/",
  "the rules": "/shared/checks/catalogue.ts",
  "the work of a verb": "/cli/verbs/",
};

function loadedBy(argv: readonly string[]): { status: number | null; heavy: string[] } {
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", RECORDER, "cli/main.ts", ...argv],
    { cwd: REPOSITORY, encoding: "utf8", env: { ...process.env, SOC2_EVIDENCE_HOME: "/nowhere" } },
  );
  const loaded: string[] = JSON.parse(stderr.slice(stderr.lastIndexOf("\n")));
  const isLoaded = (part: string): boolean => loaded.some((url) => url.includes(part));
  return {
    status,
    heavy: Object.entries(HEAVY).flatMap(([what, part]) => (isLoaded(part) ? [what] : [])),
  };
}

describe("the command line loads", () => {
  it.each<[string, string[], number, string[]]>([
    ["nothing heavy for help", ["--help"], 0, []],
    ["nothing heavy for a verb's help", ["snapshot", "--help"], 0, []],
    ["nothing heavy for its version", ["--version"], 0, []],
    ["nothing heavy for a verb that there is not", ["replay"], 3, []],
    ["nothing heavy for an option that is wrong", ["verify", "--as-of", "soon"], 3, []],
    [
      "no rules and no SDK to verify a folder",
      ["verify", BUNDLE, "--key", KEY, "--as-of", "2026-11-22T07:00:00Z"],
      0,
      ["zod", "the work of a verb"],
    ],
    [
      "the rules to derive results again",
      ["verify", BUNDLE, "--key", KEY, "--as-of", "2026-11-22T07:00:00Z", "--rederive"],
      3,
      ["zod", "the rules", "the work of a verb"],
    ],
  ])("%s", (_what, argv, status, heavy) => {
    expect(loadedBy(argv)).toEqual({ status, heavy });
  });
});
