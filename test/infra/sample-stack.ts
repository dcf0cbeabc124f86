import { CHECKS } from "../../shared/checks/catalogue.ts";
import { effectiveConfig } from "../../shared/config/effective-config.ts";
import { loadConfig } from "../../shared/config/load.ts";
import { planSnapshot } from "../../shared/snapshot/plan.ts";
import { permissions, rendered } from "./permissions.ts";
import {
  NO_CREDENTIALS,
  ofType,
  replaced,
  SAMPLE_YAML,
  type Synthesized,
  synthesize,
} from "./synthesized.ts";

/** The stack of the sample's soc2.yaml. */
export const sample = synthesize();

/** The criterion that the other stack leaves out of its scope. */
export const LEFT_OUT = "P8.1";

/**
 * Another company: every category, compliance mode, a key that rotates every year, no dashboard, a
 * boundary, a home region, nobody to alarm.
 */
export const other = () =>
  synthesize(
    [
      ["notify: { email: security@larkspur.example }\n", ""],
      [
        "categories: [Security, Availability, Confidentiality]",
        `categories: [Security, Availability, Confidentiality, Processing integrity, Privacy]
  criteria:
    exclude:
      - { criterion: ${LEFT_OUT}, reason: Not in this system., approver: Maeve Brennan }`,
      ],
      [
        "schedule: {",
        `deployment:
  retentionMode: compliance
  retentionDays: 730
  keyRotationDays: 365
  dashboard: false
  permissionsBoundary: arn:aws:iam::123456789012:policy/boundary
  homeRegion: eu-west-1
schedule: {`,
      ],
    ].reduce(
      (yaml, [part = "", replacement = ""]) => replaced(yaml, part, replacement),
      SAMPLE_YAML,
    ),
  );

/** The type of a Lambda function. */
export const FUNCTION = "AWS::Lambda::Function";
const config = effectiveConfig(
  loadConfig({ fileName: "soc2.yaml", content: SAMPLE_YAML, today: NO_CREDENTIALS.today }),
);
/** What the sample's soc2.yaml has in scope. */
export const plans = planSnapshot(config, CHECKS).filter(({ outOfScope }) => outOfScope === null);

interface LambdaProperties {
  readonly Handler: string;
  readonly Role: unknown;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly LoggingConfig: { readonly LogGroup: unknown };
  readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
}

/** The sample's functions, with what the tests ask of them. */
export const functions = ofType(sample, FUNCTION).map(([id, { Properties }]) => ({
  id,
  ...(Properties as unknown as LambdaProperties),
}));
/** The functions of a handler. */
export const functionOf = (handler: string) =>
  functions.filter(({ Handler }) => Handler === handler);
/** The logical id of a function's role. */
export const roleOf = ({ Role }: { Role: unknown }) =>
  String(rendered(Role)).slice(1, -".Arn>".length);
/** What the only function of a handler may do. */
export const permissionsOf = (handler: string) => {
  const [only] = functionOf(handler);
  if (only === undefined) throw new Error(`No function ${handler}`);
  return permissions(sample).get(roleOf(only)) ?? [];
};
/** The function that collects a criterion. */
export const collector = (criterion: string) => {
  const found = functions.find(({ Environment }) => Environment?.Variables.CRITERION === criterion);
  if (found === undefined) throw new Error(`No collector of ${criterion}`);
  return found;
};

/** The items of a stack's Map: one per criterion in scope. */
export function mapItems(synthesized: Synthesized): { criterion: string }[] {
  return definitionOf(synthesized).States["Criteria in scope"].Result;
}

/** How many items a stack's Map runs at once. */
export function mapConcurrency(synthesized: Synthesized): number {
  return definitionOf(synthesized).States["Every criterion"].MaxConcurrency;
}

function definitionOf(synthesized: Synthesized) {
  const [[, machine] = ["", undefined]] = ofType(synthesized, "AWS::StepFunctions::StateMachine");
  return JSON.parse(String(rendered(machine?.Properties?.DefinitionString)));
}
