import { describe, expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { canonicalBytes } from "../../shared/integrity/canonical-json.ts";
import {
  buildReportIndex,
  encodeReportIndex,
  parseReportIndex,
  type ReportIndex,
} from "../../shared/integrity/report-index.ts";

const SNAPSHOT = "2026-11-22T06-00-00Z";
const at = (name: string): string => `snapshots/${SNAPSHOT}/reports/${name}`;
const report = (path: string): ReportIndex["files"][number] => ({
  path,
  size: 0,
  sha256: "a".repeat(64),
  mediaType: "text/html",
});
const INDEX: ReportIndex = {
  schema: "reports/1",
  snapshot: SNAPSHOT,
  manifestSha256: "b".repeat(64),
  files: [report(at("a.html")), report(at("b.html"))],
};

describe("an index of reports", () => {
  test("is built in the order of paths, with media types", () => {
    const sha256 = "a".repeat(64);
    const files = ["b.html", "a.html"].map((name) => ({ path: at(name), size: 0, sha256 }));
    expect(buildReportIndex(SNAPSHOT, "b".repeat(64), files)).toEqual(INDEX);
  });

  test.each<[string, ReportIndex]>([
    ["of two reports", INDEX],
    ["of none", { ...INDEX, files: [] }],
    ["of the longest media type", withFile({ mediaType: "x".repeat(256) })],
  ])("%s survives the round trip", (_what, index) => {
    expect(parseReportIndex(encodeReportIndex(index), "i.json")).toEqual(index);
  });

  test.each<[string, object, string]>([
    ["of a later schema", { ...INDEX, schema: "reports/2" }, "SCHEMA_UNKNOWN"],
    ["whose schema is no text", { ...INDEX, schema: 1 }, "SCHEMA_INVALID"],
    ["that is a list", [], "SCHEMA_INVALID"],
    ["with an unknown field", { ...INDEX, note: "x" }, "SCHEMA_INVALID"],
    ["with an unknown field in a file", withFile({ note: "x" }), "SCHEMA_INVALID"],
    ["of a manifest by a longer hash", withHash(`${"b".repeat(64)}0`), "SCHEMA_INVALID"],
    [
      "of a manifest by a hash that begins otherwise",
      withHash(`x${"b".repeat(64)}`),
      "SCHEMA_INVALID",
    ],
    ["of a manifest by one digit", withHash("b"), "SCHEMA_INVALID"],
    ["with a negative size", withFile({ size: -1 }), "SCHEMA_INVALID"],
    ["with a media type of no letter", withFile({ mediaType: "" }), "SCHEMA_INVALID"],
    ["with too long a media type", withFile({ mediaType: "x".repeat(257) }), "SCHEMA_INVALID"],
    ["of a path that leaves", withFile({ path: at("../x.html") }), "PATH_UNSAFE"],
    ["of what is no report", withFile({ path: `snapshots/${SNAPSHOT}/a.html` }), "SCHEMA_INVALID"],
    [
      "of another snapshot's report",
      withFile({ path: "snapshots/2026-11-21T06-00-00Z/reports/a.html" }),
      "SCHEMA_INVALID",
    ],
    ["out of order", { ...INDEX, files: INDEX.files.toReversed() }, "SCHEMA_INVALID"],
    [
      "of one report twice",
      { ...INDEX, files: [INDEX.files[0], INDEX.files[0]] },
      "SCHEMA_INVALID",
    ],
  ])("%s is refused", (_what, index, code) => {
    const fields = code === "PATH_UNSAFE" ? { path: at("../x.html") } : { path: "i.json" };
    expect(() => parseReportIndex(canonicalBytes(index), "i.json")).toThrow(
      expect.objectContaining({ code, fields }),
    );
  });

  test.each<[string, string, string]>([
    ["that is no JSON", "{", "JSON_INVALID"],
    ["in other bytes than the canonical ones", JSON.stringify(INDEX), "SCHEMA_INVALID"],
  ])("%s is refused", (_what, text, code) => {
    expect(() => parseReportIndex(utf8(text), "i.json")).toThrow(expect.objectContaining({ code }));
  });
});

function withFile(change: object): ReportIndex {
  return { ...INDEX, files: [{ ...report(at("a.html")), ...change }] };
}

function withHash(manifestSha256: string): ReportIndex {
  return { ...INDEX, manifestSha256 };
}
