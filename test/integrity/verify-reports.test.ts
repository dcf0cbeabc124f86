import { describe, expect, test } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { predicateOf } from "../../shared/integrity/statement.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { Signer } from "../../shared/keys/signer.ts";
import { putEnvelope } from "../../shared/snapshot/sign-manifest.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import { company, manifestOf, next, snapshotOf, stranger } from "./sample-bundle.ts";

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

  const report = at(SECOND, "reports/gaps.html");
  const remove = ({ objects }: MemoryStore, ...paths: string[]): void => {
    for (const path of paths) objects.delete(path);
  };
  const unreadable = (store: MemoryStore, path: string): void => {
    const open = store.open.bind(store);
    store.open = async (wanted) => {
      if (wanted === path) throw new EvidenceError("STORE_UNREADABLE", "Permission denied.");
      return open(wanted);
    };
  };
  type Tamper = (store: MemoryStore) => void | Promise<void>;

  test.each<[string, Tamper, [code: string, path: string][]]>([
    ["gone altogether are none", (store) => remove(store, index, envelope, report), []],
    ["signed by another trusted key are good", (store) => resign(store, same, next), []],
    [
      "beside a manifest without a signature are judged by the trusted keys",
      (store) => remove(store, at(SECOND, "manifest.dsse.json")),
      [["UNSIGNED", at(SECOND, "manifest.json")]],
    ],
    ["gone are missing", (store) => remove(store, report), [["REPORT_MISSING", report]]],
    [
      "with other bytes are changed",
      ({ objects }) => void objects.set(report, utf8("<p>other</p>\n")),
      [["REPORT_CHANGED", report]],
    ],
    [
      "that the index does not list are unlisted",
      ({ objects }) => void objects.set(at(SECOND, "reports/other.html"), utf8("x")),
      [["UNLISTED_FILE", at(SECOND, "reports/other.html")]],
    ],
    [
      "without a signature are said to have none, and are compared",
      (store) => remove(store, envelope, report),
      [
        ["REPORTS_UNSIGNED", index],
        ["REPORT_MISSING", report],
      ],
    ],
    [
      "whose index is gone have lost it, and nothing lists them",
      (store) => remove(store, index),
      [
        ["FILE_MISSING", index],
        ["UNLISTED_FILE", report],
      ],
    ],
    [
      "whose index is not the one that was signed are not looked at",
      (store) => {
        remove(store, report);
        const text = new TextDecoder().decode(store.objects.get(index));
        store.objects.set(index, utf8(text.replace('"size":', '"size":1')));
      },
      [["REPORT_CHANGED", index]],
    ],
    [
      "of another snapshot are not looked at",
      async (store) => {
        remove(store, report);
        await resign(store, same, company, FIRST);
      },
      [["REPORT_INDEX_INVALID", envelope]],
    ],
    [
      "signed by a stranger are not looked at",
      async (store) => {
        remove(store, report);
        await resign(store, same, stranger);
      },
      [["SIGNER_UNTRUSTED", envelope]],
    ],
    [
      "whose envelope is none are not looked at",
      (store) => {
        remove(store, report);
        store.objects.set(envelope, utf8("{}"));
      },
      [["ENVELOPE_INVALID", envelope]],
    ],
    [
      "whose index names another snapshot are not looked at",
      async (store) => {
        remove(store, report);
        const [here, there] = [snapshotOf(SECOND), snapshotOf(FIRST)];
        await resign(store, (text) =>
          text.replace(/"files":\[.*?\]/, '"files":[]').replaceAll(here, there),
        );
      },
      [["REPORT_INDEX_INVALID", index]],
    ],
    [
      "whose index cannot be read are not judged",
      (store) => {
        remove(store, report);
        unreadable(store, index);
      },
      [["UNREADABLE", index]],
    ],
    [
      "whose envelope cannot be read are not judged",
      (store) => {
        remove(store, report);
        unreadable(store, envelope);
      },
      [["UNREADABLE", envelope]],
    ],
  ])("%s", async (_what, tamper, expected) => {
    const store = RICH.clone();
    await tamper(store);
    const { faults } = await verify(store, [company, next]);
    expect(faults.map(({ code, path }) => [code, path])).toEqual(expected);
  });
});
