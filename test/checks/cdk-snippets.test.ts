import { expect, it } from "vitest";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { typeErrors } from "./cdk-fragments.ts";

/** What is wrong with each of these, by the compiler's number of it. */
const BROKEN: ReadonlyMap<string, readonly [code: string, fragment: string]> = new Map([
  ["a misspelt property", ["TS2561", 'new s3.Bucket(this, "Bucket", { versionned: true });']],
  ["a construct that is not there", ["TS2339", 'new s3.Cupboard(this, "Cupboard");']],
  ["a value of another type", ["TS2322", 'new s3.Bucket(this, "Bucket", { versioned: "yes" });']],
  ["a required property left out", ["TS2739", 'new lambda.Function(this, "F", { handler });']],
  [
    "a name that nothing gives",
    ["TS2304", 'new sns.Topic(this, "Topic", { masterKey: nobodys });'],
  ],
]);

const snippets: readonly (readonly [id: string, fragment: string])[] = CHECKS.flatMap(
  ({ id, fix }) => (fix.cdk === undefined ? [] : [[id, fix.cdk] as const]),
);

it("every CDK snippet is one that aws-cdk-lib takes, and a broken one is told", async () => {
  // One run for all: loading the library's types is what takes the time.
  const broken = [...BROKEN].map(([name, [, fragment]]) => [name, fragment] as const);
  const found = await typeErrors(new Map([...snippets, ...broken]));

  expect(snippets.length).toBeGreaterThan(50);
  expect(snippets.flatMap(([id]) => found.get(id)?.map((said) => `${id}: ${said}`))).toEqual([]);
  const codes = [...BROKEN.keys()].map((name) => [name, found.get(name)?.[0]?.split(":")[0]]);
  expect(codes).toEqual([...BROKEN].map(([name, [code]]) => [name, code]));
}, 60_000);
