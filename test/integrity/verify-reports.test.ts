import { describe, expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { predicateOf } from "../../shared/integrity/statement.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { Signer } from "../../shared/keys/signer.ts";
import { putEnvelope } from "../../shared/snapshot/sign-manifest.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import { company, manifestOf, stranger } from "./sample-bundle.ts";

import { at, codes, FIRST, RICH, SECOND, verify } from "./verifying.ts";

describe("reports", () => {
  const index = at(SECOND, "reports/index.json");
  const envelope = at(SECOND, "reports/index.dsse.json");

  const resign = async (
    store: MemoryStore,
    change: (index: string) => string,
    signer: Signer = company,
    day: string = SECOND,
  ): Promise<void> => {
    const bytes = utf8(change(new TextDecoder().decode(store.objects.get(index))));
    store.objects.set(index, bytes);
    store.objects.delete(envelope);
    const predicate = predicateOf(manifestOf(store, day));
    const statement = { subjectSha256: sha256Hex(bytes), predicate };
    await putEnvelope(store, envelope, "reports", statement, [signer]);
  };
  const same = (text: string): string => text;

  test.each<[string, (store: MemoryStore) => void | Promise<void>, string[], number]>([
    ["signed by a stranger", (store) => resign(store, same, stranger), ["SIGNER_UNTRUSTED"], 1],
    [
      "of another snapshot",
      (store) => resign(store, same, company, FIRST),
      ["REPORT_INDEX_INVALID"],
      1,
    ],
    [
      "of another manifest",
      (store) =>
        resign(store, (text) =>
          text.replace(/"manifestSha256":"./, '"manifestSha256":"_').replace("_", "0"),
        ),
      ["REPORT_INDEX_INVALID"],
      1,
    ],
    [
      "of an unknown schema",
      (store) => resign(store, (text) => text.replace("reports/1", "reports/9")),
      ["SCHEMA_UNKNOWN"],
      3,
    ],
    [
      "that list what is no report",
      (store) => resign(store, (text) => text.replace("reports/gaps.html", "findings.json")),
      ["REPORT_INDEX_INVALID"],
      1,
    ],
    [
      "that leave their folder",
      (store) => resign(store, (text) => text.replace("reports/gaps.html", "reports/../../x.html")),
      ["REPORT_INDEX_INVALID"],
      1,
    ],
    [
      "under the manifest's own signature",
      ({ objects }) =>
        void objects.set(envelope, objects.get(at(SECOND, "manifest.dsse.json")) ?? utf8("")),
      ["ENVELOPE_INVALID"],
      1,
    ],
    [
      "without an index",
      ({ objects }) => void (objects.delete(index) && objects.delete(envelope)),
      ["UNLISTED_FILE"],
      1,
    ],
  ])("%s are reported", async (_what, tamper, expected, exitCode) => {
    const store = RICH.clone();
    await tamper(store);
    const report = await verify(store);
    expect({ codes: codes(report), exitCode: report.exitCode }).toEqual({
      codes: expected,
      exitCode,
    });
  });
});
