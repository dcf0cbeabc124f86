import { describe, expect, it } from "vitest";
import { rootMfaHardware } from "../../../shared/checks/iam/root-mfa-hardware.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { accountSummary } from "../../../shared/sources/iam/account-summary.ts";
import { virtualMfaDevices } from "../../../shared/sources/iam/virtual-mfa-devices.ts";
import { citations, outcomes, recorded } from "../judging.ts";

const demand = (value: boolean) => ({
  policy: { hardwareMfaForRoot: { value, document: "Access Control Policy §3.2" } },
});
const summary = (SummaryMap: Record<string, number>) =>
  recorded(accountSummary, [{ operation: "GetAccountSummary", response: { SummaryMap } }]);
const devices = (...VirtualMFADevices: Json[]) =>
  recorded(virtualMfaDevices, [
    {
      operation: "ListVirtualMFADevices",
      response: { VirtualMFADevices, IsTruncated: false },
    },
  ]);

const HAS_MFA = summary({ AccountMFAEnabled: 1, AccountPasswordPresent: 1 });
const ENABLED = "2024-05-06T07:08:09.000Z";
const NAMED_ROOT_DEVICE = {
  SerialNumber: "arn:aws:iam::123456789012:mfa/phone",
  EnableDate: ENABLED,
  User: { UserId: "123456789012", Arn: "arn:aws:iam::123456789012:root", CreateDate: ENABLED },
};
const UNNAMED_ROOT_DEVICE = {
  SerialNumber: "arn:aws:iam::123456789012:mfa/root-account-mfa-device",
  EnableDate: ENABLED,
};
const LEFT_OVER_DEVICE = {
  SerialNumber: "arn:aws:iam::123456789012:mfa/root-account-mfa-device",
};
const USER_DEVICE = {
  SerialNumber: "arn:aws:iam::123456789012:mfa/root",
  EnableDate: ENABLED,
  User: { UserName: "root", Arn: "arn:aws:iam::123456789012:user/root", CreateDate: ENABLED },
};

const PASS =
  "pass root: The root user has an MFA device and none that is virtual: it is a hardware token, a security key or a passkey.";

describe("iam.root-mfa-hardware", () => {
  it.each([
    ["passes a device that is not virtual", [HAS_MFA, devices()], PASS],
    ["is not misled by a user who is called root", [HAS_MFA, devices(USER_DEVICE)], PASS],
    [
      "is not misled by a virtual device that was made and never assigned",
      [HAS_MFA, devices(LEFT_OVER_DEVICE)],
      PASS,
    ],
    [
      "fails a virtual device of root's",
      [HAS_MFA, devices(USER_DEVICE, NAMED_ROOT_DEVICE)],
      "fail root: The root user has the virtual MFA device arn:aws:iam::123456789012:mfa/phone, but Access Control Policy §3.2 demands a hardware device.",
    ],
    [
      "fails the virtual device that the console makes for root",
      [HAS_MFA, devices(UNNAMED_ROOT_DEVICE)],
      "fail root: The root user has the virtual MFA device arn:aws:iam::123456789012:mfa/root-account-mfa-device, but Access Control Policy §3.2 demands a hardware device.",
    ],
    [
      "fails a root user without any device",
      [summary({ AccountMFAEnabled: 0 }), devices()],
      "fail root: The root user has no MFA device, but Access Control Policy §3.2 demands a hardware device.",
    ],
    [
      "does not apply when the organization took root's password away",
      [summary({ AccountMFAEnabled: 0, AccountPasswordPresent: 0 }), devices()],
      "not-applicable root: The root user has no password, so nobody can sign in as root with or without a device.",
    ],
    [
      "does not pass when the summary leaves the switch out",
      [summary({}), devices()],
      "indeterminate root: IAM does not say whether the root user has MFA.",
    ],
    [
      "does not pass when the devices are denied",
      [
        HAS_MFA,
        recorded(virtualMfaDevices, [{ operation: "ListVirtualMFADevices", outcome: "denied" }]),
      ],
      "indeterminate root: root cannot be judged on what was read: AccessDenied on iam:ListVirtualMFADevices.",
    ],
    [
      "keeps its fail when the rest of the devices is denied",
      [
        HAS_MFA,
        recorded(virtualMfaDevices, [
          {
            operation: "ListVirtualMFADevices",
            response: { VirtualMFADevices: [NAMED_ROOT_DEVICE], IsTruncated: true, Marker: "more" },
          },
          { operation: "ListVirtualMFADevices", input: { Marker: "more" }, outcome: "denied" },
        ]),
      ],
      [
        "indeterminate 123456789012: Not all of the root user in account 123456789012 could be read: AccessDenied on iam:ListVirtualMFADevices.",
        "fail root: The root user has the virtual MFA device arn:aws:iam::123456789012:mfa/phone, but Access Control Policy §3.2 demands a hardware device.",
      ],
    ],
    [
      "is indeterminate when the summary is denied",
      [
        recorded(accountSummary, [{ operation: "GetAccountSummary", outcome: "denied" }]),
        devices(),
      ],
      "indeterminate 123456789012: Not all of the root user in account 123456789012 could be read: AccessDenied on iam:GetAccountSummary.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(rootMfaHardware, evidence, demand(true))).toEqual([expected].flat());
  });

  it("does not apply when policy demands no hardware", () => {
    expect(outcomes(rootMfaHardware, [HAS_MFA, devices(NAMED_ROOT_DEVICE)], demand(false))).toEqual(
      [
        "not-applicable root: The root user may have any MFA device: Access Control Policy §3.2 demands no hardware.",
      ],
    );
  });

  it("is indeterminate when policy does not say", () => {
    expect(outcomes(rootMfaHardware, [HAS_MFA, devices()])).toEqual([
      "indeterminate root: root was not judged: soc2.yaml states no hardwareMfaForRoot, so there is nothing to compare with.",
    ]);
  });

  it.each([
    [
      "the virtual device",
      [HAS_MFA, devices(USER_DEVICE, NAMED_ROOT_DEVICE)],
      [
        "iam.virtual-mfa-devices.json#/calls/0/response/VirtualMFADevices/1",
        "config.json#/policy/hardwareMfaForRoot",
      ],
    ],
    [
      "the switch and the list without root's device",
      [HAS_MFA, devices()],
      [
        "iam.account-summary.json#/calls/0/response/SummaryMap/AccountMFAEnabled",
        "iam.virtual-mfa-devices.json#/calls/0/response",
      ],
    ],
  ])("cites %s", (_sentence, evidence, expected) => {
    expect(citations(rootMfaHardware, evidence, demand(true))).toEqual(expected);
  });
});
