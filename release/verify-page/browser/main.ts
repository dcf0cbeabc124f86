// The policy has to be known before any schema is made.
import "./jitless.ts";
// Browsers of 2023 lack the same as Node 20.
import "../../older-node.ts";
import type { VerifyRequest, WorkerAnswer } from "./messages.ts";
import { showPage } from "./show-page.ts";
import { verifyEvidence } from "./verify-evidence.ts";

// One script for both, so that the policy names one hash: the page runs it, and so does its worker.
if (typeof document === "undefined") {
  const answer = (message: WorkerAnswer): void => postMessage(message);
  addEventListener("message", ({ data }: MessageEvent<VerifyRequest>) => {
    void verifyEvidence(data, answer, () => performance.now());
  });
} else {
  showPage(document.currentScript?.textContent ?? "");
}
