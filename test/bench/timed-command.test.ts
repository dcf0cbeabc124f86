import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { timed } from "../../bench/timed-command.ts";

const cwd = tmpdir();
const node = (script: string) => [process.execPath, "-e", script];

describe("a command that is timed", () => {
  it("takes its own time on a processor, and passes on what it says", async () => {
    const script =
      "while (process.cpuUsage().user < 400e3); console.log(process.env.ASKED); console.error('0 0 0')";
    const run = await timed(node(script), { cwd, env: { ASKED: "yes" } });
    expect(run.stdout).toBe("yes\n");
    expect(run.cpuSeconds).toBeGreaterThanOrEqual(0.4);
    expect(run.wallSeconds).toBeGreaterThanOrEqual(0.4);
  });

  it("has to end well", async () => {
    await expect(timed(node("process.exit(2)"), { cwd })).rejects.toMatchObject({ code: 2 });
  });

  it("has to be there", async () => {
    await expect(timed(["no-such-program"], { cwd })).rejects.toMatchObject({ code: 127 });
  });
});
