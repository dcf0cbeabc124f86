import type { Call, Json } from "../../shared/evidence/evidence-object.ts";
import type { ExternalGatherer, Gatherer } from "../../shared/snapshot/gatherer.ts";
import { securityHub } from "../../shared/sources/securityhub/service.ts";
import { reads, type Source, source } from "../../shared/sources/source.ts";
import { ACCOUNT } from "../checks/judging.ts";
import { answering, GATES } from "./taking.ts";

/** A source of another tool's findings, as small as one can be. */
export const findings = source({
  name: "test.findings",
  scope: "regional",
  operations: [
    reads(securityHub, "GetFindings", { actions: ["securityhub:GetFindings"], streamed: true }),
  ],
  async gather() {},
});

/** A page of findings, as capture hands it on. */
export function page(records: readonly Json[], region: string, more: Partial<Call> = {}): Call {
  return {
    service: "securityhub",
    operation: "GetFindings",
    region,
    input: {},
    startedAt: "2026-11-22T06:00:03.000Z",
    completedAt: "2026-11-22T06:00:04.000Z",
    awsDate: "2026-11-22T06:00:04.000Z",
    requestId: "r",
    httpStatus: 200,
    attempts: 1,
    outcome: "ok",
    response: { Findings: records },
    command: "aws securityhub get-findings",
    ...more,
  };
}

export type Pages = Readonly<Record<string, readonly Call[]>>;

/** A gatherer whose other tools answer by region, page by page. */
export function withFindings(
  pages: Pages,
  ends: Partial<Awaited<ReturnType<ExternalGatherer["stream"]>>> = {},
  sources: readonly Source[] = [findings],
): Gatherer & { streamed: string[] } {
  const streamed: string[] = [];
  return {
    ...answering(GATES),
    streamed,
    external: {
      collectedBy: { principal: `arn:aws:sts::${ACCOUNT}:user/x`, version: "0", sdk: "0" },
      sources,
      async stream({ source: { name }, region }, receive) {
        streamed.push(`${name} ${region}`);
        for (const call of pages[region ?? ""] ?? []) await receive({ call, redactions: [] });
        return {
          startedAt: "2026-11-22T06:00:03.000Z",
          completedAt: "2026-11-22T06:00:05.000Z",
          complete: true,
          writable: true,
          ...ends,
        };
      },
    },
  };
}
