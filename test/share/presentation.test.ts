import { expect, it } from "vitest";
import { presentationOf } from "../../shared/share/presentation.ts";

const S = "2026-11-22T06-00-00Z";
const TEXT = "text/plain; charset=utf-8";
const PAGE = "text/html; charset=utf-8";
const FILE = "application/octet-stream";

it.each([
  [`snapshots/${S}/reports/gap-report.html`, PAGE, 'inline; filename="gap-report.html"'],
  [`shares/${S}-jo.html`, PAGE, `inline; filename="${S}-jo.html"`],
  [`snapshots/${S}/manifest.json`, TEXT, 'inline; filename="manifest.json"'],
  [`snapshots/${S}/public-key.pem`, TEXT, 'inline; filename="public-key.pem"'],
  [
    `CC6.1-access-controls/${S}/iam.credential-report.csv`,
    TEXT,
    'inline; filename="iam.credential-report.csv"',
  ],
  [`external/${S}/securityhub.ndjson`, TEXT, 'inline; filename="securityhub.ndjson"'],
  // What people added is shown by whatever they open it with, never by the browser at our address.
  ["CC6.1-access-controls/manual/policy.html", FILE, 'attachment; filename="policy.html"'],
  ["CC6.1-access-controls/manual/policy.HTM", FILE, 'attachment; filename="policy.HTM"'],
  ["CC6.1-access-controls/manual/logo.svg", FILE, 'attachment; filename="logo.svg"'],
  ["CC6.1-access-controls/manual/policy.pdf", FILE, 'attachment; filename="policy.pdf"'],
  ["CC6.1-access-controls/manual/shares/x.html", FILE, 'attachment; filename="x.html"'],
  [
    'CC6.1-access-controls/manual/Zugänge\r\nX: 1".json',
    TEXT,
    "inline; filename*=UTF-8''Zug%C3%A4nge%0D%0AX%3A%201%22.json",
  ],
  [
    "CC6.1-access-controls/manual/it's (new)*!.md",
    TEXT,
    "inline; filename*=UTF-8''it%27s%20%28new%29%2A%21.md",
  ],
])("%j is shown as %s", (path, contentType, contentDisposition) => {
  expect(presentationOf(path)).toEqual({ contentType, contentDisposition });
});
