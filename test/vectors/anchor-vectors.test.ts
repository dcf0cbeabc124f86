import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { trailFiles } from "../../cli/verify/trail-files.ts";
import { verifyCloudTrail } from "../../shared/anchors/verify-cloudtrail.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { readTrustedKey } from "../../shared/keys/local-key.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import type { ExpectedAnchor } from "./anchor-vectors.ts";
import { codesAndPaths } from "./vector.ts";

const HERE = dirname(fileURLToPath(import.meta.url));
const CASES = join(HERE, "anchors/cases");

function readExpected(name: string): ExpectedAnchor & { about: string } {
  return JSON.parse(readFileSync(join(CASES, name, "expected.json"), "utf8"));
}

describe("verify --cloudtrail", () => {
  for (const name of readdirSync(CASES)) {
    const expected = readExpected(name);
    test(`${name}: ${expected.about}`, async () => {
      const trustedKeys = await Promise.all(
        expected.trustedKeys.map((file) => readTrustedKey(join(HERE, "keys", file))),
      );
      const reader = new FolderStore(join(HERE, "anchors/bundles", expected.bundle));
      const place = { reader, crypto: nodeCrypto, asOf: expected.asOf };
      const report = await verifyBundle({ ...place, trustedKeys });
      const { exitCode, faults, warnings } = await verifyCloudTrail({
        ...place,
        report,
        files: trailFiles(join(CASES, name, "cloudtrail"), "cloudtrail"),
      });
      expect({
        exitCode,
        faults: codesAndPaths(faults),
        warnings: warnings.map(({ code }) => code),
      }).toEqual({
        exitCode: expected.exitCode,
        faults: expected.faults,
        warnings: expected.warnings,
      });
    });
  }
});
