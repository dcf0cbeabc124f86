import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import { evidenceApp, STACK_NAME } from "../../infra/app.ts";
import type { Surroundings } from "../../infra/deployment-target.ts";
import { EvidenceStack } from "../../infra/evidence-stack.ts";

const ROOT = join(import.meta.dirname, "..", "..");
/** The repository's own soc2.yaml: the sample account's. */
export const SAMPLE_YAML = readFileSync(join(ROOT, "soc2.yaml"), "utf8");
export const CODE_SHA256 = "c0de".repeat(16);
/** As `npx cdk synth` sees the world with no AWS account at hand. */
export const NO_CREDENTIALS: Surroundings = {
  account: undefined,
  region: undefined,
  today: "2026-11-22",
};

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** A synthesized stack: by CDK's matchers, and as plain JSON. */
export interface Synthesized {
  readonly template: Template;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly stack: EvidenceStack;
  readonly warnings: readonly string[];
}

const known = new Map<string, Synthesized>();

/** The stack of a soc2.yaml with a bundle of empty functions; each file is synthesized once. */
export function synthesize(soc2Yaml: string = SAMPLE_YAML): Synthesized {
  const before = known.get(soc2Yaml);
  if (before !== undefined) return before;
  const folder = mkdtempSync(join(tmpdir(), "synthesized-"));
  try {
    const code = {
      folder: join(folder, "code"),
      codeSha256: CODE_SHA256,
      bundleSha256: "b0de".repeat(16),
    };
    writeFunctions(code.folder);
    const { context } = JSON.parse(readFileSync(join(ROOT, "cdk.json"), "utf8"));
    // Warnings are looked at, not printed.
    context["@aws-cdk/core:annotationsInValidationReport"] = false;
    const app = evidenceApp(
      { soc2Yaml, build: () => code, surroundings: NO_CREDENTIALS },
      // CloudFormation's own schemas are checked by cfn-lint in the emulator suite: that takes seconds.
      { context, outdir: join(folder, "out"), builtinCloudFormationValidation: false },
    );
    const stack = app.node.findChild(STACK_NAME);
    if (!(stack instanceof EvidenceStack)) throw new Error("The app has another stack.");
    const template = Template.fromStack(stack);
    const { Resources, Outputs } = template.toJSON();
    const warnings = stack.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === "aws:cdk:warning")
      .map(({ data }) => String(data));
    const made = { template, resources: Resources, outputs: Outputs, stack, warnings };
    known.set(soc2Yaml, made);
    return made;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeFunctions(folder: string): void {
  mkdirSync(folder);
  for (const entry of ["start", "plan", "collect", "external", "manifest"]) {
    writeFileSync(join(folder, `${entry}.mjs`), "export const handler = async () => ({});\n");
  }
}

/** A text with one part of it replaced, which has to be there. */
export function replaced(text: string, part: string, replacement: string): string {
  if (!text.includes(part)) throw new Error(`The text has no ${part}`);
  return text.replace(part, () => replacement);
}

/** The resources of a type, by logical id. */
export function ofType({ resources }: Synthesized, type: string): [string, Resource][] {
  return Object.entries(resources).filter(([, { Type }]) => Type === type);
}
