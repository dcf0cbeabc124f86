import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readSnapshot } from "../../../shared/report/read-snapshot.ts";
import type { Finding } from "../../../shared/snapshot/assessment.ts";
import { FolderStore } from "../../../shared/store/folder-store.ts";
import { runIn } from "../terminal.ts";

const HEADING = "\nFix, accept or mitigate\n";
const cwd = mkdtempSync(join(tmpdir(), "explain-"));

async function run(...argv: string[]): Promise<string> {
  const { exitCode, out } = await runIn(cwd, argv);
  if (exitCode !== 0) throw new Error(`${argv.join(" ")}: exit ${exitCode}.`);
  return out;
}

/** The answers and the proposal that stand under the heading, unwrapped. */
function triageIn(text: string): string[] {
  const [, below = ""] = text.split(HEADING);
  const [section = ""] = below.split("\n\n");
  return section
    .replaceAll(/\n {2}(?!Is it|Can it|What does|Proposed)/g, " ")
    .trim()
    .split("\n");
}

let findings: readonly Finding[];

beforeAll(async () => {
  writeFileSync(join(cwd, "soc2.yaml"), "version: 1\ncompany: { name: L }\nsystem: { name: L }\n");
  await run("snapshot", "--sample", "--criteria", "CC6.1", "--json");
  const store = new FolderStore(join(cwd, "evidence"));
  findings = (await readSnapshot(store, "latest")).findings;
});

describe("explain", () => {
  it("shows the three questions of a check, in the terminal only", async () => {
    const text = await run("explain", "ec2.instance-requires-imdsv2");
    expect(triageIn(text).map((line) => line.trim())).toEqual([
      "Is it a SOC 2 concern? Yes: it speaks to CC6.1, CC6.6. The metadata service hands out a role's credentials, so asking must be hard.",
      "Can it do real harm? Only with another fault: a web server on it has to fetch addresses that strangers choose.",
      "What does mending it cost the running product? None: the fix costs the running product nothing.",
      "Proposed: fix it now, because it does harm only with another fault, and mending it needs no downtime.",
    ]);
    const { sections } = JSON.parse(await run("explain", "ec2.instance-requires-imdsv2", "--json"));
    expect(sections.map(({ heading }: { heading: string }) => heading)).not.toContain(
      HEADING.trim(),
    );
  });

  it.each([
    ["fail", true],
    ["pass", false],
  ] as const)("of a finding that is %s: shows them is %s", async (status, isShown) => {
    const finding = findings.find((one) => one.status === status);
    const text = await run("explain", finding?.id ?? "");
    expect([text.includes(finding?.reason.slice(0, 30) ?? "?"), text.includes(HEADING)]).toEqual([
      true,
      isShown,
    ]);
  });

  it.each(["AC-01", "CC6.1"])("has none for %s, which is no finding", async (name) => {
    expect(await run("explain", name)).not.toContain(HEADING);
  });
});

/** The explanation without line breaks, so that sentences can be looked for. */
async function explained(name: string): Promise<string> {
  return (await run("explain", name)).replaceAll(/\s+/g, " ");
}

describe("explain, of another tool's rule", () => {
  it("says what one of our checks judges: criteria, check, names, the three questions", async () => {
    const text = await explained("fsbp:S3.5");
    expect(text).toContain("fsbp:S3.5 rule Every bucket refuses requests without TLS");
    expect(text).toContain("Here it is the rule s3.bucket-tls-required, severity medium.");
    expect(text).toContain("prowler:s3_bucket_secure_transport_policy");
    expect(text).toMatch(/Criteria CC6\.\d: /);
    expect(text).toContain("How to fix it: soc2-evidence explain s3.bucket-tls-required");
    expect(text).toMatch(/Can it do real harm\? \w+.*: .*What does mending it cost.*Proposed: /);
  });

  it.each([
    [
      "the reason why it is no concern",
      "prowler:trustedadvisor_premium_support_plan_subscribed",
      "No SOC 2 concern: ",
    ],
    [
      "that none of ours judges it",
      "prowler:trustedadvisor_premium_support_plan_subscribed",
      "None judges it",
    ],
    ["all of ours that judge it together", "fsbp:EC2.18", "ec2.no-world-open-ssh"],
    [
      "what a detector's type comes to",
      "guardduty:Recon:EC2/PortProbeUnprotectedPort",
      "Criteria CC",
    ],
  ])("says %s", async (_what, name, expected) => {
    expect(await explained(name)).toContain(expected);
  });

  it.each(["fsbp:S3.5000", "AcmeInc/Scanner:open-port"])(
    "says of %s that nobody mapped it, and answers no question for it",
    async (name) => {
      const text = await explained(name);
      expect(text).toContain(`${name} rule Nobody mapped this rule to SOC 2 yet.`);
      expect(text).not.toContain(HEADING.trim());
    },
  );
});
