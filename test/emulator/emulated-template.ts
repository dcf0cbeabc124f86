/** A template as `cdk synth` writes it. */
export interface SynthesizedTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

/** One resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
}

/** What the emulator deploys of a template, and what is left to be set through its API. */
export interface EmulatedTemplate {
  readonly template: SynthesizedTemplate;
  /** By logical id, as the template has them: bucket policy, schedule, alarms and the like. */
  readonly left: Readonly<Record<string, TemplateResource>>;
}

/** Key made beforehand through the emulator's API. */
export interface ExistingKey {
  readonly arn: string;
  readonly keyId: string;
}

/** moto's CloudFormation passes these over with a warning; `docs/emulator.md` says more. */
const NOT_DEPLOYED = new Set([
  "AWS::CloudFormation::CustomResource",
  "AWS::CloudWatch::Alarm",
  "AWS::S3::BucketPolicy",
  "AWS::SNS::Subscription",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
  "AWS::Scheduler::Schedule",
]);

/** The asymmetric keys of a template: moto's CloudFormation would make symmetric ones of them. */
export function asymmetricKeys({ Resources }: SynthesizedTemplate): [string, TemplateResource][] {
  return Object.entries(Resources).filter(
    ([, { Type, Properties }]) => Type === "AWS::KMS::Key" && Properties?.KeySpec !== undefined,
  );
}

/**
 * The template without what moto's CloudFormation cannot make, and with nothing else changed: the
 * asymmetric keys are those of `keys`, the other keys have no tags (moto fails on them), and the
 * check of the CDK bootstrap's version is left out.
 *
 * @param keys by the logical ids of `asymmetricKeys`
 */
export function emulatedTemplate(
  { Resources, Outputs }: SynthesizedTemplate,
  keys: Readonly<Record<string, ExistingKey>>,
): EmulatedTemplate {
  const isLeft = (id: string, { Type }: TemplateResource) => NOT_DEPLOYED.has(Type) || id in keys;
  const all = Object.entries(Resources);
  const left = Object.fromEntries(all.filter(([id, resource]) => isLeft(id, resource)));
  const deployed = all
    .filter(([id]) => !(id in left))
    .map(([id, resource]) => [id, withoutKeyTags(withDependencies(resource, left))]);
  const outputs = Object.entries(Outputs).filter(
    ([, { Value }]) =>
      !mentions(
        Value,
        Object.keys(left).filter((id) => !(id in keys)),
      ),
  );
  const template = {
    Resources: Object.fromEntries(deployed),
    Outputs: Object.fromEntries(outputs),
  };
  return { template: withKeys(template, keys) as SynthesizedTemplate, left };
}

function withDependencies(resource: TemplateResource, left: object): TemplateResource {
  const { DependsOn, ...rest } = resource;
  const still = (DependsOn ?? []).filter((id) => !(id in left));
  return still.length === 0 ? rest : { ...rest, DependsOn: still };
}

function withoutKeyTags(resource: TemplateResource): TemplateResource {
  if (resource.Type !== "AWS::KMS::Key") return resource;
  const { Tags: _tags, ...rest } = resource.Properties ?? {};
  return { ...resource, Properties: rest };
}

/** Puts a key's real ARN and id wherever the template refers to it. */
function withKeys(value: unknown, keys: Readonly<Record<string, ExistingKey>>): unknown {
  if (Array.isArray(value)) return value.map((one) => withKeys(one, keys));
  if (typeof value !== "object" || value === null) return value;
  const reference = value as { Ref?: string; "Fn::GetAtt"?: [string, string] };
  const ref = keys[reference.Ref ?? ""];
  if (ref !== undefined) return ref.keyId;
  const attribute = keys[reference["Fn::GetAtt"]?.[0] ?? ""];
  if (attribute !== undefined) return attribute.arn;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, withKeys(one, keys)]),
  );
}

function mentions(value: unknown, ids: readonly string[]): boolean {
  const text = JSON.stringify(value);
  return ids.some((id) => text.includes(`"${id}"`));
}
