import "./older-node.ts";
import { CHECKS } from "../shared/checks/catalogue.ts";
import { nodeCrypto } from "../shared/keys/node-crypto.ts";
import { rederive } from "../shared/snapshot/rederive.ts";
import { IDENTITY } from "./identity.ts";
import { runVerifier } from "./run-verifier.ts";
import { processSurroundings } from "./surroundings.ts";

process.exitCode = await runVerifier(
  {
    name: `rederive-${IDENTITY.codeSha256}.mjs`,
    about:
      "Checks every byte of an evidence folder against its seal, then derives every\nresult again from its evidence by the rules of this release, and compares",
    goOn: (reader, verified) =>
      rederive({ reader, crypto: nodeCrypto, checks: CHECKS, release: IDENTITY, verified }),
  },
  processSurroundings(),
);
