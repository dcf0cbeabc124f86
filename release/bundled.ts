import { build, type Plugin } from "esbuild";
import type { Release } from "../shared/snapshot/rederive.ts";
import { packagesIn } from "./third-party-licenses.ts";

/** One file, and the packages that are in it. */
export interface Bundled {
  readonly bytes: Uint8Array;
  /** Folders of packages, relative to the root: `node_modules/zod`. */
  readonly packages: readonly string[];
}

/**
 * Sources know their service's client and load it when they ask AWS. Nothing here asks: the client is
 * left out, and whatever tried to load it would say so.
 */
const withoutAws: Plugin = {
  name: "without-aws",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@(?:aws-sdk|smithy)\// }, () => ({
      path: "aws",
      namespace: "without-aws",
    }));
    onLoad({ filter: /.*/, namespace: "without-aws" }, () => ({
      contents: 'throw new Error("This file asks AWS nothing.");\nexport {};\n',
    }));
  },
};

/**
 * Puts an entry and everything that it imports into one file for plain Node. Whitespace is taken out and
 * names are kept: whoever wants to read it can.
 *
 * @param entry relative to the root
 */
export async function bundled(entry: string, release: Release, root: string): Promise<Bundled> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: "out",
    write: false,
    bundle: true,
    metafile: true,
    minifySyntax: true,
    minifyWhitespace: true,
    format: "esm",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    // Where the packages truly lie must not matter.
    preserveSymlinks: true,
    legalComments: "none",
    logLevel: "error",
    plugins: [withoutAws],
    define: {
      "process.env.SOC2_RELEASE": JSON.stringify(release.version),
      "process.env.SOC2_CODE_SHA256": JSON.stringify(release.codeSha256),
    },
    banner: {
      js: `// soc2-evidence ${release.version}, Apache-2.0. Code hash ${release.codeSha256}`,
    },
  });
  const [file] = outputFiles;
  if (file === undefined || outputFiles.length > 1)
    throw new Error(`${entry} made no single file.`);
  const outside = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
  const strange = outside.find(({ path }) => !path.startsWith("node:"));
  if (strange !== undefined) throw new Error(`${entry} would import ${strange.path} when it runs.`);
  return { bytes: file.contents, packages: packagesIn(metafile) };
}
