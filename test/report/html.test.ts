import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { GapReport } from "../../shared/report/gap-report.ts";
import { gapReport } from "../../shared/report/gap-report.ts";
import { renderHtml } from "../../shared/report/html.ts";
import { STYLE } from "../../shared/report/html-style.ts";
import { isPlainlyVisible } from "../../shared/report/visible-text.ts";
import { hostileReport } from "./hostile.ts";
import { exampleCheck, recordOf, VERIFIED } from "./records.ts";

const CHECK = exampleCheck({ id: "iam.users", title: "Every user is safe" });
const report = (ids: readonly string[], seal: Partial<GapReport["seal"]> = {}): GapReport =>
  gapReport({
    record: recordOf({
      checks: [CHECK],
      findings: ids.map((id) => ({ check: CHECK, status: "fail", id })),
    }),
    checks: [CHECK],
    seal: { ...VERIFIED, ...seal },
  });

// What a browser makes of the page is proved in test/browser/gap-report.test.ts.
describe("renderHtml", () => {
  it("gives equal bytes for equal reports", () => {
    expect(renderHtml(report(["a"]))).toBe(renderHtml(report(["a"])));
  });

  it("allows its one style and nothing else", () => {
    const page = renderHtml(report(["a"]));
    const [, style = ""] = /<style>(.*)<\/style>/s.exec(page) ?? [];
    expect(style).toBe(STYLE);
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">`,
    );
    // The policy stands before everything that it is about.
    expect(page.indexOf("Content-Security-Policy")).toBeLessThan(page.indexOf("<style>"));
  });

  it("has no script, no request, no inline style and no control character, whatever the names", () => {
    const page = renderHtml(hostileReport());
    const elements = page.match(/<[a-z!][^>]*>/gi) ?? [];
    expect(
      elements.filter((one) => /^<(script|link|img|iframe|object|base|form|svg)/i.test(one)),
    ).toEqual([]);
    expect(elements.filter((one) => /\s(src|style|on\w+)\s*=/i.test(one))).toEqual([]);
    expect(elements.filter((one) => /href="(?!#)/.test(one))).toEqual([]);
    expect(page.split("\n").filter((line) => !isPlainlyVisible(line))).toEqual([]);
  });

  it("says how much more there is than it shows", () => {
    const ids = Array.from({ length: 104 }, (_, index) => `user-${index}`);
    expect(renderHtml(report(ids))).toContain(
      'And 4 more in <span class="mono">findings.json</span>.',
    );
  });

  it("shows what needs a document as that, not as not applicable", () => {
    const waiting = gapReport({
      record: recordOf({
        checks: [CHECK],
        findings: [
          { check: CHECK, status: "not-applicable", id: "saml", needsDocument: "provider-mfa" },
        ],
      }),
      checks: [CHECK],
      seal: VERIFIED,
    });
    const page = renderHtml(waiting);
    expect(page).toContain("<dt>Findings that need a document</dt><dd>1</dd>");
    expect(page).toContain('<span class="chip grey">needs a document</span>');
    expect(page).toMatch(
      /data-label="Not applicable"><div>0<.*data-label="Needs a document"><div>1</,
    );
    expect(renderHtml(report(["a"]))).not.toMatch(/data-label="Needs a document"/);
  });

  it.each<[GapReport["seal"]["state"], string | null]>([
    ["verified", null],
    ["tampered", "Something was changed after it was sealed."],
    ["incomplete", "Something is missing or was not read whole."],
    ["unverifiable", "The seal could not be checked."],
    ["unsigned", "The snapshot is not signed yet."],
  ])("says at its head when the seal is %s", (state, expected) => {
    const [, notice = null] =
      /<p class="notice[^>]*><strong>(.*?)<\/strong>/.exec(renderHtml(report([], { state }))) ?? [];
    expect(notice).toBe(expected);
  });

  it("takes every id once, and every link leads somewhere", () => {
    const page = renderHtml(report(["a"]));
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
  });
});
