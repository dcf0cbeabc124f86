import { describe, expect, it } from "vitest";
import { authorizationDetails } from "../../../shared/sources/iam/authorization-details.ts";
import { virtualMfaDevices } from "../../../shared/sources/iam/virtual-mfa-devices.ts";
import { gatherScripted, inShort, type ScriptedAnswer } from "./scripted-iam.ts";

const page = (marker: string | null): ScriptedAnswer => ({
  result: `<IsTruncated>${marker !== null}</IsTruncated>${marker === null ? "" : `<Marker>${marker}</Marker>`}`,
});

const DETAILS_PARAMETERS =
  "Filter.member.1=User Filter.member.2=Group Filter.member.3=Role Filter.member.4=LocalManagedPolicy MaxItems=1000";

describe.each([
  [authorizationDetails, "GetAccountAuthorizationDetails", DETAILS_PARAMETERS],
  [virtualMfaDevices, "ListVirtualMFADevices", "AssignmentStatus=Any MaxItems=1000"],
])("%o", (source, operation, parameters) => {
  it("asks once where there is one page", async () => {
    const run = await gatherScripted(source, () => page(null));
    expect(inShort(run)).toEqual([`${operation} ok`, "complete"]);
    expect(run.requests).toEqual([`${operation} ${parameters}`]);
  });

  it("goes on to the last page, past an empty one", async () => {
    const run = await gatherScripted(source, (_parameters, index) =>
      page([`a`, `b`][index] ?? null),
    );
    expect(inShort(run)).toEqual([
      `${operation} ok`,
      `${operation} ok`,
      `${operation} ok`,
      "complete",
    ]);
    expect(run.requests.map((request) => / Marker=(\w+)/.exec(request)?.[1])).toEqual([
      undefined,
      "a",
      "b",
    ]);
  });

  it("stops as incomplete when a paging token repeats", async () => {
    expect(inShort(await gatherScripted(source, () => page("a")))).toEqual([
      `${operation} ok`,
      `${operation} ok`,
      `incomplete: ${operation} gave a paging token that it had given before`,
    ]);
  });

  it("is incomplete when the list goes on without saying where", async () => {
    const answer = { result: "<IsTruncated>true</IsTruncated>" };
    expect(inShort(await gatherScripted(source, () => answer))).toEqual([
      `${operation} ok`,
      "incomplete: IAM said that its list goes on, but not where",
    ]);
  });

  it("keeps the pages before one that was denied", async () => {
    const run = await gatherScripted(source, (_parameters, index) =>
      index === 0 ? page("a") : { status: 403, code: "AccessDenied" },
    );
    expect(inShort(run)).toEqual([
      `${operation} ok`,
      `${operation} denied AccessDenied`,
      `incomplete: AccessDenied on iam:${operation}`,
    ]);
  });
});
