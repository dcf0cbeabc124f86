import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { EXPLAINED } from "./explained.ts";
import { survivorsIn, unexplained } from "./survivors.ts";
import { MUTATION_TESTS } from "./tests-to-run.ts";

// `npm run mutation [-- FILE … [--tests FILE]]`: changes the verifier's code in every way that Stryker
// knows, one at a time, and runs its tests, or only those named: a file's own, which take seconds.
// Named files are begun afresh; of the others, what was found last time and still holds is not run again.
// Exit 1 when a change goes unseen that explained.ts does not explain.

const root = join(import.meta.dirname, "../..");
const { positionals: files, values } = parseArgs({
  allowPositionals: true,
  options: { tests: { type: "string", multiple: true, default: [] } },
});

const { status } = spawnSync(
  join(root, "node_modules/.bin/stryker"),
  [
    ...["run", "test/mutation/stryker.json"],
    ...(files.length > 0 ? ["--mutate", files.join(","), "--force"] : []),
  ],
  {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, [MUTATION_TESTS]: values.tests.join(",") },
  },
);
if (status !== 0) {
  process.stderr.write(`Stryker ended with ${status}: without its report nothing is known.\n`);
  process.exitCode = 1;
} else {
  const { count, survivors } = survivorsIn(join(root, ".mutation/report.json"));
  const unseen = unexplained(survivors, EXPLAINED);
  for (const { file, line, original, replacement } of unseen) {
    process.stdout.write(`shared/integrity/${file}:${line}\n  - ${original}\n  + ${replacement}\n`);
  }
  process.stdout.write(
    `${count} mutants, ${survivors.length} survive, ${unseen.length} of them unexplained.\n`,
  );
  if (unseen.length > 0) process.exitCode = 1;
}
