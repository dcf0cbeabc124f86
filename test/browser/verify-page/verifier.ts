import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { buildPage } from "../../../release/verify-page/build-page.ts";
import type { VerifyReport } from "../../../shared/integrity/verify.ts";
import { startChromium } from "../chromium.ts";

const ROOT = join(import.meta.dirname, "../../..");
/** What the built page says of itself. */
export const RELEASE = { version: "1.2.3", codeSha256: "c0de".repeat(16) };

/** What a person chooses and types. */
export interface Choice {
  /** A path, or the bytes of a ZIP. */
  readonly zip?: string | Uint8Array;
  readonly folder?: string;
  readonly fingerprint?: string;
  readonly knownHead?: string;
  readonly asOf?: string;
}

/** `verify.html` in a folder of its own, opened from there as from a stick. */
export class Verifier {
  readonly browser: Browser;
  readonly address: string;
  readonly #folder: string;

  private constructor(browser: Browser, folder: string) {
    this.browser = browser;
    this.#folder = folder;
    this.address = pathToFileURL(join(folder, "verify.html")).href;
  }

  static async start(): Promise<Verifier> {
    const folder = await mkdtemp(join(tmpdir(), "verify-page-"));
    await writeFile(join(folder, "verify.html"), (await buildPage(RELEASE, ROOT)).bytes);
    return new Verifier(await startChromium(), folder);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Opens the page in a browser that has never been anywhere, looks at it, closes it. */
  async look<Seen>(
    see: (opened: OpenedPage) => Promise<Seen>,
    view: BrowserContextOptions = {},
  ): Promise<Seen> {
    const opened = await this.open(view);
    try {
      return await see(opened);
    } finally {
      await opened.page.context().close();
    }
  }

  /** Opens the page; whoever opened it closes it, or stops the browser. */
  async open(view: BrowserContextOptions = {}): Promise<OpenedPage> {
    const viewport = { width: 1280, height: 900 };
    const context = await this.browser.newContext({ viewport, ...view });
    const opened = new OpenedPage(await context.newPage(), this.address);
    await opened.page.goto(this.address);
    return opened;
  }
}

/** The page while somebody uses it. */
export class OpenedPage {
  readonly page: Page;
  /** Everything that was asked for beside the page and its worker. */
  readonly requests: string[] = [];
  /** What the browser complained of: breaches of the page's policy stand here. */
  readonly complaints: string[] = [];

  constructor(page: Page, address: string) {
    this.page = page;
    page.on("request", (request) => {
      const url = request.url();
      if (url !== address && !url.startsWith("blob:")) this.requests.push(url);
    });
    page.on("console", (message) => this.complaints.push(message.text()));
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("dialog", (dialog) => {
      this.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  /** What an expression gives in the page; it is text because its globals are the browser's own. */
  evaluate<Seen>(expression: string): Promise<Seen> {
    return this.page.evaluate(expression) as Promise<Seen>;
  }

  /** Chooses and types, and begins. */
  async begin({ zip, folder, fingerprint, knownHead, asOf }: Choice): Promise<void> {
    const { page } = this;
    if (typeof zip === "string") await page.setInputFiles("#zip", zip);
    else if (zip !== undefined) {
      const file = { name: "evidence.zip", mimeType: "application/zip", buffer: Buffer.from(zip) };
      await page.setInputFiles("#zip", file);
    }
    if (folder !== undefined) await page.setInputFiles("#folder", folder);
    await page.fill("#fingerprint", fingerprint ?? "");
    await this.evaluate(`document.getElementById("more").open = true`);
    await page.fill("#known-head", knownHead ?? "");
    await page.fill("#as-of", asOf ?? "");
    await page.getByRole("button", { name: "Verify", exact: true }).click();
  }

  /** Begins, and waits for the verdict. */
  async verify(choice: Choice): Promise<void> {
    await this.begin(choice);
    await this.page.locator("#verdict").waitFor();
  }

  /** The verdict's heading. */
  heading(): Promise<string> {
    return this.page.locator("#verdict h2").innerText();
  }

  /** The report, as it is saved. */
  async saved(): Promise<VerifyReport> {
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: "Save the verdict as JSON" }).click();
    return JSON.parse(await readFile(await (await download).path(), "utf8"));
  }
}
