import "./older-node.ts";
import { runVerifier } from "./run-verifier.ts";
import { processSurroundings } from "./surroundings.ts";

process.exitCode = await runVerifier(
  {
    name: "verify.mjs",
    about: "Checks every byte of an evidence folder against its seal",
    goOn: async (_reader, verified) => verified,
  },
  processSurroundings(),
);
