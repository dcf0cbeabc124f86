import { CLOUDTRAIL_RULES } from "./cloudtrail.ts";
import { EC2_INSTANCE_RULES } from "./ec2-instances.ts";
import { EC2_NETWORK_RULES } from "./ec2-network.ts";
import { EC2_STORAGE_RULES } from "./ec2-storage.ts";
import { IAM_RULES } from "./iam.ts";
import type { RuleRow } from "./rule.ts";
import { S3_RULES } from "./s3.ts";
import { VPC_RULES } from "./vpc.ts";

/** Every rule, by the service whose table states it, in the order of the services' names. */
export const RULES: Readonly<Record<string, readonly RuleRow[]>> = {
  cloudtrail: CLOUDTRAIL_RULES,
  "ec2-instances": EC2_INSTANCE_RULES,
  "ec2-network": EC2_NETWORK_RULES,
  "ec2-storage": EC2_STORAGE_RULES,
  iam: IAM_RULES,
  s3: S3_RULES,
  vpc: VPC_RULES,
};
