import { describe, expect, it } from "vitest";
import { analyzers } from "../../../shared/sources/accessanalyzer/analyzers.ts";
import { externalFindings } from "../../../shared/sources/accessanalyzer/external-findings.ts";
import type { Source } from "../../../shared/sources/source.ts";
import {
  callsOf,
  gatherFrom,
  type ScriptedAnswer,
  type ScriptedRequest,
} from "../s3/scripted-aws.ts";

const REGION = "eu-west-1";
const json = (value: unknown): ScriptedAnswer => ({ body: JSON.stringify(value) });
const error = (status: number, type: string, message = "As AWS says it"): ScriptedAnswer => ({
  status,
  body: JSON.stringify({ __type: type, message }),
});
const arn = (name: string) => `arn:aws:access-analyzer:${REGION}:123456789012:analyzer/${name}`;
const analyzer = (name: string, type = "ACCOUNT") => ({
  arn: arn(name),
  name,
  type,
  status: "ACTIVE",
  createdAt: "2026-01-01T00:00:00Z",
});
const HOSTILE = 'arn:aws:s3:::<script>"&\u202e';
const page = (nextToken?: string) =>
  json({ findings: [{ id: "1", resource: HOSTILE, status: "ACTIVE" }], nextToken });

const isList = ({ url }: ScriptedRequest) => /\/analyzer\?/.test(url);

async function run(source: Source, script: (request: ScriptedRequest) => ScriptedAnswer) {
  const { gathered, requests } = await gatherFrom(script, source, REGION);
  const end = gathered.complete ? "complete" : `incomplete: ${gathered.incompleteReason}`;
  return { calls: [...callsOf(gathered), end], gathered, requests };
}

const SCP = "User is not authorized: with an explicit deny in a service control policy";

describe.each([analyzers, externalFindings])("$name", (source) => {
  it.each<[string, ScriptedAnswer, string[]]>([
    [
      "asks once where there is no analyzer",
      json({ analyzers: [] }),
      ["ListAnalyzers eu-west-1 ok", "complete"],
    ],
    [
      "is incomplete when the list is denied",
      error(403, "AccessDeniedException"),
      [
        "ListAnalyzers eu-west-1 denied",
        "incomplete: AccessDeniedException on access-analyzer:ListAnalyzers",
      ],
    ],
    [
      "is incomplete where a service control policy closes the region",
      error(403, "AccessDeniedException", SCP),
      [
        "ListAnalyzers eu-west-1 denied",
        "incomplete: AccessDeniedException on access-analyzer:ListAnalyzers",
      ],
    ],
    [
      "is incomplete when it is throttled",
      error(429, "ThrottlingException"),
      [
        "ListAnalyzers eu-west-1 throttled",
        "incomplete: ThrottlingException on access-analyzer:ListAnalyzers",
      ],
    ],
    [
      "is incomplete in a region that is not opted in",
      error(403, "UnrecognizedClientException"),
      [
        "ListAnalyzers eu-west-1 region-disabled",
        "incomplete: UnrecognizedClientException on access-analyzer:ListAnalyzers",
      ],
    ],
  ])("%s", async (_sentence, answer, expected) => {
    expect((await run(source, () => answer)).calls).toEqual(expected);
  });

  it("keeps AWS's message, so that a service control policy is seen", async () => {
    const { gathered } = await run(source, () => error(403, "AccessDeniedException", SCP));
    expect(gathered.calls[0]?.error?.message).toBe(SCP);
  });

  it("reads analyzers page by page, past an empty one", async () => {
    const { calls } = await run(source, ({ url }) =>
      url.includes("nextToken")
        ? json({ analyzers: [analyzer("unused", "ACCOUNT_UNUSED_ACCESS")] })
        : json({ analyzers: [], nextToken: "more" }),
    );
    expect(calls).toEqual(["ListAnalyzers eu-west-1 ok", "ListAnalyzers eu-west-1 ok", "complete"]);
  });

  it("stops as incomplete when a paging token repeats", async () => {
    const { calls } = await run(source, () => json({ analyzers: [], nextToken: "more" }));
    expect(calls.at(-1)).toBe(
      "incomplete: ListAnalyzers gave a paging token that it had given before",
    );
  });
});

describe("accessanalyzer.external-findings", () => {
  const LIST = json({
    analyzers: [
      analyzer("a"),
      analyzer("unused", "ACCOUNT_UNUSED_ACCESS"),
      analyzer("b", "ORGANIZATION"),
    ],
  });
  const answering =
    (first: (body: { nextToken?: string }) => ScriptedAnswer) => (request: ScriptedRequest) => {
      if (isList(request)) return LIST;
      const body = JSON.parse(request.body);
      return body.analyzerArn === arn("a") ? first(body) : page();
    };

  it("asks each analyzer for external access for its active and archived findings", async () => {
    const { calls, gathered, requests } = await run(
      externalFindings,
      answering(() => page()),
    );
    expect(calls).toEqual([
      "ListAnalyzers eu-west-1 ok",
      "ListFindings eu-west-1 ok",
      "ListFindings eu-west-1 ok",
      "complete",
    ]);
    expect(requests.slice(1).map(({ body }) => JSON.parse(body))).toEqual(
      ["a", "b"].map((name) => ({
        analyzerArn: arn(name),
        filter: { status: { eq: ["ACTIVE", "ARCHIVED"] } },
        maxResults: 100,
      })),
    );
    expect(gathered.calls[1]?.response).toMatchObject({ findings: [{ resource: HOSTILE }] });
  });

  it.each<[string, (body: { nextToken?: string }) => ScriptedAnswer, string]>([
    [
      "is incomplete when half a listing is missing",
      ({ nextToken }) =>
        nextToken === undefined ? page("more") : error(500, "InternalServerException"),
      "incomplete: InternalServerException on access-analyzer:ListFindings",
    ],
    [
      "is complete when the analyzer was deleted between list and read",
      () => error(404, "ResourceNotFoundException"),
      "complete",
    ],
    [
      "is incomplete when an analyzer's findings are denied",
      () => error(403, "AccessDeniedException"),
      "incomplete: AccessDeniedException on access-analyzer:ListFindings",
    ],
  ])("%s, and reads the other analyzer", async (_sentence, first, end) => {
    const { calls, requests } = await run(externalFindings, answering(first));
    expect(calls.at(-1)).toBe(end);
    expect(requests.some(({ body }) => body.includes(arn("b")))).toBe(true);
  });
});
