import { describe, expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeManifest } from "../../shared/integrity/manifest.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import {
  company,
  deleteDay,
  forge,
  manifestOf,
  next,
  putEvidence,
  sealedBundle,
} from "./sample-bundle.ts";

import { at, codes, FIRST, RICH, SECOND, THIRD, verify } from "./verifying.ts";

describe("the chain", () => {
  test.each<[string, (store: MemoryStore) => void | Promise<void>, string[]]>([
    ["without a claim", (store) => void store.objects.delete("chain/1.json"), ["CLAIM_MISSING"]],
    [
      "with two claims swapped",
      ({ objects }) => {
        const [one, two] = [objects.get("chain/1.json"), objects.get("chain/2.json")];
        if (one === undefined || two === undefined) throw new Error("no claims");
        objects.set("chain/1.json", two).set("chain/2.json", one);
      },
      ["CLAIM_INVALID"],
    ],
    ["without its beginning", (store) => deleteDay(store, FIRST), ["SEQUENCE_MISSING"]],
    [
      "with a claim of an unknown schema beside a known manifest",
      ({ objects }) => {
        const text = new TextDecoder().decode(objects.get("chain/1.json"));
        objects.set("chain/1.json", utf8(text.replace("claim/1", "claim/9")));
      },
      ["CLAIM_INVALID"],
    ],
    [
      "with a claim that names another hash",
      ({ objects }) => {
        const text = new TextDecoder().decode(objects.get("chain/1.json"));
        const other = text.replace(/(?<="manifestSha256":")[0-9a-f]{64}/, "0".repeat(64));
        objects.set("chain/1.json", utf8(other));
      },
      ["CLAIM_MISMATCH"],
    ],
    [
      "with a claim that names another signer",
      ({ objects }) => {
        const text = new TextDecoder().decode(objects.get("chain/1.json"));
        objects.set("chain/1.json", utf8(text.replace(company.keyId, next.keyId)));
      },
      ["CLAIM_MISMATCH"],
    ],
    [
      "with a live snapshot among replays",
      (store) =>
        forge(store, { ...manifestOf(store, SECOND), replayOf: "sample/after" }, [company]),
      ["CHAIN_FOREIGN"],
    ],
    [
      "with another chain's id",
      (store) => forge(store, { ...manifestOf(store, SECOND), chain: "f".repeat(32) }, [company]),
      ["CHAIN_FOREIGN"],
    ],
    [
      "with another partition",
      (store) => forge(store, { ...manifestOf(store, SECOND), partition: "aws-cn" }, [company]),
      ["CHAIN_FOREIGN"],
    ],
    [
      "with a link to something else",
      (store) => {
        const previous = { sequence: 1, sha256: "0".repeat(64) };
        return forge(store, { ...manifestOf(store, SECOND), previous }, [company]);
      },
      ["LINK_BROKEN"],
    ],
    [
      "with a Merkle root that is not that of its files",
      (store) =>
        forge(store, { ...manifestOf(store, SECOND), merkleRoot: "0".repeat(64) }, [company]),
      ["MERKLE_ROOT_WRONG"],
    ],
    [
      "with a planned source that is neither listed nor incomplete",
      (store) => {
        const manifest = manifestOf(store, SECOND);
        const lost = { criterion: "CC6.6", source: "ec2.vpcs", region: null };
        return forge(store, { ...manifest, expected: [...manifest.expected, lost] }, [company]);
      },
      ["SOURCE_UNACCOUNTED"],
    ],
    [
      "with two snapshots robbed of their manifests and both still claimed",
      (store) => {
        for (const day of [FIRST, SECOND]) {
          for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem"]) {
            store.objects.delete(at(day, name));
          }
        }
      },
      ["NO_MANIFEST", "SEQUENCE_MISSING", "CLAIM_UNFINISHED"],
    ],
  ])("%s is reported", async (_what, tamper, expected) => {
    const store = await sealedBundle([FIRST, SECOND]);
    await tamper(store);
    const report = await verify(store);
    expect(codes(report)).toEqual(expected);
    expect(report.exitCode).toBe(1);
  });

  test("whose later link names an earlier time is reported", async () => {
    const store = await sealedBundle([SECOND]);
    const earlier = await sealedBundle([FIRST]);
    const second = manifestOf(store, SECOND);
    const previous = { sequence: 1, sha256: sha256Hex(encodeManifest(second)) };
    const sealedFirst = manifestOf(earlier, FIRST);
    await putEvidence(store, FIRST);
    await forge(store, { ...sealedFirst, sequence: 2, previous }, [company]);
    expect(codes(await verify(store))).toEqual(["SNAPSHOT_ORDER"]);
  });

  test("that holds the known head, or goes on from it, is good", async () => {
    for (const { sequence, manifestSha256: sha256 } of (await verify(RICH)).snapshots) {
      expect((await verify(RICH, [company], { knownHead: { sequence, sha256 } })).exitCode).toBe(0);
    }
  });

  test("that holds another manifest at the known head's place is reported", async () => {
    const knownHead = { sequence: 1, sha256: "0".repeat(64) };
    expect(codes(await verify(RICH, [company], { knownHead }))).toEqual(["KNOWN_HEAD_MISSING"]);
  });

  test("is stale from the moment after the next snapshot was due", async () => {
    const due = manifestOf(RICH, SECOND).nextExpectedBy ?? "";
    const after = new Date(Date.parse(due) + 1).toISOString();
    expect((await verify(RICH, [company], { asOf: due })).exitCode).toBe(0);
    expect(codes(await verify(RICH, [company], { asOf: after }))).toEqual(["STALE"]);
  });

  test("says when its next snapshot was due", async () => {
    const { snapshots } = await verify(RICH);
    const due = [FIRST, SECOND].map((day) => manifestOf(RICH, day).nextExpectedBy);
    expect(snapshots.map(({ nextExpectedBy }) => nextExpectedBy)).toEqual(due);
    expect(due.every((one) => one !== null)).toBe(true);
  });

  test("without a schedule is never stale", async () => {
    const store = await sealedBundle([FIRST, THIRD], () => ({ nextExpectedBy: null }));
    expect((await verify(store, [company], { asOf: "2030-01-01T00:00:00Z" })).exitCode).toBe(0);
  });

  test("judged as of no time at all is bad usage", async () => {
    await expect(verify(RICH, [company], { asOf: "yesterday" })).rejects.toThrow(
      expect.objectContaining({ code: "USAGE" }),
    );
  });
});
