import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App, type AppProps, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { CHECKS } from "../shared/checks/catalogue.ts";
import { deploymentOf } from "../shared/config/deployment.ts";
import { effectiveConfig } from "../shared/config/effective-config.ts";
import { loadConfig } from "../shared/config/load.ts";
import { loadRegister, REGISTER_FILE } from "../shared/decisions/register.ts";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { registerContext } from "../shared/snapshot/register-context.ts";
import { type BuiltFunctions, buildFunctions } from "./built-functions.ts";
import { deploymentTarget, type Surroundings } from "./deployment-target.ts";
import { EvidenceStack } from "./evidence-stack.ts";

/** The stack's name, by which the command line finds what is deployed. */
export const STACK_NAME = "Soc2Evidence";

/** What a synthesis starts from. */
export interface Synthesis {
  /** soc2.yaml, as text. */
  readonly soc2Yaml: Uint8Array | string;
  /** decisions.yaml, as text; left out where there is none. */
  readonly decisionsYaml?: Uint8Array | string;
  /** Called once it is known that soc2.yaml can be deployed. */
  readonly build: () => BuiltFunctions;
  readonly surroundings: Surroundings;
}

/**
 * The app with its one stack. cdk-nag checks it whenever it is synthesized: a finding that no
 * construct accepts with a reason fails the synthesis.
 *
 * @throws EvidenceError CONFIG_INVALID when soc2.yaml is wrong or cannot be deployed
 * @throws EvidenceError DECISIONS_INVALID when decisions.yaml is wrong
 */
export function evidenceApp(synthesis: Synthesis, props?: AppProps): App {
  const { soc2Yaml, decisionsYaml, build, surroundings } = synthesis;
  const { today } = surroundings;
  const written = loadConfig({ fileName: "soc2.yaml", content: soc2Yaml, today });
  const undecided = effectiveConfig(written);
  const config =
    decisionsYaml === undefined
      ? undecided
      : {
          ...undecided,
          decisions: loadRegister(
            { fileName: REGISTER_FILE, content: decisionsYaml, today },
            registerContext(undecided, CHECKS),
          ),
        };
  const deployment = deploymentOf(written);
  const { account, region } = deploymentTarget(config, deployment, surroundings);

  const app = new App(props);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  new EvidenceStack(app, STACK_NAME, {
    env: {
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
    },
    config,
    deployment,
    code: build(),
  });
  return app;
}

/** What `cdk synth` and `cdk deploy` run: soc2.yaml and decisions.yaml of this checkout, functions built anew. */
function main(): void {
  const root = join(import.meta.dirname, "..");
  const register = join(root, REGISTER_FILE);
  try {
    evidenceApp({
      soc2Yaml: readSoc2Yaml(root),
      ...(existsSync(register) ? { decisionsYaml: readFileSync(register) } : {}),
      build: () => buildFunctions(root),
      surroundings: {
        account: process.env.CDK_DEFAULT_ACCOUNT,
        region: process.env.CDK_DEFAULT_REGION,
        today: new Date().toISOString().slice(0, 10),
      },
    }).synth();
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}

function readSoc2Yaml(root: string): Uint8Array {
  try {
    return readFileSync(join(root, "soc2.yaml"));
  } catch (cause) {
    throw new EvidenceError(
      "CONFIG_MISSING",
      "There is no soc2.yaml in the repository's folder, so nothing says what is in scope. Write one with: npm run -s soc2-evidence -- init",
      { file: "soc2.yaml" },
      { cause },
    );
  }
}

if (import.meta.main) main();
