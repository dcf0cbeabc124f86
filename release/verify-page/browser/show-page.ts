import { byId, fill } from "./elements.ts";
import { Form } from "./form.ts";
import type { VerifyRequest, WorkerAnswer } from "./messages.ts";
import { announce, ProgressView } from "./progress-view.ts";
import { type Asked, hideVerdict, showRefusal, showReport } from "./verdict-view.ts";

/**
 * Brings the page to life.
 *
 * @param script the page's own script, which its worker runs as well
 */
export function showPage(script: string): void {
  const progress = new ProgressView();
  const form = new Form({ onVerify: verify, onChange: hideVerdict });
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  let worker: Worker | undefined;

  function verify(request: VerifyRequest): void {
    const asked: Asked = { ...request, askedAt: new Date().toISOString() };
    hideVerdict();
    form.busy = true;
    progress.begin(request.evidence.name);
    byId("cancel", HTMLButtonElement).focus();
    worker = new Worker(address);
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => take(data, asked);
    worker.onerror = ({ message }) => {
      const why = `This browser does not run the page's worker (${message}). Use verify.mjs or another browser.`;
      take({ kind: "refused", code: null, message: why, exitCode: 3 }, asked);
    };
    worker.postMessage(request);
  }

  function take(answer: WorkerAnswer, asked: Asked): void {
    switch (answer.kind) {
      case "progress":
        progress.show(answer);
        return;
      case "report":
        end();
        showReport(answer.report, asked);
        return;
      case "refused":
        end();
        showRefusal(answer, asked);
        return;
      default:
        answer satisfies never;
    }
  }

  /** A worker that is done, or that nobody waits for, holds files open. */
  function end(): void {
    worker?.terminate();
    worker = undefined;
    progress.end();
    form.busy = false;
  }

  byId("dead", HTMLElement).hidden = true;
  byId("cancel", HTMLButtonElement).addEventListener("click", () => {
    end();
    fill(byId("verdict", HTMLElement));
    announce("Cancelled. Nothing was concluded.");
    byId("go", HTMLButtonElement).focus();
  });
}
