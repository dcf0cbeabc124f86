import { CRITERIA } from "../../../shared/criteria/criteria.ts";
import { eachActionTakenAway } from "./actions-taken-away.ts";
import { administratorTries, collectorTries, deleteFromACopy } from "./attempts.ts";
import { badDay, crowdedDay } from "./bad-days.ts";
import { everyRole } from "./every-role.ts";
import { firstDay, nextDay, sameDayAgain } from "./quiet-days.ts";
import { Report } from "./report.ts";
import { onStage, REHEARSED_CRITERIA } from "./stage.ts";

// `npm run rehearse`: the deployed system's days on the emulator, with the bundle, roles and state
// machine that `npx cdk deploy` would deploy. Exit 0 when all went as expected. The days are those of
// four criteria, for their time; at last every criterion's role is held against its sources. With
// `--all` it is the first day alone, with all criteria in scope.

/** 06:00 in Dublin, where the company's schedule is kept, from the day after it was built. */
const DAYS = [20, 21, 22, 23].map((day) => `2026-10-${day}T05:00:00Z`);

const report = new Report((text) => void process.stdout.write(text));
try {
  const [day1 = "", day2 = "", day3 = "", day4 = ""] = DAYS;
  const all = process.argv.includes("--all");
  const criteria = all ? CRITERIA.map(({ id }) => id) : REHEARSED_CRITERIA;
  await onStage(report, criteria, async (stage) => {
    const first = await firstDay(report, stage, day1);
    if (all) return;
    await administratorTries(report, stage, first);
    await collectorTries(report, stage, first);
    await sameDayAgain(report, stage, day1, first);
    await nextDay(report, stage, day2, first);
    await deleteFromACopy(report, stage, first);
    await badDay(report, stage, day3);
    await crowdedDay(report, stage, day4);
    await eachActionTakenAway(report, stage, day4);
    await everyRole(report, stage);
  });
} catch (thrown) {
  process.exitCode = 1;
  if (process.argv.includes("--verbose")) process.stderr.write(`${(thrown as Error).stack}\n`);
}
report.end();
