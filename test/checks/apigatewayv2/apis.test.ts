import { describe, expect, it } from "vitest";
import { apisGuarded } from "../../../shared/checks/apigatewayv2/apis-guarded.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { apis } from "../../../shared/sources/apigatewayv2/apis.ts";
import { stages } from "../../../shared/sources/apigatewayv2/stages.ts";
import { citations, outcomes, recorded } from "../judging.ts";
import { call } from "../recorded-call.ts";

type Members = Readonly<Record<string, Json>>;
type Pages = readonly (readonly Members[])[] | "denied" | "gone" | "left out";

const api = (other: Members = {}): Members => ({
  ApiId: "h1",
  Name: "hooks",
  ProtocolType: "HTTP",
  ApiEndpoint: "https://h1.execute-api.eu-west-1.amazonaws.com",
  Tags: {},
  ...other,
});
const stage = (StageName: string, isLogged: boolean): Members => ({
  StageName,
  ...(isLogged ? { AccessLogSettings: { DestinationArn: "arn:aws:logs:x" } } : {}),
});

function evidence(pages: Pages, listed: readonly Members[] | "denied" = [api()]): StoredEvidence[] {
  const list = call("GetApis", {}, listed === "denied" ? listed : { Items: listed });
  const published =
    pages === "left out"
      ? [call("GetStages", { ApiId: "h1" }, {})]
      : typeof pages === "string"
        ? [call("GetStages", { ApiId: "h1" }, pages)]
        : pages.map((Items, index) =>
            call(
              "GetStages",
              { ApiId: "h1", ...(index === 0 ? {} : { NextToken: `${index}` }) },
              { Items, ...(index === pages.length - 1 ? {} : { NextToken: `${index + 1}` }) },
            ),
          );
  const isAsked = listed !== "denied" && listed.length > 0;
  return [recorded(apis, [list]), recorded(stages, isAsked ? [list, ...published] : [list])];
}

const [logged, protectable] = apisGuarded;
if (logged === undefined || protectable === undefined) throw new Error("A check is missing.");

describe("apigatewayv2.access-logged", () => {
  it.each<[string, StoredEvidence[], string[]]>([
    [
      "passes when each stage writes logs",
      evidence([[stage("$default", true)], [stage("test", true)]]),
      ["pass hooks: Each stage of the API hooks writes access logs."],
    ],
    [
      "fails when one on the second page does not",
      evidence([[stage("$default", true)], [stage("test", false)]]),
      ["fail hooks: The API hooks has no access logs on its stage test."],
    ],
    [
      "does not apply where nothing is published",
      evidence([[]]),
      ["not-applicable hooks: The API hooks is published in no stage."],
    ],
    [
      "is indeterminate when the stages were denied",
      evidence("denied"),
      ["indeterminate hooks: hooks could not be judged: AccessDenied on apigatewayv2:GetStages."],
    ],
    [
      "is indeterminate where the stages are left out",
      evidence("left out"),
      ["indeterminate hooks: hooks could not be judged: API Gateway gave no stages."],
    ],
    [
      "counts an API that is gone as gone",
      evidence("gone"),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the HTTP and WebSocket APIs of API Gateway left to judge.",
      ],
    ],
    [
      "has none where there is nothing",
      evidence([], []),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the HTTP and WebSocket APIs of API Gateway.",
      ],
    ],
    [
      "is indeterminate when the list was denied",
      evidence([], "denied"),
      [
        "indeterminate 123456789012: Not all of the HTTP and WebSocket APIs of API Gateway in eu-west-1 could be read: AccessDenied on apigatewayv2:GetApis.",
      ],
    ],
  ])("%s", (_sentence, stored, expected) => {
    expect(outcomes(logged, stored)).toEqual(expected);
  });

  it("cites the stage at fault on its page", () => {
    expect(citations(logged, evidence([[stage("a", true)], [stage("b", false)]]))).toEqual([
      "apigatewayv2.stages.eu-west-1.json#/calls/2/response/Items/0",
    ]);
  });
});

describe("apigatewayv2.web-acl-possible", () => {
  it.each<[string, StoredEvidence[], string[]]>([
    [
      "fails an HTTP API, and a WebSocket API",
      evidence([], [api(), api({ ApiId: "w1", Name: "live", ProtocolType: "WEBSOCKET" })]),
      [
        "fail hooks: The HTTP API hooks faces the internet, and AWS WAF cannot protect it.",
        "fail live: The WebSocket API live faces the internet, and AWS WAF cannot protect it.",
      ],
    ],
    [
      "has none where there is nothing",
      evidence([], []),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the HTTP and WebSocket APIs of API Gateway.",
      ],
    ],
    [
      "is indeterminate when the list was denied",
      evidence([], "denied"),
      [
        "indeterminate 123456789012: Not all of the HTTP and WebSocket APIs of API Gateway in eu-west-1 could be read: AccessDenied on apigatewayv2:GetApis.",
      ],
    ],
  ])("%s", (_sentence, stored, expected) => {
    expect(outcomes(protectable, stored)).toEqual(expected);
  });
});
