import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unsafePathReason } from "../../../shared/integrity/safe-path.ts";
import { FORBIDDEN_WORDS } from "../../../shared/report/statement.ts";
import { visibleText } from "../../../shared/report/visible-text.ts";
import { company, sealedBundle } from "../../integrity/sample-bundle.ts";
import { HOSTILE_NAMES } from "../../report/hostile.ts";
import { makeZip } from "../../store/zip-maker.ts";
import { type OpenedPage, Verifier } from "./verifier.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 375, height: 812 };
const FOLDER = "CC6.1-access-controls/2026-11-21T06-00-00Z";

let verifier: Verifier;
const zips: Record<"good" | "tampered" | "hostile", Uint8Array> = {
  good: new Uint8Array(),
  tampered: new Uint8Array(),
  hostile: new Uint8Array(),
};

/** Names that a path of evidence may have, and that do something where they are not text. */
const HOSTILE_FILES = [
  "<img src=x onerror=alert(1)>",
  "</code><script>alert(1)<script>",
  `"onmouseover="alert(1)`,
  "&lt;b&gt;",
];

beforeAll(async () => {
  verifier = await Verifier.start();
  const bundle = await sealedBundle(["2026-11-21"], () => ({ nextExpectedBy: null }));
  const entries = [...bundle.objects].map(([name, data]) => ({ name, data }));
  const added = (names: readonly string[]) => names.map((name) => ({ name: `${FOLDER}/${name}` }));
  const many = Array.from({ length: 1200 }, (_, index) => `added-${index}.json`);
  zips.good = makeZip(entries);
  zips.tampered = makeZip([...entries.slice(1), ...added(many)]);
  zips.hostile = makeZip([...entries, ...added(HOSTILE_FILES)]);
});
afterAll(() => verifier?.stop());

/** How the page stands when it is looked at. */
const STATES: Readonly<Record<string, (opened: OpenedPage) => Promise<void>>> = {
  "as it is opened": async () => {},
  "with a field that is wrong": (opened) => opened.begin({ zip: zips.good, asOf: "soon" }),
  "while it verifies": async (opened) => {
    await opened.evaluate("Worker.prototype.postMessage = () => {}");
    await opened.begin({ zip: zips.good });
  },
  "with a bundle verified": (opened) =>
    opened.verify({ zip: zips.good, fingerprint: company.spkiSha256 }),
  "with the signer unknown": (opened) => opened.verify({ zip: zips.good }),
  "with a thousand faults": async (opened) => {
    await opened.verify({ zip: zips.tampered, fingerprint: company.spkiSha256 });
    await opened.page.getByText("added-1199.json").waitFor();
  },
  "with hostile names": (opened) =>
    opened.verify({ zip: zips.hostile, fingerprint: company.spkiSha256 }),
};

