import { beforeEach, describe, expect, it } from "vitest";
import { storedJson } from "../../shared/evidence/serialize.ts";
import { sharePagePath, shareRecordPath } from "../../shared/integrity/bundle-layout.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { LinkRequest, LinkSigner } from "../../shared/share/link-signer.ts";
import { type ShareInput, shareSnapshot } from "../../shared/share/share-snapshot.ts";
import { seal } from "../../shared/snapshot/seal.ts";
import { sealReports } from "../../shared/snapshot/seal-reports.ts";
import {
  company,
  putEvidence,
  sealDay,
  sealInput,
  snapshotOf,
} from "../integrity/sample-bundle.ts";
import { codes, verify, warned } from "../integrity/verifying.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { VersionedStore } from "../store/versioned-store.ts";

const [FIRST, SECOND, THIRD] = ["2026-11-20", "2026-11-21", "2026-11-22"] as const;
const NOW = "2026-11-21T09:12:07.900Z";
const AT = "2026-11-21T09-12-07Z";
const RECORD = shareRecordPath(AT, "jo-auditor");
const PAGE = sharePagePath(AT, "jo-auditor");
const REPORT = `snapshots/${snapshotOf(SECOND)}/reports/gap-report.html`;
const ACCOUNT_SUMMARY = `CC6.1-access-controls/${snapshotOf(SECOND)}/iam.account-summary.json`;

let store: VersionedStore;
let signed: LinkRequest[];
let tried: string[];

const signer: LinkSigner = {
  principal: "arn:aws:sts::123456789012:assumed-role/Audit/sam",
  life: { temporary: true, expiration: new Date("2026-11-21T20:00:00Z") },
  async sign(link, created, seconds) {
    signed.push(link);
    const path = link.path.split("/").map(encodeURIComponent).join("/");
    return `https://vault.example/${path}?versionId=${link.versionId}&from=${created.toISOString()}&for=${seconds}&X-Amz-Signature=5ec2e7`;
  },
};

const share = (changes: Partial<ShareInput> = {}) =>
  shareSnapshot({
    store,
    signer,
    crypto: nodeCrypto,
    snapshot: "latest",
    recipient: " Jo Auditor ",
    askedSeconds: 604_800,
    now: () => new Date(NOW),
    open: async (url) => {
      tried.push(url);
      return 200;
    },
    ...changes,
  });

const textAt = async (path: string) => new TextDecoder().decode(await store.read(path));
const versionAt = async (path: string) =>
  (await Array.fromAsync(store.list(path))).find((object) => object.path === path)?.versionId;

beforeEach(async () => {
  signed = [];
  tried = [];
  store = new VersionedStore();
  await sealDay(store, FIRST);
  const { manifestSha256 } = await sealDay(store, SECOND);
  const reports = [{ path: "gap-report.html", bytes: utf8("<p>2 gaps</p>\n") }];
  await sealReports(store, company, snapshotOf(SECOND), manifestSha256, reports);
});

