import { describe, expect, it } from "vitest";
import { permissions, rendered, statementsOf } from "../permissions.ts";
import { sample } from "../sample-stack.ts";
import { ofType, replaced, SAMPLE_YAML, type Synthesized, synthesize } from "../synthesized.ts";

/** The sample's stack with another `deployment` in soc2.yaml. */
const withDeployment = (deployment: string): Synthesized =>
  synthesize(replaced(SAMPLE_YAML, "schedule: {", `deployment: ${deployment}\nschedule: {`));

const changing = () => withDeployment("{ signingKey: { generation: 2 } }");
const changed = () => withDeployment("{ signingKey: { generation: 2, previous: retired } }");
const third = () => withDeployment("{ signingKey: { generation: 3 } }");

/** `SigningKey3Key…` is the third; the first has no number. */
const generationOf = (id: string): number => Number(/^SigningKey(\d)Key/.exec(id)?.[1] ?? 1);

/** The signing keys of a stack, oldest first. */
const signingKeys = (stack: Synthesized) =>
  ofType(stack, "AWS::KMS::Key")
    .filter(([, { Properties }]) => Properties?.KeySpec === "ECC_NIST_P256")
    .map(([id, resource]) => ({ id, ...resource }))
    .sort((left, right) => generationOf(left.id) - generationOf(right.id));

const environment = (stack: Synthesized): Record<string, unknown> => {
  const [manifest] = ofType(stack, "AWS::Lambda::Function").filter(
    ([, { Properties }]) => Properties?.Handler === "manifest.handler",
  );
  const { Variables } = rendered(manifest?.[1].Properties?.Environment) as {
    Variables: Record<string, unknown>;
  };
  return Variables;
};

/** The keys, by logical id, that the manifest's role may sign with. */
const maySign = (stack: Synthesized): string[] =>
  [...permissions(stack).values()]
    .flat()
    .filter(({ actions }) => actions.includes("kms:Sign"))
    .flatMap(({ resources }) => resources)
    .sort();

describe("a change of the signing key", () => {
  const [first] = signingKeys(sample);
  const [, second] = signingKeys(changing());
  const arn = (key: { id: string } | undefined): string => `<${key?.id}.Arn>`;

  it("leaves the first key as it was deployed, to the letter", () => {
    expect(signingKeys(sample)).toHaveLength(1);
    // Another name would be another key, with the first deployment after an upgrade.
    expect(first?.id).toMatch(/^SigningKey[0-9A-F]{8}$/);
    const [kept] = signingKeys(changing());
    expect(kept).toEqual(first);
  });

  it("makes a second key of the same kind, which outlives the stack too", () => {
    expect(second?.id).not.toBe(first?.id);
    expect(second).toMatchObject({
      Properties: { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY", Enabled: true },
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
    });
    const sids = (key: typeof first) =>
      statementsOf(key?.Properties?.KeyPolicy).map((one) => ({ ...one }));
    expect(sids(second)).toEqual(sids(first));
  });

  it("lets the manifest function sign with both, the new one first", () => {
    expect(environment(sample)).toMatchObject({ SIGNING_KEY_ID: arn(first) });
    expect(environment(sample).PREVIOUS_SIGNING_KEY_ID).toBeUndefined();
    expect(environment(changing())).toMatchObject({
      SIGNING_KEY_ID: arn(second),
      PREVIOUS_SIGNING_KEY_ID: arn(first),
    });
    expect(maySign(sample)).toEqual([arn(first)]);
    expect(maySign(changing())).toEqual([arn(second), arn(first)].sort());
  });

  it("tells the new key's public half, and watches both", () => {
    for (const [stack, key] of [
      [sample, first],
      [changing(), second],
    ] as const) {
      expect(rendered(stack.outputs.SigningKeyArn?.Value)).toBe(arn(key));
      const [[, resource] = ["", undefined]] = ofType(stack, "AWS::CloudFormation::CustomResource");
      expect(rendered(resource?.Properties)).toMatchObject({ KeyId: arn(key) });
    }
    const [[, rule] = ["", undefined]] = ofType(changing(), "AWS::Events::Rule").filter(([id]) =>
      id.includes("KeyChanged"),
    );
    expect(JSON.stringify(rendered(rule?.Properties?.EventPattern))).toContain(arn(first));
    expect(JSON.stringify(rendered(rule?.Properties?.EventPattern))).toContain(arn(second));
  });

  it("retires the old one: kept, disabled, and nobody may sign with it", () => {
    const [old, current] = signingKeys(changed());
    expect(old).toMatchObject({ id: first?.id, Properties: { Enabled: false } });
    expect(current).toEqual(second);
    expect(
      statementsOf(old?.Properties?.KeyPolicy).filter(({ actions }) =>
        actions.includes("kms:Sign"),
      ),
    ).toEqual([expect.objectContaining({ effect: "Deny", principals: ["*"], conditions: null })]);
    expect(environment(changed())).toMatchObject({ SIGNING_KEY_ID: arn(second) });
    expect(environment(changed()).PREVIOUS_SIGNING_KEY_ID).toBeUndefined();
    expect(maySign(changed())).toEqual([arn(second)]);
  });

  it("goes on from one generation to the next; what is older belongs to no stack", () => {
    const [before, current] = signingKeys(third());
    expect(before?.id).toBe(second?.id);
    expect(environment(third())).toMatchObject({
      SIGNING_KEY_ID: arn(current),
      PREVIOUS_SIGNING_KEY_ID: arn(second),
    });
    expect(third().resources[first?.id ?? ""]).toBeUndefined();
  });
});

describe("a chain whose key is lost", () => {
  it("is named to the manifest function of the one that begins in its place", () => {
    const restarts = {
      chain: "c".repeat(32),
      sequence: 41,
      manifestSha256: "ab".repeat(32),
      signer: "cd".repeat(32),
    };
    const stack = withDeployment(JSON.stringify({ restarts }));
    expect(JSON.parse(String(environment(stack).RESTARTS))).toEqual(restarts);
    expect(environment(sample).RESTARTS).toBeUndefined();
  });
});
