import { describe, expect, it } from "vitest";
import { scanningOn } from "../../../shared/checks/inspector2/scanning-on.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { accountStatus } from "../../../shared/sources/inspector2/account-status.ts";
import { useEvidence } from "../account/use-evidence.ts";
import { ACCOUNT, citations, judged, outcomes, recorded } from "../judging.ts";

const answered = (response: { readonly [member: string]: Json }) =>
  recorded(accountStatus, [
    { operation: "BatchGetAccountStatus", input: { accountIds: [ACCOUNT] }, response },
  ]);
const status = (member: string, value: string, accountId = ACCOUNT) =>
  answered({
    accounts: [
      { accountId, state: { status: value }, resourceState: { [member]: { status: value } } },
    ],
  });
const HELD = useEvidence({ buckets: 1 });
const DEFINITION = "the account in every region, by what Inspector scans";

const WHAT = [
  ["inspector2.instances-scanned", "ec2", "instances"],
  ["inspector2.images-scanned", "ecr", "container images"],
  ["inspector2.functions-scanned", "lambda", "functions"],
] as const;

describe.each(WHAT)("%s", (id, member, what) => {
  const check = scanningOn.find((one) => one.id === id);
  if (check === undefined) throw new Error(`No check ${id}`);
  const silent = `indeterminate ${ACCOUNT}: Inspector does not say whether it scans ${what} in eu-west-1.`;
  it.each([
    [
      "passes when on",
      status(member, "ENABLED"),
      `pass ${ACCOUNT}: Inspector scans ${what} in eu-west-1.`,
    ],
    [
      "fails when off",
      status(member, "DISABLED"),
      `fail ${ACCOUNT}: Inspector does not scan ${what} in eu-west-1 of account ${ACCOUNT}.`,
    ],
    ["is indeterminate on the way on", status(member, "ENABLING"), silent],
    ["is indeterminate when left out", status("other", "ENABLED"), silent],
    ["does not take another account's state", status(member, "ENABLED", "999999999999"), silent],
    [
      "is indeterminate when Inspector could not say",
      answered({
        accounts: [],
        failedAccounts: [{ accountId: ACCOUNT, errorCode: "INTERNAL_ERROR", errorMessage: "" }],
      }),
      silent,
    ],
    [
      "is indeterminate when denied",
      recorded(accountStatus, [{ operation: "BatchGetAccountStatus", outcome: "denied" }]),
      `indeterminate ${ACCOUNT}: Not all of ${DEFINITION} in eu-west-1 could be read: AccessDenied on inspector2:BatchGetAccountStatus.`,
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(check, [evidence, ...HELD])).toEqual([expected]);
  });

  it("is low in a region that holds nothing, and cites the state", () => {
    const off = status(member, "DISABLED");
    expect(judged(check, [off, ...useEvidence({})]).findings[0]?.severity).toBe("low");
    expect(judged(check, [off, ...HELD]).findings[0]?.severity).toBe("medium");
    expect(citations(check, [off])).toEqual([
      `inspector2.account-status.eu-west-1.json#/calls/0/response/accounts/0/resourceState/${member}/status`,
    ]);
  });
});
