import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Nothing but the page under test: no sandbox (tests run as root in CI), no calls home. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
];

/**
 * Starts the Chromium on the PATH.
 *
 * @throws Error that says how to install it when there is none: these tests never skip.
 */
export function startChromium(): Promise<Browser> {
  const executablePath = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(isExecutable);
  if (executablePath === undefined) {
    throw new Error(
      "There is no Chromium on the PATH, and these tests need one: apt-get install chromium.",
    );
  }
  // Without a locale of its own Chromium writes names that are not ASCII as "download".
  const env = { ...process.env, LC_ALL: "C.UTF-8" };
  return chromium.launch({ executablePath, headless: true, args: ARGUMENTS, env });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