function look<Seen>(
  state: string,
  see: (opened: OpenedPage) => Promise<Seen>,
  view: BrowserContextOptions = {},
): Promise<Seen> {
  return verifier.look(async (opened) => {
    await STATES[state]?.(opened);
    return see(opened);
  }, view);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

const VIEWS: readonly [string, BrowserContextOptions][] = [
  ["on a desktop in light", { viewport: DESKTOP, colorScheme: "light" }],
  ["on a phone in dark", { viewport: PHONE, colorScheme: "dark" }],
];

describe("verify.html", () => {
  it.each(
    Object.keys(STATES).flatMap((state) =>
      VIEWS.map(([where, view]) => [state, where, view] as const),
    ),
  )("has no breach of WCAG 2.2 AA that axe finds, %s, %s", async (state, _where, view) => {
    const breaches = await look(
      state,
      async (opened) => {
        await opened.page.addScriptTag({ path: AXE });
        return opened.evaluate<string[]>(
          `axe.run(document, {
              runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
            }).then(({ violations }) =>
              violations.map(({ id, nodes }) => id + ": " + nodes[0].html),
            )`,
        );
      },
      { ...view, bypassCSP: true },
    );
    expect(breaches).toEqual([]);
  });

  it.each(Object.keys(STATES))("does not scroll sideways on any screen %s", async (state) => {
    const overflow = await look(state, async (opened) => {
      const found: string[] = [];
      for (const width of [320, 375, 768, 1280]) {
        await opened.page.setViewportSize({ width, height: 800 });
        const outside = await opened.evaluate<string[]>(
          `[...document.querySelectorAll("body *")]
            .filter((element) => !element.closest(".unseen"))
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
            .map((element) => element.outerHTML.slice(0, 100))`,
        );
        found.push(...outside.map((html) => `${width}: ${html}`));
      }
      return found;
    });
    expect(overflow).toEqual([]);
  });

  // Without the policy everything gets through: the first row would prove nothing otherwise.
  it.each([
    ["lets no script, style, picture or request through, in its worker neither", false],
    ["would let them all through without its policy", true],
  ])("%s", async (_sentence, bypassCSP) => {
    let arrived = 0;
    const server = createServer((_request, response) => {
      arrived += 1;
      response.setHeader("Access-Control-Allow-Origin", "*").end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const seen = await verifier.look(
        async (opened) => {
          const url = `http://127.0.0.1:${portOf(server)}/`;
          const outcomes = await opened.evaluate<object>(`(async () => {
            const script = document.createElement("script");
            script.textContent = "document.title = 'owned'";
            const style = document.createElement("style");
            style.textContent = "body { display: inline }";
            document.body.append(script, style);
            await new Promise((settled) => {
              const image = document.createElement("img");
              image.onload = image.onerror = settled;
              image.src = "${url}picture";
              document.body.append(image);
            });
            const isSent = await fetch("${url}page").then(() => true, () => false);
            const code = "fetch('${url}worker').then(() => postMessage(true), () => postMessage(false))";
            const worker = new Worker(URL.createObjectURL(new Blob([code])));
            const isSentByWorker = await new Promise((settled) => {
              worker.onmessage = ({ data }) => settled(data);
            });
            return {
              isOwned: document.title === "owned",
              display: getComputedStyle(document.body).display,
              isSent,
              isSentByWorker,
            };
          })()`);
          const isEvalled = await opened.evaluate<boolean>(
            // What evaluate runs may make code from text; what a timer runs may not.
            `new Promise((settled) => setTimeout(() => {
                try { settled(new Function("return true")()); } catch { settled(false); }
              }))`,
          );
          return { ...outcomes, isEvalled };
        },
        { bypassCSP },
      );
      expect({ ...seen, arrived }).toEqual(
        bypassCSP
          ? {
              isOwned: true,
              display: "inline",
              isSent: true,
              isSentByWorker: true,
              isEvalled: true,
              arrived: 3,
            }
          : {
              isOwned: false,
              display: "block",
              isSent: false,
              isSentByWorker: false,
              isEvalled: false,
              arrived: 0,
            },
      );
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it("asks for nothing, complains of nothing and keeps nothing", async () => {
    const seen = await look("with a bundle verified", async ({ page, requests, complaints }) => ({
      requests,
      complaints,
      kept: await page.context().storageState({ indexedDB: true }),
      isSaidDead: await page.locator("#dead").isVisible(),
    }));
    const kept = { cookies: [], origins: [] };
    expect(seen).toEqual({ requests: [], complaints: [], kept, isSaidDead: false });
  });

  it("says so where its script does not run", async () => {
    await verifier.look(
      async ({ page }) => expect(await page.locator("#dead").isVisible()).toBe(true),
      { javaScriptEnabled: false },
    );
  });

  it("makes of hostile names text and nothing else", async () => {
    const good = await look("with a bundle verified", ({ page }) => namesOf(page));
    const seen = await look("with hostile names", async ({ page, requests, complaints }) => ({
      ...(await namesOf(page)),
      requests,
      complaints,
      paths: (await page.locator("#verdict code").allInnerTexts()).filter((text) =>
        text.startsWith(`${FOLDER}/`),
      ),
    }));
    expect(seen.paths.toSorted()).toEqual(
      HOSTILE_FILES.map((name) => `${FOLDER}/${name}`).toSorted(),
    );
    expect(seen).toMatchObject({ requests: [], complaints: [] });
    // Lists of faults are all that a good bundle has not.
    const added = seen.elements.filter((name) => !good.elements.includes(name));
    expect(added).toEqual(["ul", "li"]);
    expect(seen.attributes.filter((name) => !good.attributes.includes(name))).toEqual([]);
  });

  it("shows every control in names that no bundle may have", async () => {
    const paths = HOSTILE_NAMES.map((name) => `${FOLDER}/${name.replaceAll("/", "")}`).filter(
      (path) => /[\p{Cc}\p{Cf}]/u.test(path) && unsafePathReason(path) !== undefined,
    );
    const zip = makeZip(paths.map((name) => ({ name })));
    const text = await verifier.look(async (opened) => {
      await opened.verify({ zip });
      return opened.page.locator("#verdict").textContent();
    });
    expect(paths).not.toEqual([]);
    expect(paths.filter((path) => !text?.includes(visibleText(path)))).toEqual([]);
  });

  it.each(["with a bundle verified", "with the signer unknown"])(
    "prints on at most two pages, in ink on white, %s",
    async (state) => {
      await look(
        state,
        async ({ page }) => {
          const pdf = await page.pdf({ format: "A4", printBackground: true });
          expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(2);
          await page.emulateMedia({ media: "print" });
          expect(await page.locator("form, .actions").filter({ visible: true }).count()).toBe(0);
          expect(await page.locator("#verdict, footer").filter({ visible: true }).count()).toBe(2);
          const ground = "getComputedStyle(document.body).backgroundColor";
          expect(await page.evaluate(ground)).toBe("rgb(255, 255, 255)");
        },
        { colorScheme: "dark" },
      );
    },
  );

  it("claims nothing that only an auditor may say", async () => {
    const text = await look("with a bundle verified", ({ page }) =>
      page.locator("body").innerText(),
    );
    expect(FORBIDDEN_WORDS.filter((word) => text.toLowerCase().includes(word))).toEqual([]);
  });
});

async function namesOf(page: OpenedPage["page"]) {
  const all = (expression: string) =>
    page.evaluate(
      `[...new Set([...document.querySelectorAll("*")].flatMap(${expression}))]`,
    ) as Promise<string[]>;
  return {
    elements: await all("(one) => one.localName"),
    attributes: await all("(one) => one.getAttributeNames()"),
  };
}
