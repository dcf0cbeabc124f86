import { join } from "node:path";
import { renderHtml } from "../../shared/report/html.ts";
import { sampleReports } from "../report/sample-report.ts";
import { startChromium } from "./chromium.ts";

/**
 * Takes the README's picture of the gap report again: `node test/browser/take-picture.ts`. It shows
 * the sample account as found, from the head to the first things to fix.
 */
const PATH = join(import.meta.dirname, "../../docs/images/gap-report.png");

const { before } = await sampleReports();
const browser = await startChromium();
try {
  const page = await browser.newPage({
    viewport: { width: 1080, height: 1180 },
    colorScheme: "light",
  });
  await page.setContent(renderHtml(before));
  await page.screenshot({ path: PATH });
} finally {
  await browser.close();
}
