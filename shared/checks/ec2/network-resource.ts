import type { Cited } from "../../evidence/cited.ts";
import type { JudgeContext, Member, Resource } from "../check.ts";

/** The last part of the ARN and CloudFormation's name of each kind of resource. */
const KINDS = {
  "security-group": "AWS::EC2::SecurityGroup",
  "network-acl": "AWS::EC2::NetworkAcl",
  vpc: "AWS::EC2::VPC",
} as const;

interface Described {
  readonly OwnerId?: string | undefined;
  readonly Tags?:
    | readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]
    | undefined;
}

/**
 * One resource of a VPC as a member of a population. Its ARN is built from its id, never taken from
 * the answer, so that it is the same in every region and release.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html#amazonec2-resources-for-iam-policies
 */
export function networkMember<Of extends Described>(
  kind: keyof typeof KINDS,
  described: Cited<Of>,
  id: string | undefined,
  { account, partition }: Pick<JudgeContext, "account" | "partition">,
): Member<Cited<Of>> {
  const { region } = described.file;
  const { OwnerId = account, Tags = [] } = described.value;
  const resource: Resource = {
    // A resource without an id is still judged, under the place where it stands.
    id: id ?? described.citation.pointer,
    arn: id === undefined ? null : `arn:${partition}:ec2:${region}:${OwnerId}:${kind}/${id}`,
    type: KINDS[kind],
    region,
  };
  return { of: described, resource, at: described, tags: tagsByKey(Tags) };
}

function tagsByKey(tags: NonNullable<Described["Tags"]>): Record<string, string> {
  return Object.fromEntries(
    tags.flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ""]])),
  );
}
