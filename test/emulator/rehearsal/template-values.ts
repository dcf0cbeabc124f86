import type { SynthesizedTemplate, TemplateResource } from "../emulated-template.ts";

/** Outputs that tell what the template's references stand for, once it is deployed. */
const PREFIX = "RehearsalValue";

/** The values of references, by the reference as JSON. */
export type TemplateValues = ReadonlyMap<string, string>;

/**
 * Adds an output to the template for every reference in resources that it no longer has, so that
 * CloudFormation itself says what each stands for.
 */
export function withReferences(
  template: SynthesizedTemplate,
  left: Readonly<Record<string, TemplateResource>>,
): SynthesizedTemplate {
  const known = new Set(Object.keys(template.Resources));
  const outputs = referencesIn(left, known).map((reference, index) => [
    `${PREFIX}${index}`,
    { Value: reference },
  ]);
  return { ...template, Outputs: { ...template.Outputs, ...Object.fromEntries(outputs) } };
}

/** What CloudFormation said in the outputs that `withReferences` added. */
export function valuesOf(
  template: SynthesizedTemplate,
  outputs: Readonly<Record<string, string>>,
): TemplateValues {
  return new Map(
    Object.entries(template.Outputs)
      .filter(([name]) => name.startsWith(PREFIX))
      .map(([name, { Value }]) => [JSON.stringify(Value), outputs[name] ?? ""]),
  );
}

/** A value of the template with all references and functions replaced by what they stand for. */
export function resolved(value: unknown, values: TemplateValues): unknown {
  if (Array.isArray(value)) return value.map((one) => resolved(one, values));
  if (typeof value !== "object" || value === null) return value;
  if ("Ref" in value || "Fn::GetAtt" in value) {
    const known = values.get(JSON.stringify(value));
    if (known === undefined) throw new Error(`Nothing says what ${JSON.stringify(value)} is.`);
    return known;
  }
  if ("Fn::Join" in value) {
    const [separator, parts] = value["Fn::Join"] as [string, unknown[]];
    return parts.map((part) => String(resolved(part, values))).join(separator);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, resolved(one, values)]),
  );
}

function referencesIn(value: unknown, known: ReadonlySet<string>): object[] {
  const found = new Map<string, object>();
  const search = (one: unknown): void => {
    if (typeof one !== "object" || one === null) return;
    const { Ref, "Fn::GetAtt": attribute } = one as { Ref?: string; "Fn::GetAtt"?: string[] };
    const id = Ref ?? attribute?.[0];
    if (id === undefined) return void Object.values(one).forEach(search);
    if (known.has(id) || id.startsWith("AWS::")) found.set(JSON.stringify(one), one);
  };
  search(value);
  return [...found.values()];
}
