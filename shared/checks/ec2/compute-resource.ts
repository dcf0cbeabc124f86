import type { Cited } from "../../evidence/cited.ts";
import type { JudgeContext, Member } from "../check.ts";
import { type ListedTag, tagsByKey } from "../tags-by-key.ts";

/**
 * CloudFormation's name of each kind of resource, and whether its ARN names the account: images and
 * snapshots can be shared, and their ARNs leave it out.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html#amazonec2-resources-for-iam-policies
 */
const KINDS = {
  image: { type: "AWS::EC2::Image", namesAccount: false },
  instance: { type: "AWS::EC2::Instance", namesAccount: true },
  snapshot: { type: "AWS::EC2::Snapshot", namesAccount: false },
  subnet: { type: "AWS::EC2::Subnet", namesAccount: true },
  volume: { type: "AWS::EC2::Volume", namesAccount: true },
} as const;

/** Something of EC2 that the account owns as a member of a population; its ARN is built from its id. */
export function computeMember<Of extends { readonly Tags?: ListedTag[] | undefined }>(
  kind: keyof typeof KINDS,
  described: Cited<Of>,
  id: string | undefined,
  { account, partition }: Pick<JudgeContext, "account" | "partition">,
): Member<Cited<Of>> {
  const { region } = described.file;
  const { type, namesAccount } = KINDS[kind];
  const owner = namesAccount ? account : "";
  return {
    of: described,
    resource: {
      // What has no id is still judged, under the place where it stands.
      id: id ?? described.citation.pointer,
      arn: id === undefined ? null : `arn:${partition}:ec2:${region}:${owner}:${kind}/${id}`,
      type,
      region,
    },
    at: described,
    tags: tagsByKey(described.value.Tags),
  };
}
