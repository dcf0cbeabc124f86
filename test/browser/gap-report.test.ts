import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GapReport } from "../../shared/report/gap-report.ts";
import { renderHtml } from "../../shared/report/html.ts";
import { otherTools } from "../../shared/report/other-tools.ts";
import { progressPoint } from "../../shared/report/progress-point.ts";
import { visibleText } from "../../shared/report/visible-text.ts";
import { assessed, found } from "../report/findings-elsewhere.ts";
import { HOSTILE_NAMES, hostileReport } from "../report/hostile.ts";
import { sampleReports } from "../report/sample-report.ts";
import { startChromium } from "./chromium.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 375, height: 812 };

let browser: Browser;
let folder: string;
const addresses = { sample: "", tools: "", hostile: "" };

beforeAll(async () => {
  browser = await startChromium();
  folder = await mkdtemp(join(tmpdir(), "gap-report-pages-"));
  const sample = (await sampleReports()).after;
  const pages = { sample, tools: withOtherTools(sample), hostile: hostileReport() };
  for (const name of ["sample", "tools", "hostile"] as const) {
    const path = join(folder, `${name}.html`);
    await writeFile(path, renderHtml(pages[name]));
    addresses[name] = pathToFileURL(path).href;
  }
});

afterAll(async () => {
  await browser?.close();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** The same report with what other tools found, then and now, and a line of snapshots. */
function withOtherTools(report: GapReport): GapReport {
  const rules = ["S3.9", "S3.11", "EC2.9", "ElastiCache.1", "X.1"];
  const external = assessed(rules.flatMap((rule) => [found(rule), found(rule)]));
  const told = otherTools({ external, manifest: null }, { external });
  const now = { ...report, otherTools: told };
  return { ...now, history: [{ ...progressPoint(now), snapshot: "2026-10-19T06-00-00Z" }] };
}

interface Opened {
  readonly page: Page;
  /** Everything that the page asked for, beside itself. */
  readonly requests: readonly string[];
  /** What the browser complained of: breaches of the page's policy stand here. */
  readonly complaints: readonly string[];
}

/** What an expression gives in the page; it is text because its globals are the browser's own. */
function inPage<Seen>(page: Page, expression: string): Promise<Seen> {
  return page.evaluate(expression) as Promise<Seen>;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

/** Opens a page with its fixes unfolded, looks at it, closes it. */
async function look<Seen>(
  name: keyof typeof addresses,
  view: {
    viewport?: typeof DESKTOP;
    colorScheme?: "light" | "dark";
    /** Lets the test's own axe run; what the page may do is tested without it. */
    bypassCSP?: boolean;
  },
  see: (opened: Opened) => Promise<Seen>,
): Promise<Seen> {
  const context = await browser.newContext({ viewport: DESKTOP, ...view });
  try {
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => {
      if (request.url() !== addresses[name]) requests.push(request.url());
    });
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(addresses[name]);
    await inPage(
      page,
      "document.querySelectorAll('details').forEach((one) => { one.open = true; })",
    );
    return await see({ page, requests, complaints });
  } finally {
    await context.close();
  }
}

describe("the gap report in a browser", () => {
  it.each<[string, keyof typeof addresses, "light" | "dark", typeof DESKTOP]>([
    ["on a desktop in light", "sample", "light", DESKTOP],
    ["on a desktop in dark", "sample", "dark", DESKTOP],
    ["on a phone in light", "sample", "light", PHONE],
    ["on a phone in dark", "sample", "dark", PHONE],
    ["with other tools' findings", "tools", "light", DESKTOP],
    [
      "with other tools' findings on a tablet in dark",
      "tools",
      "dark",
      { width: 768, height: 900 },
    ],
    ["with hostile names", "hostile", "dark", DESKTOP],
  ])(
    "has no breach of WCAG 2.2 AA that axe finds, %s",
    async (_where, name, colorScheme, viewport) => {
      const breaches = await look(
        name,
        { viewport, colorScheme, bypassCSP: true },
        async ({ page }) => {
          await page.addScriptTag({ path: AXE });
          return inPage<string[]>(
            page,
            `axe.run(document, {
              runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
            }).then(({ violations }) =>
              violations.map(({ id, nodes }) => id + ": " + nodes[0].html),
            )`,
          );
        },
      );
      expect(breaches).toEqual([]);
    },
  );

  it.each<[keyof typeof addresses, number]>([
    ["sample", 320],
    ["sample", 375],
    ["sample", 768],
    ["sample", 1280],
    ["tools", 320],
    ["tools", 768],
    ["tools", 1024],
    ["tools", 1280],
    ["hostile", 375],
    ["hostile", 1280],
  ])("does not scroll sideways: %s at %i pixels", async (name, width) => {
    const overflow = await look(name, { viewport: { width, height: 800 } }, ({ page }) =>
      inPage<string[]>(
        page,
        `[...document.querySelectorAll("body *")]
          .filter((element) => !element.closest("thead, .skip"))
          .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
          .map((element) => element.outerHTML.slice(0, 100))`,
      ),
    );
    expect(overflow).toEqual([]);
  });

  it.each<[keyof typeof addresses, number]>([
    ["sample", 768],
    ["tools", 768],
    ["tools", 1025],
    ["tools", 1280],
  ])("leaves each cell room for a word: %s at %i pixels", async (name, width) => {
    const narrow = await look(name, { viewport: { width, height: 800 } }, ({ page }) =>
      inPage<string[]>(
        page,
        `[...document.querySelectorAll("td")]
          .filter((cell) => cell.textContent.length > 12 && cell.clientWidth < 80)
          .map((cell) => cell.outerHTML.slice(0, 100))`,
      ),
    );
    expect(narrow).toEqual([]);
  });

  it("uses its own style and asks for nothing", async () => {
    const seen = await look("sample", {}, async ({ page, requests, complaints }) => ({
      requests,
      complaints,
      maxWidth: await inPage(page, "getComputedStyle(document.querySelector('.page')).maxWidth"),
      scripts: await page.locator("script").count(),
    }));
    expect(seen).toEqual({ requests: [], complaints: [], maxWidth: "1056px", scripts: 0 });
  });

  // Without the policy everything gets through: the first row would prove nothing otherwise.
  it.each([
    ["lets no injected script, style or request through", false],
    ["would let them all through without its policy", true],
  ])("%s", async (_sentence, bypassCSP) => {
    let arrived = 0;
    const server = createServer((_request, response) => {
      arrived += 1;
      response.end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const seen = await look("sample", { bypassCSP }, async ({ page, complaints }) => {
        await inPage(
          page,
          `new Promise((settled) => {
            const script = document.createElement("script");
            script.textContent = "document.title = 'owned'";
            const style = document.createElement("style");
            style.textContent = "body { display: inline }";
            const image = document.createElement("img");
            image.onload = image.onerror = settled;
            image.src = "http://127.0.0.1:${portOf(server)}/x.png";
            document.body.append(script, style, image);
          })`,
        );
        return {
          isOwned: (await page.title()) === "owned",
          display: await inPage(page, "getComputedStyle(document.body).display"),
          breaches: complaints.filter((text) => /Content Security Policy/.test(text)).length,
        };
      });
      expect({ ...seen, arrived }).toEqual(
        bypassCSP
          ? { isOwned: true, display: "inline", breaches: 0, arrived: 1 }
          : { isOwned: false, display: "block", breaches: 3, arrived: 0 },
      );
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it("makes of hostile names text and nothing else", async () => {
    const seen = await look("hostile", {}, async ({ page, requests, complaints }) => ({
      requests,
      complaints,
      elements: await inPage<string[]>(
        page,
        "[...new Set([...document.querySelectorAll('*')].map((one) => one.localName))].sort()",
      ),
      attributes: await inPage<string[]>(
        page,
        "[...new Set([...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames()))].sort()",
      ),
      comments: await inPage<boolean>(
        page,
        "document.createTreeWalker(document, NodeFilter.SHOW_COMMENT).nextNode() !== null",
      ),
      findings: await page.locator("#findings").textContent(),
    }));
    expect(seen).toMatchObject({ requests: [], complaints: [], comments: false });
    expect(seen.elements).toEqual(
      "a body br caption code dd details div dl dt footer h1 h2 h3 head header html li main meta nav ol p pre section span strong style summary table tbody td th thead title tr ul".split(
        " ",
      ),
    );
    expect(seen.attributes).toEqual(
      "aria-label aria-labelledby charset class content data-label href http-equiv id lang name open role scope".split(
        " ",
      ),
    );
    const untold = HOSTILE_NAMES.filter((name) => !seen.findings?.includes(visibleText(name)));
    expect(untold).toEqual([]);
  });

  it("writes out every control in its heading", async () => {
    const text = await look("hostile", {}, ({ page }) => page.locator("h1").textContent());
    expect(text).toBe(visibleText(HOSTILE_NAMES.join(" ")));
  });

  it("prints whole, with its fixes unfolded", async () => {
    const context = await browser.newContext({ colorScheme: "dark" });
    try {
      const page = await context.newPage();
      await page.goto(addresses.sample);
      await page.emulateMedia({ media: "print" });
      const hidden = await inPage(
        page,
        `[...document.querySelectorAll("details > :not(summary)")]
          .filter((element) => !element.checkVisibility()).length`,
      );
      expect(hidden).toBe(0);
      const ground = await inPage(page, "getComputedStyle(document.body).backgroundColor");
      expect(ground).toBe("rgb(255, 255, 255)");
      const pdf = await page.pdf({ format: "A4", printBackground: true });
      expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    } finally {
      await context.close();
    }
  });
});
