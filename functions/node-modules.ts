import { isBuiltin } from "node:module";
import type { Plugin } from "esbuild";

/**
 * Takes Node's own modules as they are asked for, not by `import`, which reads every member of a
 * module at once: those of `node:http` load undici for a `WebSocket` that nobody opens, those of
 * `node:crypto` WebCrypto. That was a tenth of a cold start.
 *
 * @see https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
export const nodeModulesByNeed: Plugin = {
  name: "node-modules-by-need",
  setup(build) {
    build.onResolve({ filter: /^(?:node:)?[a-z][a-z0-9_/]*$/ }, ({ path, kind }) => {
      if (kind !== "import-statement" || !isBuiltin(path)) return null;
      return { path: path.replace(/^(?!node:)/, "node:"), namespace: "node-module" };
    });
    build.onLoad({ filter: /^/, namespace: "node-module" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: "js",
    }));
  },
};
