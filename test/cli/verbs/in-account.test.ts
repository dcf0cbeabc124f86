import { expect, it } from "vitest";
import { runCommandLine } from "../../../cli/command-line.ts";
import { openPlace } from "../../../cli/evidence-place.ts";
import type { Terminal } from "../../../cli/terminal.ts";

/** A terminal without anything around it: what asks AWS here would fail. */
function terminal(): Terminal & { readonly told: string[] } {
  const told: string[] = [];
  return {
    told,
    env: { AWS_REGION: "eu-west-1" },
    cwd: "/nowhere",
    homeFolder: "/nowhere",
    platform: "linux",
    now: () => new Date("2026-11-22T06:00:00.000Z"),
    columns: 80,
    colour: false,
    out: (text) => void told.push(text),
    err: (text) => void told.push(text),
    progress: () => {},
    ask: null,
  };
}

it.each([
  ["--sample", ["--sample"]],
  ["--criteria", ["--criteria", "CC6.1"]],
  ["--regions", ["--regions", "eu-west-1"]],
  ["--config", ["--config", "soc2.yaml"]],
  ["--as-of", ["--as-of", "2026-01-01T00:00:00Z"]],
  ["--out", ["--out", "elsewhere"]],
])("snapshot --in-account refuses %s before anything is asked", async (name, argv) => {
  const here = terminal();
  expect(await runCommandLine(["snapshot", "--in-account", ...argv], here)).toBe(3);
  expect(here.told.join("")).toContain(`${name} cannot go with it`);
});

it.each([
  ["s3://vault", "s3://vault"],
  ["s3://vault/evidence/", "s3://vault/evidence"],
  ["evidence", "/nowhere/evidence"],
])("%s is a place where evidence lies", async (given, described) => {
  expect((await openPlace(terminal(), given)).describe()).toBe(described);
});

it.each(["s3:", "s3://", "S3://vault"])("%s names no bucket", async (given) => {
  await expect(openPlace(terminal(), given)).rejects.toMatchObject({ code: "USAGE" });
});
