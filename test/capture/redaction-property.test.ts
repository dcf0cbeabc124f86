import fc from "fast-check";
import { expect, it } from "vitest";
import { redact } from "../../shared/capture/redaction.ts";
import { parseRulePath, type Step } from "../../shared/capture/redaction-path.ts";
import { REDACTION_RULES } from "../../shared/capture/redaction-rules.ts";
import type { Json } from "../../shared/evidence/evidence-object.ts";
import { callWith } from "./secret-places.ts";

/** Words that no AWS name, marker or rule holds. */
const secret = fc
  .array(fc.constantFrom("quokka", "lantern", "zephyr", "umbra", "fjord"), { minLength: 2 })
  .map((words) => words.join(" "));

const word = fc.stringMatching(/^[A-Z][a-z]{2,8}$/);
const harmless: fc.Arbitrary<Json> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  word,
  fc.array(word, { maxLength: 2 }),
);

/** Values that hold the secret in some shape, expected or not. */
const holder = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    secretToken(),
    fc.tuple(harmless, tie("value")).map(([a, b]) => [a, b]),
    fc.tuple(word, tie("value"), harmless).map(([k, v, h]) => ({ [k]: v, Zz: h })),
    tie("value").map((value) => ({ name: "N", value })),
  ),
})).value;

/** Stands for the secret until one is drawn, so that shapes and secrets shrink apart. */
function secretToken(): fc.Arbitrary<Json> {
  return fc.constant("<secret>");
}

const place = fc.constantFrom(...REDACTION_RULES).chain((rule) =>
  fc.record({
    service: rule.services === "any" ? word : fc.constantFrom(...rule.services),
    path: fc.constantFrom(...rule.paths.flatMap((path) => parseRulePath(rule.name, path))),
    above: fc.array(fc.oneof(word, fc.constant("[]")), { maxLength: 3 }),
    beside: harmless,
    name: word,
    capitals: fc.boolean(),
    // One step of the path may have another shape than is documented.
    shapes: fc
      .tuple(fc.nat({ max: 6 }), fc.nat({ max: 3 }))
      .map(([step, shape]) => Array.from({ length: 7 }, (_, at) => (at === step ? shape : 0))),
  }),
);

/** Shape 0 is the documented one. */
function answer(
  steps: readonly Step[],
  value: Json,
  where: { readonly beside: Json; readonly name: string; readonly shapes: readonly number[] },
): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const [shape = 0, ...shapes] = where.shapes;
  const below = answer(rest, value, { ...where, shapes });
  const { beside, name } = where;
  switch (step.kind) {
    case "items":
      return [[beside, below], { [name]: below }, below, [[below]]][shape] ?? null;
    case "members":
      return (
        [{ [name]: below, other: beside }, [below], [{ [name]: below }], { [name]: [below] }][
          shape
        ] ?? null
      );
    case "member":
      return shape === 3 ? [{ [step.name]: below }] : { zz: beside, [step.name]: below };
    case "json":
      return shape === 3 ? below : JSON.stringify(below);
  }
}

it("a secret that a rule points to survives in no shape, at no depth, in no letter case", () => {
  fc.assert(
    fc.property(place, holder, secret, (where, shape, planted) => {
      const { service, path, above, capitals } = where;
      const steps = path.steps.map((step) =>
        step.kind === "member" && capitals ? { ...step, name: step.name.toUpperCase() } : step,
      );
      const value = JSON.parse(JSON.stringify(shape).replaceAll("<secret>", planted)) as Json;
      let response = answer(steps, value, where);
      if (path.anywhere) {
        for (const level of above) response = level === "[]" ? [response] : { [level]: response };
      }
      const { call, redactions } = redact(callWith(service, "DescribeThings", response));
      expect(JSON.stringify(call)).not.toContain(planted);
      for (const { pointer } of redactions) expect(resolves(call, pointer)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

it("a password that is assigned survives nowhere in any answer", () => {
  const text = fc
    .tuple(fc.constantFrom("password=", '{"secret":"', "--token ", "pwd: "), fc.uuid())
    .map(([before, id]) => ({ id, text: `${before}${id}` }));
  const tree = fc.letrec<{ node: Json }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.constant("<secret>"),
      harmless,
      fc.array(tie("node"), { maxLength: 3 }),
      fc.dictionary(word, tie("node"), { maxKeys: 3 }),
    ),
  })).node;
  const encodings = fc.constantFrom(
    (plain: string) => plain,
    (plain: string) => encodeURIComponent(plain),
    (plain: string) => Buffer.from(plain).toString("base64"),
  );
  fc.assert(
    fc.property(tree, text, encodings, word, (shape, planted, encode, service) => {
      const response = replaceTexts(shape, "<secret>", encode(planted.text));
      const { call } = redact(callWith(service, "DescribeThings", response));
      expect(JSON.stringify(call)).not.toContain(planted.id);
      expect(JSON.stringify(call)).not.toContain(encode(planted.text));
    }),
    { numRuns: 1_000 },
  );
});

function replaceTexts(node: Json, from: string, to: string): Json {
  return JSON.parse(JSON.stringify(node), (_key, value: unknown) =>
    value === from ? to : value,
  ) as Json;
}

function resolves(document: unknown, pointer: string): boolean {
  let here: unknown = document;
  for (const segment of pointer.split("/").slice(1)) {
    const key = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return false;
    here = (here as Record<string, unknown>)[key];
  }
  return true;
}