describe("a share", () => {
  it("pins every object of the snapshot to the version that was sealed, and nothing else", async () => {
    const { record } = await share();
    const paths = [...store.objects.keys()].filter(
      (path) => path.includes(snapshotOf(SECOND)) && !path.startsWith("chain/"),
    );
    expect(record.objects.map(({ path }) => path)).toEqual(paths.sort());
    for (const { path, versionId, sha256 } of record.objects) {
      expect([path, versionId]).toEqual([path, await versionAt(path)]);
      expect(sha256).toBe(sha256Hex((await store.read(path)) ?? new Uint8Array()));
    }
  });

  it("is recorded whole, by the second, without any part of a link", async () => {
    const { record, recordPath } = await share();
    expect([recordPath, record]).toEqual([
      RECORD,
      {
        schema: "share/1",
        snapshot: snapshotOf(SECOND),
        for: "Jo Auditor",
        by: "arn:aws:sts::123456789012:assumed-role/Audit/sam",
        created: "2026-11-21T09:12:07Z",
        asked: "2026-11-28T09:12:07Z",
        expires: "2026-11-21T20:00:00Z",
        why: "credentials",
        page: {
          path: PAGE,
          versionId: await versionAt(PAGE),
          sha256: sha256Hex(utf8(await textAt(PAGE))),
        },
        objects: record.objects,
      },
    ]);
    expect(await store.read(RECORD)).toEqual(storedJson(record));
    expect(await textAt(RECORD)).not.toMatch(/https?:|5ec2e7/);
  });

  it("signs all links for the same moment and the true time, none for what was asked", async () => {
    const { links } = await share();
    const seconds =
      (Date.parse("2026-11-21T20:00:00Z") - Date.parse("2026-11-21T09:12:07Z")) / 1_000;
    const all = [...(await textAt(PAGE)).matchAll(/from=([^&]*)&amp;for=(\d+)/g)];
    expect(all.length).toBeGreaterThanOrEqual(signed.length - 1);
    for (const [, from, lasts] of all) {
      expect([from, lasts]).toEqual(["2026-11-21T09:12:07.000Z", `${seconds}`]);
    }
    expect(links.page).toContain(`versionId=${await versionAt(PAGE)}&`);
    expect(links.report).toContain(REPORT);
    expect(links.manifest).toBe(tried[0]);
    expect(await textAt(PAGE)).toContain("These links end at 2026-11-21 20:00:00 UTC.");
  });

  it("leaves other people's links out: their pages are not shared, their records are", async () => {
    await share({ recipient: "Somebody else" });
    await sealDay(store, THIRD);
    const { record } = await share({
      now: () => new Date("2026-11-22T09:00:00Z"),
      signer: { ...signer, life: { temporary: false, expiration: null } },
    });
    const shares = record.objects.filter(({ path }) => path.startsWith("shares/"));
    expect(shares.map(({ path }) => path)).toEqual([shareRecordPath(AT, "somebody-else")]);
    expect(await textAt(record.page.path)).toContain("The record of an earlier share");
  });

  it("has no report where none was rendered, or one that nobody signed", async () => {
    const { links, record } = await share({ snapshot: snapshotOf(FIRST) });
    expect([links.report, record.objects.some(({ path }) => path.includes("/reports/"))]).toEqual([
      null,
      false,
    ]);
    store.destroy(`snapshots/${snapshotOf(SECOND)}/reports/index.dsse.json`);
    expect((await share({ recipient: "B" })).links.report).toBeNull();
  });

  it("takes a copy of the vault, where versions are others and bytes the same", async () => {
    store = await store.copy("w");
    const { record } = await share();
    const summary = record.objects.find(({ path }) => path === ACCOUNT_SUMMARY);
    expect(summary?.versionId).toMatch(/^w/);
  });

  it("is sealed by the next snapshot and pinned by every later one", async () => {
    await share();
    const before = await verify(store);
    expect([before.exitCode, before.faults, warned(before)]).toEqual([0, [], ["SHARE_NOT_SEALED"]]);
    for (const day of [THIRD, "2026-11-23"]) {
      const { manifest } = await sealDay(store, day);
      const entry = manifest.files.find(({ path }) => path === RECORD);
      expect(entry?.versionId).toBe(await versionAt(RECORD));
      expect(manifest.files.some(({ path }) => path === PAGE)).toBe(false);
    }
    const asOf = "2026-11-23T06:30:00Z";
    expect((await verify(store, undefined, { asOf })).faults).toEqual([]);
    store.destroy(RECORD);
    const without = await verify(store, undefined, { asOf });
    expect([without.exitCode, codes(without)]).toEqual([1, ["FILE_MISSING"]]);
  });

  it("is no news to a snapshot that is run again", async () => {
    await share();
    const again = await seal(sealInput(store, SECOND));
    expect(again.unchanged).toBe(true);
  });

  it.each<[string, (path: string) => void, string]>([
    ["overwritten", (path) => store.overwrite(path, utf8("{}\n")), "FILE_OVERWRITTEN"],
    ["hidden", (path) => store.hide(path), "FILE_HIDDEN"],
  ])("whose record was %s is tampered with, sealed or not", async (_how, tamper, code) => {
    await share();
    tamper(RECORD);
    expect(codes(await verify(store))).toEqual([code]);
    await sealDay(store, THIRD);
    const sealed = await verify(store, undefined, { asOf: "2026-11-22T06:30:00Z" });
    expect([sealed.exitCode, codes(sealed)]).toEqual([1, [code]]);
  });
});

