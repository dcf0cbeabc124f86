import { s3Control } from "../s3-control/service.ts";
import { reads, source } from "../source.ts";

/**
 * The four settings with which the account blocks public access to all of its buckets, those that
 * it inherits from its organization included.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html
 */
export const accountPublicAccessBlock = source({
  name: "s3.account-public-access-block",
  scope: "global",
  operations: [
    reads(s3Control, "GetPublicAccessBlock", {
      actions: ["s3:GetAccountPublicAccessBlock"],
      absent: ["NoSuchPublicAccessBlockConfiguration"],
    }),
  ],
  async gather({ open, account }) {
    const { client, sdk } = await open(s3Control);
    await client.send(new sdk.GetPublicAccessBlockCommand({ AccountId: account }));
  },
});
