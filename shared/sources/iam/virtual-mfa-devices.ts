import { reads, source } from "../source.ts";
import { everyPage, IAM_PAGE_ITEMS } from "./every-page.ts";
import { iam } from "./service.ts";

/**
 * Every virtual MFA device, assigned or not, with the user that it belongs to. Root's is among them;
 * hardware devices, security keys and passkeys are not.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html
 */
export const virtualMfaDevices = source({
  name: "iam.virtual-mfa-devices",
  scope: "global",
  operations: [reads(iam, "ListVirtualMFADevices", { actions: ["iam:ListVirtualMFADevices"] })],
  async gather({ open, incomplete }) {
    const { client, sdk } = await open(iam);
    await everyPage(
      (Marker) =>
        client.send(
          new sdk.ListVirtualMFADevicesCommand({
            AssignmentStatus: "Any",
            MaxItems: IAM_PAGE_ITEMS,
            Marker,
          }),
        ),
      incomplete,
    );
  },
});