describe("nothing is shared and nothing written", () => {
  it.each<[string, string, string, () => Promise<Partial<ShareInput>> | Partial<ShareInput>]>([
    ["to nobody", "USAGE", "--for takes a name", () => ({ recipient: " \t" })],
    [
      "to a name that hides something",
      "USAGE",
      "all of them visible",
      () => ({ recipient: "Jo\u202eX" }),
    ],
    [
      "to a name without end",
      "USAGE",
      "at most 200 characters",
      () => ({ recipient: "x".repeat(201) }),
    ],
    [
      "of no snapshot",
      "NOT_FOUND",
      "The newest sealed ones: 2026-11-21T06-00-00Z, 2026-11-20",
      () => ({ snapshot: "2026-01-01T06-00-00Z" }),
    ],
    [
      "of a name that is none",
      "NOT_FOUND",
      "no sealed snapshot ../..",
      () => ({ snapshot: "../.." }),
    ],
    [
      "of a snapshot that is not sealed",
      "NOT_FOUND",
      "no sealed snapshot 2026-11-22",
      async () => {
        await putEvidence(store, THIRD);
        return { snapshot: snapshotOf(THIRD) };
      },
    ],
    [
      "of one that is not signed",
      "NOT_FOUND",
      "is not signed yet",
      async () => {
        await sealDay(store, THIRD, { signer: null });
        return {};
      },
    ],
    [
      "of one whose file is gone",
      "SEAL_BROKEN",
      ACCOUNT_SUMMARY,
      () => {
        store.destroy(ACCOUNT_SUMMARY);
        return {};
      },
    ],
    [
      "of one whose file was deleted and written anew",
      "SEAL_BROKEN",
      ACCOUNT_SUMMARY,
      async () => {
        const { length } = (await store.read(ACCOUNT_SUMMARY)) ?? "";
        store.destroy(ACCOUNT_SUMMARY);
        store.overwrite(ACCOUNT_SUMMARY, new Uint8Array(length));
        return {};
      },
    ],
    [
      "of one whose report was changed",
      "SEAL_BROKEN",
      REPORT,
      () => {
        store.destroy(REPORT);
        store.overwrite(REPORT, utf8("<p>no gaps</p>\n"));
        return {};
      },
    ],
    [
      "from a place without versions",
      "USAGE",
      "keeps no versions",
      () => ({ store: new MemoryStore(store.objects) }),
    ],
    [
      "by a session that does not say when it ends",
      "CREDENTIALS",
      "no time can be promised",
      () => ({
        signer: { ...signer, life: { temporary: true, expiration: null } },
      }),
    ],
    [
      "where S3 does not open the link",
      "LINK_REFUSED",
      "HTTP 403",
      () => ({ open: async () => 403 }),
    ],
  ])("%s", async (_what, code, sentence, prepare) => {
    const changes = await prepare();
    const before = [...store.objects.keys()];
    await expect(share(changes)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(sentence),
    });
    expect([...store.objects.keys()]).toEqual(before);
  });

  it("where the record cannot be kept, though a page that nobody can open may be", async () => {
    store.overwrite(RECORD, utf8("{}\n"));
    await expect(share()).rejects.toMatchObject({ code: "STORE_CONFLICT" });
  });
});
