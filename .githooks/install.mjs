// Runs after `npm ci` (the `prepare` script): lets git use the hooks of this folder. Does nothing in
// CI, outside a checkout of this very repository, or where other hooks were chosen. Plain JavaScript,
// because it also runs where development dependencies, and so our Node, are left out.
import { execFileSync } from "node:child_process";

/** What git answers, or null when there is no git, no checkout or no such setting. */
function git(...args) {
  try {
    return execFileSync("git", args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return null;
  }
}

const isTopOfCheckout = git("rev-parse", "--show-prefix") === "";
const isFree = git("config", "core.hooksPath") === null;
if (process.env.CI === undefined && isTopOfCheckout && isFree) {
  git("config", "core.hooksPath", ".githooks");
}
