import { describe, expect, it } from "vitest";
import { ebsEncryptionByDefault } from "../../../shared/sources/ec2/ebs-encryption-by-default.ts";
import { publicSnapshots } from "../../../shared/sources/ec2/public-snapshots.ts";
import { callsOf, gatherFrom, type ScriptedAnswer } from "../s3/scripted-aws.ts";

const REGION = "eu-west-1";
const SCP =
  "You are not authorized to perform this operation. User: arn:aws:sts::123456789012:assumed-role/a/b is not authorized to perform: it with an explicit deny in a service control policy";

const snapshots = (encrypted: Readonly<Record<string, boolean>>, token = ""): ScriptedAnswer => ({
  body: `<DescribeSnapshotsResponse><snapshotSet>${Object.entries(encrypted)
    .map(
      ([id, isEncrypted]) =>
        `<item><snapshotId>${id}</snapshotId><encrypted>${isEncrypted}</encrypted></item>`,
    )
    .join("")}</snapshotSet><nextToken>${token}</nextToken></DescribeSnapshotsResponse>`,
});
const failing = (code: string, message = "no"): ScriptedAnswer => ({
  status: code === "InternalError" ? 500 : 403,
  body: `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors></Response>`,
});

interface Asked {
  readonly isPublic: boolean;
  readonly token: string | null;
}

/** Gathers from answers to "which are mine" and "which of mine are public", by paging token. */
async function gather(answer: (asked: Asked) => ScriptedAnswer) {
  const { gathered } = await gatherFrom(
    ({ body }) => {
      const asked = new URLSearchParams(body);
      expect(asked.get("Owner.1")).toBe("self");
      const isPublic = asked.get("RestorableBy.1") === "all";
      return answer({ isPublic, token: asked.get("NextToken") });
    },
    publicSnapshots,
    REGION,
  );
  return gathered;
}

const OWN = { OwnerIds: ["self"], MaxResults: 1000 };
const PUBLIC = { ...OWN, RestorableByUserIds: ["all"] };

describe("ec2.public-snapshots", () => {
  it.each<[string, Readonly<Record<string, boolean>>]>([
    ["there is none", {}],
    ["all are encrypted", { "snap-1": true, "snap-2": true }],
  ])("does not ask which are public where %s", async (_when, own) => {
    const gathered = await gather(() => snapshots(own));
    expect(gathered.complete).toBe(true);
    expect(gathered.calls.map(({ input }) => input)).toEqual([OWN]);
  });

  it.each([
    ["first", { "snap-2": false }, { "snap-1": true }],
    ["last", { "snap-1": true }, { "snap-2": false }],
  ])("asks which are public where one on the %s page is not encrypted", async (_page, one, two) => {
    const gathered = await gather(({ isPublic, token }) => {
      if (isPublic) return snapshots({ "snap-2": false });
      return token === null ? snapshots(one, "two") : snapshots(two);
    });
    expect(gathered.complete).toBe(true);
    expect(gathered.calls.map(({ input }) => input)).toEqual([
      OWN,
      { ...OWN, NextToken: "two" },
      PUBLIC,
    ]);
  });

  it.each([
    ["UnauthorizedOperation", "denied", "no"],
    ["UnauthorizedOperation", "denied", SCP],
    ["RequestLimitExceeded", "throttled", "slow down"],
    ["InternalError", "error", "no"],
  ])("is incomplete when which are public answers %s (%s, %s)", async (code, outcome, message) => {
    const gathered = await gather(({ isPublic }) =>
      isPublic ? failing(code, message) : snapshots({ "snap-1": false }),
    );
    expect([gathered.complete, callsOf(gathered)]).toEqual([
      false,
      [`DescribeSnapshots ${REGION} ok`, `DescribeSnapshots ${REGION} ${outcome}`],
    ]);
  });

  it("is incomplete when half of those that are public is missing, or the token repeats", async () => {
    const half = (last: ScriptedAnswer) =>
      gather(({ isPublic, token }) => {
        if (!isPublic) return snapshots({ "snap-1": false });
        return token === null ? snapshots({}, "two") : last;
      });
    expect((await half(snapshots({}))).complete).toBe(true);
    expect((await half(failing("UnauthorizedOperation"))).incompleteReason).toBe(
      "UnauthorizedOperation on ec2:DescribeSnapshots",
    );
    expect((await half(snapshots({}, "two"))).incompleteReason).toBe(
      "DescribeSnapshots gave a paging token that it had given before",
    );
  });
});

describe("ec2.ebs-encryption-by-default", () => {
  const gatherSetting = async (answer: ScriptedAnswer) =>
    (await gatherFrom(() => answer, ebsEncryptionByDefault, REGION)).gathered;

  it.each([true, false])("reads that it is %s by one call", async (isOn) => {
    const gathered = await gatherSetting({
      body: `<GetEbsEncryptionByDefaultResponse><ebsEncryptionByDefault>${isOn}</ebsEncryptionByDefault></GetEbsEncryptionByDefaultResponse>`,
    });
    expect(gathered.complete).toBe(true);
    expect(gathered.calls[0]?.response).toEqual({ EbsEncryptionByDefault: isOn });
  });

  it.each([
    ["UnauthorizedOperation", "denied", "no"],
    ["UnauthorizedOperation", "denied", SCP],
    ["RequestLimitExceeded", "throttled", "slow down"],
  ])("is incomplete when it answers %s (%s, %s)", async (code, outcome, message) => {
    const gathered = await gatherSetting(failing(code, message));
    expect([gathered.complete, callsOf(gathered)]).toEqual([
      false,
      [`GetEbsEncryptionByDefault ${REGION} ${outcome}`],
    ]);
  });
});
