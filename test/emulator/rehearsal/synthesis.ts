import { readFileSync } from "node:fs";
import { join } from "node:path";
import { evidenceApp, STACK_NAME } from "../../../infra/app.ts";
import { buildFunctions } from "../../../infra/built-functions.ts";
import { CRITERIA } from "../../../shared/criteria/criteria.ts";
import { COMPANY } from "../company.ts";
import type { SynthesizedTemplate } from "../emulated-template.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

/** A file or folder that `cdk deploy` uploads before it deploys. */
export interface Asset {
  /** Absolute. */
  readonly path: string;
  readonly packaging: "zip" | "file";
  readonly bucketName: string;
  readonly objectKey: string;
}

/** What `npx cdk synth` writes. */
export interface Synthesis {
  readonly template: SynthesizedTemplate;
  readonly assets: readonly Asset[];
  /** Of the release's code, as every manifest will state it. */
  readonly codeSha256: string;
  /** Of the files of the bundle. */
  readonly bundleSha256: string;
}

/**
 * soc2.yaml of the made-up company, with some criteria alone in scope and the regions closed in
 * which it has nothing: a day that is rehearsed asks a few hundred times, not thousands of times.
 *
 * @param deployment what it says under `deployment`, in YAML's flow style
 */
export function rehearsedYaml(criteria: readonly string[], deployment = "{}"): string {
  const excluded = CRITERIA.filter(({ id }) => !criteria.includes(id)).map(
    ({ id }) =>
      `      - { criterion: ${id}, reason: A rehearsal leaves it out., approver: Maeve Brennan, expiresOn: 2999-12-31 }`,
  );
  const yaml = `${readFileSync(join(ROOT, "soc2.yaml"), "utf8")}deployment: ${deployment}\n`;
  const exclusions =
    excluded.length === 0 ? "" : `  criteria:\n    exclude:\n${excluded.join("\n")}\n`;
  const scope = `scope:
  categories: [Security, Availability, Confidentiality, Processing integrity, Privacy]
${exclusions}`;
  const regions = `regions:
  only: [${COMPANY.regions.join(", ")}]
  reason: An organisation policy closes every other region.
`;
  return replaced(
    replaced(yaml, /^scope:\n(?: .*\n)+/m, scope),
    /^regions: all-enabled\n/m,
    regions,
  );
}

/**
 * Synthesizes the stack as `npx cdk synth` does: the functions built anew, cdk-nag and all.
 *
 * @param folder a new one for the cloud assembly
 */
export function synthesize(soc2Yaml: string, folder: string): Synthesis {
  const { context } = JSON.parse(readFileSync(join(ROOT, "cdk.json"), "utf8"));
  const built = buildFunctions(ROOT);
  evidenceApp(
    {
      soc2Yaml,
      build: () => built,
      surroundings: {
        account: COMPANY.account,
        region: COMPANY.regions[0],
        today: COMPANY.at.before.slice(0, 10),
      },
    },
    { context, outdir: folder },
  ).synth();
  const written = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8"));
  return {
    template: written(`${STACK_NAME}.template.json`),
    assets: assetsOf(written(`${STACK_NAME}.assets.json`), folder),
    codeSha256: built.codeSha256,
    bundleSha256: built.bundleSha256,
  };
}

interface AssetManifest {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path: string; readonly packaging: Asset["packaging"] };
        readonly destinations: Readonly<
          Record<string, { readonly bucketName: string; readonly objectKey: string }>
        >;
      }
    >
  >;
}

function assetsOf({ files }: AssetManifest, folder: string): Asset[] {
  return Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ bucketName, objectKey }) => ({
      path: join(folder, source.path),
      packaging: source.packaging,
      bucketName,
      objectKey,
    })),
  );
}

function replaced(text: string, part: RegExp, replacement: string): string {
  if (!part.test(text)) throw new Error(`soc2.yaml has no ${part} any more.`);
  return text.replace(part, () => replacement);
}
