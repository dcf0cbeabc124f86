import { accountSummary } from "../../sources/iam/account-summary.ts";
import { virtualMfaDevices } from "../../sources/iam/virtual-mfa-devices.ts";
import { check, covers, fail, indeterminate, notApplicable, pass, supports } from "../check.ts";
import { rootUser } from "./root-user.ts";

/** The serial number that the console gave root's virtual device before devices had names. */
const UNNAMED_ROOT_DEVICE = ":mfa/root-account-mfa-device";

/**
 * IAM lists virtual devices only, so a root user with MFA and no virtual device has another kind: a
 * hardware token, a security key or a passkey, which no API tells apart without signing in as root.
 */
export const rootMfaHardware = check({
  id: "iam.root-mfa-hardware",
  title: "The root user's MFA device is hardware, where policy demands it",
  severity: "medium",
  controls: [
    covers("GV-07", "settings that a policy number governs"),
    supports("AC-01", "root user's MFA"),
  ],
  why: "A virtual device is a secret on a phone or in a password manager that can be copied. A company that wrote down that root uses hardware is asked whether it does.",
  fix: {
    downtime: "none",
    steps:
      "Sign in as root, open Security credentials, assign a security key or hardware token, then remove the virtual device. It cannot be done by CLI or CDK: only root itself can register its device.",
  },
  references: {
    cis: { "1.2.0": "1.14", "5.0.0": "1.5" },
    fsbp: ["IAM.6"],
    prowler: ["iam_root_hardware_mfa_enabled"],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-hw-mfa-for-root.html",
    ],
  },
  population: rootUser,
  needs: [virtualMfaDevices],
  policy: ["hardwareMfaForRoot"],
  judge(_root, { evidence, policy }, { arn }) {
    const demanded = policy.stated("hardwareMfaForRoot");
    if (!demanded.value) {
      return notApplicable(
        `The root user may have any MFA device: ${demanded.document} demands no hardware.`,
        demanded.at,
      );
    }
    const summary = evidence.one(accountSummary, "GetAccountSummary");
    if (summary.outcome !== "ok") return indeterminate("IAM gave no summary for root.", summary.at);
    const mfa = summary.response.at("SummaryMap", "AccountMFAEnabled");
    const password = summary.response.at("SummaryMap", "AccountPasswordPresent");
    if (mfa.value === 0 && password.value === 0) {
      return notApplicable(
        "The root user has no password, so nobody can sign in as root with or without a device.",
        mfa,
        password,
      );
    }
    const { document, at } = demanded;
    if (mfa.value === 0) {
      return fail(
        `The root user has no MFA device, but ${document} demands a hardware device.`,
        mfa,
        at,
      );
    }
    const devices = evidence.items(virtualMfaDevices, "ListVirtualMFADevices", "VirtualMFADevices");
    const virtual = devices.find(({ value: { User, SerialNumber, EnableDate } }) =>
      User?.Arn === undefined
        ? EnableDate !== undefined && SerialNumber?.endsWith(UNNAMED_ROOT_DEVICE) === true
        : User.Arn === arn,
    );
    if (virtual !== undefined) {
      return fail(
        `The root user has the virtual MFA device ${virtual.value.SerialNumber ?? "without a serial number"}, but ${document} demands a hardware device.`,
        virtual,
        at,
      );
    }
    return mfa.value === 1
      ? pass(
          "The root user has an MFA device and none that is virtual: it is a hardware token, a security key or a passkey.",
          mfa,
          ...evidence.answers(virtualMfaDevices, "ListVirtualMFADevices"),
        )
      : indeterminate("IAM does not say whether the root user has MFA.", mfa);
  },
});
