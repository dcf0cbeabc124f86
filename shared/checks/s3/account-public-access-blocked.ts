import { accountPublicAccessBlock } from "../../sources/s3/account-public-access-block.ts";
import { check, fail, type Population, pass, supports } from "../check.ts";
import { accountBlock, type Block, missingSettings } from "./public-access-block.ts";

/** The account itself, by its S3 settings: always one member. */
const accountByItsBlock: Population<Block> = {
  definition: "the account's own S3 settings",
  needs: [accountPublicAccessBlock],
  *members({ evidence, account }) {
    const block = accountBlock(evidence);
    yield {
      of: block,
      resource: { id: account, arn: null, type: "AWS::Account", region: null },
      at: block.at,
    };
  },
};

/**
 * All four settings are on for the account. Supporting: a bucket that is meant for everyone keeps an
 * account from this, and each bucket is judged on its own.
 */
export const accountPublicAccessBlocked = check({
  id: "s3.account-public-access-blocked",
  title: "The account blocks public access to all of its buckets",
  severity: "medium",
  controls: [supports("NW-02", "buckets")],
  why: "One switch that holds for every bucket, also for those made tomorrow by someone in a hurry, is worth more than many that each have to be remembered.",
  fix: {
    downtime: "brief interruption",
    steps:
      "Serve what is meant for everyone through CloudFront with origin access control first, then switch all four settings on. What is public by a policy or an ACL stops answering everyone at once, and stays so; for all else nothing changes.",
    cli: "aws s3control put-public-access-block --account-id ACCOUNT --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    cdk: 'new cr.AwsCustomResource(this, "BlockPublicAccess", { onUpdate: { service: "S3Control", action: "putPublicAccessBlock", parameters: { AccountId: this.account, PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true } }, physicalResourceId: cr.PhysicalResourceId.of(this.account) }, policy: cr.AwsCustomResourcePolicy.fromStatements([new iam.PolicyStatement({ actions: ["s3:PutAccountPublicAccessBlock"], resources: ["*"] })]) });',
  },
  references: {
    cis: { "5.0.0": "2.1.4" },
    fsbp: ["S3.1"],
    prowler: ["s3_account_level_public_access_blocks"],
    docs: [
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    ],
  },
  population: accountByItsBlock,
  judge(block, _context, { id }) {
    const missing = missingSettings(block);
    return missing.length === 0
      ? pass(`Account ${id} blocks public access to all of its buckets.`, block.at)
      : fail(
          `Account ${id} does not block all public access to its buckets: ${missing.join(", ")} is off.`,
          block.at,
        );
  },
});
