import {
  link,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createSigningKey,
  loadLocalSigner,
  loadOrCreateLocalSigner,
  loadPreviousSigners,
  loadSignerFile,
  trustedKeys,
} from "../../shared/keys/local-key.ts";
import { changeLocalKey } from "../../shared/keys/local-key-change.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { Signer } from "../../shared/keys/signer.ts";

const DAY = "2026-11-30";

let folder: string;
let old: Signer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "key-change-"));
  old = await loadOrCreateLocalSigner(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const until = (day = DAY, key = old): string =>
  `signing-key-until-${day}-${key.spkiSha256.slice(0, 16)}.pem`;
const currentKey = async () => (await loadLocalSigner(folder))?.spkiSha256;
const previousKeys = async () =>
  (await loadPreviousSigners(folder)).map(({ signer }) => signer.spkiSha256);

describe("a change of the local key", () => {
  it("makes a new one and keeps the old one under its last day, both for their owner only", async () => {
    const pem = await readFile(at("signing-key.pem"), "utf8");
    const change = await changeLocalKey(folder, DAY);
    expect(change).toMatchObject({
      previous: { spkiSha256: old.spkiSha256 },
      keptAs: at(until()),
    });
    expect(change.current.spkiSha256).not.toBe(old.spkiSha256);
    expect(await currentKey()).toBe(change.current.spkiSha256);
    expect((await readdir(folder)).sort()).toEqual([until(), "signing-key.pem"].sort());
    expect(await readFile(at(until()), "utf8")).toBe(pem);
    for (const name of await readdir(folder)) {
      expect((await stat(at(name))).mode & 0o777).toBe(0o600);
    }
  });

  it("leaves the old key trusted, after the new one, for what it signed", async () => {
    const { current } = await changeLocalKey(folder, DAY);
    expect((await trustedKeys(folder)).map(({ spki }) => sha256Hex(spki))).toEqual([
      current.spkiSha256,
      old.spkiSha256,
    ]);
  });

  it("may come again: every key that ever signed is kept", async () => {
    const second = await changeLocalKey(folder, DAY);
    const third = await changeLocalKey(folder, "2027-11-30");
    expect(await previousKeys()).toEqual([old.spkiSha256, second.current.spkiSha256]);
    expect(await currentKey()).toBe(third.current.spkiSha256);
  });

  it("is refused without a key", async () => {
    await rm(at("signing-key.pem"));
    await expect(changeLocalKey(folder, DAY)).rejects.toMatchObject({ code: "KEY_MISSING" });
    expect(await readdir(folder)).toEqual([]);
  });

  /** What an attempt leaves that was stopped at a point. */
  const STOPPED: readonly [point: string, leave: () => Promise<unknown>][] = [
    ["before it did anything", async () => {}],
    ["once the old key was kept", () => link(at("signing-key.pem"), at(until("2026-11-29")))],
    [
      "once the new key was made",
      async () => {
        await link(at("signing-key.pem"), at(until("2026-11-29")));
        await createSigningKey(at("signing-key-next.pem"));
      },
    ],
  ];
  it.each(STOPPED)(
    "that was stopped %s left a key that signs, and goes on",
    async (_point, leave) => {
      await leave();
      expect(await currentKey()).toBe(old.spkiSha256);
      const made = await readFile(at("signing-key-next.pem"), "utf8").catch(() => undefined);
      const { current, keptAs } = await changeLocalKey(folder, DAY);
      expect(await previousKeys()).toEqual([old.spkiSha256]);
      expect(await currentKey()).toBe(current.spkiSha256);
      expect(await readdir(folder)).toHaveLength(2);
      expect(await readFile(keptAs, "utf8")).not.toBe("");
      const text = await readFile(at("signing-key.pem"), "utf8");
      expect(made === undefined || text === made).toBe(true);
    },
  );

  // Many times: whether processes meet is chance.
  it.each(Array.from({ length: 20 }, (_, round) => round))(
    "loses no key when several are made at the same moment: %i",
    async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, () => changeLocalKey(folder, DAY)),
      );
      const told = outcomes.flatMap((one) =>
        one.status === "fulfilled" ? [one.value.current.spkiSha256] : [],
      );
      const refused = outcomes.flatMap((one) =>
        one.status === "rejected" ? [one.reason.code] : [],
      );
      const standing = [await currentKey(), ...(await previousKeys())];
      expect(told.length).toBeGreaterThan(0);
      expect(told.filter((key) => !standing.includes(key))).toEqual([]);
      expect(refused.filter((code) => code !== "KEY_CHANGE_PENDING")).toEqual([]);
      expect(standing).toContain(old.spkiSha256);
      expect(await readdir(folder)).toHaveLength(standing.length);
    },
  );

  it.each<[string, number, "is refused" | "goes on"]>([
    ["that is at it", 0, "is refused"],
    ["that was stopped a minute ago", 61, "goes on"],
  ])("beside another process %s", async (_what, secondsAgo, ends) => {
    await writeFile(at("signing-key-change.lock"), "");
    const then = new Date(Date.now() - secondsAgo * 1_000);
    await utimes(at("signing-key-change.lock"), then, then);
    const outcome = await changeLocalKey(folder, DAY).then(
      () => "goes on",
      (thrown) => (thrown.code === "KEY_CHANGE_PENDING" ? "is refused" : thrown),
    );
    expect(outcome).toBe(ends);
    expect((await currentKey()) === old.spkiSha256).toBe(ends === "is refused");
  });

  it("does not put its key in the place of one that came meanwhile", async () => {
    // Another process comes to its end between this one's first look and its new key.
    await createSigningKey(at("other.pem"));
    const other = await loadSignerFile(at("other.pem"));
    await link(at("signing-key.pem"), at(until()));
    const changing = changeLocalKey(folder, DAY);
    await rename(at("other.pem"), at("signing-key.pem"));
    const outcome = await changing.then(
      ({ previous }) => previous.spkiSha256,
      (thrown) => thrown.code,
    );
    // Either it saw the other's key and changed that, or it changed nothing.
    expect([other?.spkiSha256, "KEY_CHANGE_PENDING"]).toContain(outcome);
    expect([await currentKey(), ...(await previousKeys())]).toContain(other?.spkiSha256);
  });
});
