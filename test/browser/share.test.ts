import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Moto, startMoto } from "../emulator/moto-server.ts";
import { runCli } from "../emulator/run-cli.ts";
import { sharedVault } from "../emulator/shared-vault.ts";
import { startChromium } from "./chromium.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const NINE = "2026-11-21T09:00:00Z";
/** Someone whose name would do something if it were not text. */
const RECIPIENT = `Jo "><img src=x onerror=alert(1)><b>Auditor`;

let moto: Moto;
let browser: Browser;
const home = mkdtempSync(join(tmpdir(), "share-pages-"));
let told: { expires: string; links: { page: string; report: string; manifest: string } };

beforeAll(async () => {
  moto = await startMoto({ clock: NINE, withPresignedUrls: true });
  for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
  await sharedVault(moto, "vault");
  const env = { ...moto.env, ...moto.clockEnv, SOC2_EVIDENCE_HOME: home };
  const argv = ["share", "latest", "--for", RECIPIENT, "--expires", "1h", "--from", "s3://vault"];
  const { stdout } = await runCli([...argv, "--json"], env);
  told = JSON.parse(stdout);
  browser = await startChromium();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await browser?.close();
  await moto?.stop();
  rmSync(home, { recursive: true, force: true });
});

/** A browser that has never been anywhere: the recipient's. */
async function visit<Seen>(
  see: (page: Page, complaints: readonly string[], requests: readonly string[]) => Promise<Seen>,
  view: { colorScheme?: "light" | "dark"; bypassCSP?: boolean; width?: number } = {},
): Promise<Seen> {
  const { width = 1280, ...rest } = view;
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...rest });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => requests.push(request.headers().referer ?? "no referrer"));
    return await see(page, complaints, requests);
  } finally {
    await context.close();
  }
}

const textOf = (page: Page): Promise<string> => page.locator("body").innerText();

describe("an auditor without credentials", () => {
  it("opens the page, follows it to the report and to a piece of evidence", async () => {
    const seen = await visit(async (page, complaints, requests) => {
      await page.goto(told.links.page);
      const list = await textOf(page);
      await page.getByRole("link", { name: "The report" }).click();
      const report = await textOf(page);
      await page.goBack();
      await page.locator("#cc6-1").getByRole("link", { name: "iam.account-summary.json" }).click();
      const evidence = await textOf(page);
      return { list, report, evidence: JSON.parse(evidence), complaints, requests };
    });
    expect(seen.list).toContain("These links end at 2026-11-21 10:0");
    expect(seen.list).toContain("CC6.1-access-controls/");
    expect(seen.list).toContain("Evidence: iam.account-summary, global, AWS's answers");
    expect(seen.report).toContain("Gap report of the test company");
    expect(seen.evidence).toMatchObject({ schema: "evidence/1", source: "iam.account-summary" });
    // The address of the page opens it: no one may learn it from where its reader goes.
    expect(new Set(seen.requests)).toEqual(new Set(["no referrer"]));
    expect(seen.complaints.filter((text) => !/favicon|status of 40[034]/.test(text))).toEqual([]);
  });

  it("reads a hostile name as text, and a hostile document not at all", async () => {
    const seen = await visit(async (page, complaints) => {
      await page.goto(told.links.page);
      const eyebrow = await page.locator(".eyebrow").innerText();
      const odd = await page.locator("img, script, iframe, form, b").count();
      const [kept] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Zugänge & <b>.html" }).click(),
      ]);
      return { eyebrow, odd, name: kept.suggestedFilename(), complaints };
    });
    expect(seen).toMatchObject({ eyebrow: `Evidence for ${RECIPIENT}`, odd: 0 });
    expect(seen.name).toMatch(/^Zugänge & .b.\.html$/);
    expect(seen.complaints.filter((text) => /dialog|Content Security/.test(text))).toEqual([]);
  });

  it("is refused once the time that was printed is over", async () => {
    await moto.setClock(new Date(Date.parse(told.expires) + 1_000).toISOString());
    const answers = await visit(async (page) => {
      const seen: [number | undefined, string][] = [];
      for (const url of Object.values(told.links)) {
        const answer = await page.goto(url);
        seen.push([answer?.status(), (await answer?.text()) ?? ""]);
      }
      return seen;
    });
    await moto.setClock(NINE);
    expect(answers).toHaveLength(3);
    for (const [status, text] of answers) {
      expect([status, text]).toEqual([403, expect.stringContaining("Request has expired")]);
    }
  });
});

describe("the page of links", () => {
  it.each<["light" | "dark", number]>([
    ["light", 1280],
    ["dark", 1280],
    ["light", 375],
  ])(
    "has no breach of WCAG 2.2 AA that axe finds, %s, %i pixels wide",
    async (colorScheme, width) => {
      const breaches = await visit(
        async (page) => {
          await page.goto(told.links.page);
          await page.addScriptTag({ path: AXE });
          return page.evaluate(`axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
        }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))`);
        },
        { colorScheme, width, bypassCSP: true },
      );
      expect(breaches).toEqual([]);
    },
  );

  it.each([320, 768, 1280])("does not scroll sideways at %i pixels", async (width) => {
    const overflow = await visit(
      async (page) => {
        await page.goto(told.links.page);
        return page.evaluate("document.documentElement.scrollWidth - innerWidth");
      },
      { width },
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it("runs nothing that is put into it", async () => {
    const title = await visit(async (page) => {
      await page.goto(told.links.page);
      await page.evaluate(`{
        const script = document.createElement("script");
        script.textContent = "document.title = 'owned'";
        document.body.append(script);
      }`);
      return page.title();
    });
    expect(title).toBe("Evidence of 2026-11-21 06:00 UTC, account 123456789012");
  });
});
