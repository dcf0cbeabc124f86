import { describe, expect, it } from "vitest";
import {
  type EarlierChain,
  readRestartGap,
  restartGap,
} from "../../shared/integrity/chain-restart.ts";
import { sealedBundle } from "./sample-bundle.ts";
import { at, FIRST, verify } from "./verifying.ts";

const EARLIER: EarlierChain = {
  chain: "0123456789abcdef0123456789abcdef",
  sequence: 41,
  manifestSha256: "ab".repeat(32),
  signer: "cd".repeat(32),
};

describe("the gap of a chain that begins anew", () => {
  it.each<[string, EarlierChain]>([
    ["with the key that is lost", EARLIER],
    ["of a chain that nobody had signed", { ...EARLIER, signer: null }],
    ["at the largest number", { ...EARLIER, sequence: 999_999_999_999_999 }],
  ])("is read as it was written: %s", (_says, earlier) => {
    expect(readRestartGap(restartGap(earlier))).toEqual(earlier);
  });

  it("is this sentence, in every release", () => {
    expect(restartGap(EARLIER)).toBe(
      `This chain begins anew because the key of an earlier one is lost: chain 0123456789abcdef0123456789abcdef, which ended at sequence 41 with manifest SHA-256 ${"ab".repeat(32)}, signed by ${"cd".repeat(32)}.`,
    );
  });

  it.each([
    ["another sentence", "The run was interrupted."],
    ["more behind it", `${restartGap(EARLIER)} And more.`],
    ["something before it", ` ${restartGap(EARLIER)}`],
    ["a line break in it", restartGap(EARLIER).replace(", which", "\n, which")],
    ["a sequence of none", restartGap({ ...EARLIER, sequence: 0 })],
    ["a hash in capitals", restartGap({ ...EARLIER, manifestSha256: "AB".repeat(32) })],
  ])("is another gap with %s", (_says, gap) => {
    expect(readRestartGap(gap)).toBeUndefined();
  });
});

describe("verify of a chain that begins anew", () => {
  it.each([
    ["the key", EARLIER.signer, EARLIER.signer],
    ["nobody", null, "nobody"],
  ])(
    "says where the earlier one ended and how to verify it, signed by %s",
    async (_says, signer, named) => {
      const bundle = await sealedBundle([FIRST], () => ({ restartOf: { ...EARLIER, signer } }));
      const { exitCode, warnings } = await verify(bundle);
      expect([exitCode, warnings]).toEqual([
        0,
        [
          {
            code: "CHAIN_RESTARTED",
            path: at(FIRST, "manifest.json"),
            sequence: 1,
            message: `This chain begins anew: it says that the key of an earlier one is lost. That one, chain ${EARLIER.chain}, ended at sequence 41, signed by ${named}; verify it where it lies, with --known-head 41:${EARLIER.manifestSha256}. This one says nothing of what it holds.`,
          },
        ],
      ]);
    },
  );
});
