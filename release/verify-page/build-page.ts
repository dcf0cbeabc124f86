import { createHash } from "node:crypto";
import { build } from "esbuild";
import type { Release } from "../../shared/snapshot/rederive.ts";
import { packagesIn, thirdPartyLicenses } from "../third-party-licenses.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { renderPage } from "./page-template.ts";

/** In one that is older the script does not run, and the page's own first sentence says so. */
const BROWSERS = ["chrome117", "firefox119", "safari17.4"];

/** The page, and the packages that are in it. */
export interface BuiltPage {
  readonly bytes: Uint8Array;
  /** Folders of packages, relative to the root: `node_modules/zod`. */
  readonly packages: readonly string[];
}

/**
 * Makes `verify.html`, one file that needs nothing else, and which hangs on nothing but the sources and
 * the lockfile: two builds are the same to the byte.
 *
 * @param root of the checkout
 */
export async function buildPage(release: Release, root: string): Promise<BuiltPage> {
  const { script, packages } = await bundleScript(release, root);
  const licenses = await thirdPartyLicenses(packages, root);
  refuse(script, /<\/script|<!--|\r/i, "the script would end or change where HTML reads it");
  refuse(PAGE_STYLE, /<\/style|\r/i, "the style would end where HTML reads it");
  refuse(licenses, /--!?>|<!--/, "a licence would end the comment that it stands in");
  const policy = policyOf(script, PAGE_STYLE);
  const page = renderPage({ release, policy, style: PAGE_STYLE, script, licenses });
  return { bytes: new TextEncoder().encode(page), packages };
}

/**
 * What the page may do: run this one script in this one style, and run the script again as a worker, so
 * that verification does not freeze the page. Only a script that runs already can make a `blob:` address,
 * and its worker stands under the same policy. No request, no picture, no form, no code from text.
 */
function policyOf(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${sourceOf(script)}'`,
    `style-src '${sourceOf(style)}'`,
    "worker-src blob:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** As a Content Security Policy names an inline element (CSP Level 3, section 2.3.1). */
function sourceOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function refuse(text: string, pattern: RegExp, why: string): void {
  const found = pattern.exec(text);
  if (found !== null) throw new Error(`verify.html cannot hold ${found[0]}: ${why}.`);
}

async function bundleScript(
  release: Release,
  root: string,
): Promise<{ script: string; packages: string[] }> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["release/verify-page/browser/main.ts"],
    outdir: "out",
    write: false,
    bundle: true,
    metafile: true,
    minifySyntax: true,
    minifyWhitespace: true,
    // A classic script: browsers load no modules from files.
    format: "iife",
    platform: "browser",
    target: BROWSERS,
    preserveSymlinks: true,
    legalComments: "none",
    charset: "ascii",
    logLevel: "error",
    define: {
      "process.env.SOC2_RELEASE": JSON.stringify(release.version),
      "process.env.SOC2_CODE_SHA256": JSON.stringify(release.codeSha256),
    },
  });
  const [file] = outputFiles;
  if (file === undefined || outputFiles.length > 1) throw new Error("The page is no single file.");
  return { script: file.text, packages: packagesIn(metafile) };
}
