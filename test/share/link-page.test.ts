import { expect, it } from "vitest";
import { manifestPath } from "../../shared/integrity/bundle-layout.ts";
import { FORBIDDEN_WORDS, MANAGEMENT_STATEMENT } from "../../shared/report/statement.ts";
import { visibleText } from "../../shared/report/visible-text.ts";
import { type LinkedFile, renderLinkPage } from "../../shared/share/link-page.ts";
import { manifestOf, sealedBundle, snapshotOf } from "../integrity/sample-bundle.ts";
import { HOSTILE_NAMES } from "../report/hostile.ts";

const DAY = "2026-11-21";
const manifest = manifestOf(await sealedBundle([DAY]), DAY);
const fileOf = (path: string, url = "https://vault.example/a?b=c&d=e"): LinkedFile => ({
  path,
  versionId: "v1",
  size: 1_234,
  sha256: "0".repeat(64),
  url,
});
const pageOf = (files: readonly LinkedFile[], recipient = "Jo", changes = {}): string =>
  renderLinkPage({
    shared: {
      manifest: { ...manifest, ...changes },
      manifestSha256: "a".repeat(64),
      reportPath: null,
    },
    files,
    recipient,
    expiry: { expires: "2026-11-29T06:12:00Z", why: "asked" },
  });
const escaped = (text: string): string =>
  visibleText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

it.each(HOSTILE_NAMES)("shows a recipient and a document called %j as text", (name) => {
  const page = pageOf([fileOf(`CC6.1-access-controls/manual/${name}`)], name);
  expect(page).toContain(`Evidence for ${escaped(name)}</p>`);
  expect(page).toContain(`>${escaped(name)}</a>`);
});

it.each(["javascript:alert(1)", "data:text/html,x", "https://vault.example/'x", "ftp://a/b"])(
  "has no link to %s",
  (url) => {
    expect(() => pageOf([fileOf(manifestPath(snapshotOf(DAY)), url)])).toThrow(TypeError);
  },
);

it("stands by criterion, under its folder's name, with size and hash", () => {
  const page = pageOf(manifest.files.map(({ path }) => fileOf(path)));
  const [, criterion = ""] =
    /<section class="criterion" id="cc6-6"[\s\S]*?>([\s\S]*?)<\/section>/.exec(page) ?? [];
  for (const part of [
    "CC6.6-network-boundary/",
    "Evidence: ec2.security-groups, eu-west-1, AWS&#39;s answers",
    "Assessment: each finding",
    "1,234",
    "0".repeat(64),
    'href="https://vault.example/a?b=c&amp;d=e"',
  ]) {
    expect(criterion).toContain(part);
  }
  expect(criterion).not.toContain("iam.account-summary");
  expect(page).not.toContain('id="a1-1"');
});

it("says what management's reports say, claims nothing, and tells no other site of itself", () => {
  const page = pageOf([fileOf(manifestPath(snapshotOf(DAY)))]);
  expect(page).toContain(MANAGEMENT_STATEMENT.replaceAll("'", "&#39;"));
  expect(FORBIDDEN_WORDS.filter((word) => page.includes(word))).toEqual([]);
  expect(page).toContain('<meta name="referrer" content="no-referrer">');
  expect(page).toMatch(
    /content="default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'"/,
  );
});

it.each([
  ["a sample", { replayOf: "sample:before" }, "a made-up company"],
  [
    "what was not read",
    { incomplete: [{ criterion: "CC6.1", source: "iam.users", region: null, reason: "Denied" }] },
    "<strong>Not everything was read.</strong> 1 source was not read whole",
  ],
])("says at its head of %s", (_what, changes, sentence) => {
  expect(pageOf([], "Jo", changes)).toContain(sentence);
  expect(pageOf([])).not.toContain(sentence);
});
