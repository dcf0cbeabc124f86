import { describe, expect, it } from "vitest";
import { eventSelectors } from "../../../shared/sources/cloudtrail/event-selectors.ts";
import { trailStatus } from "../../../shared/sources/cloudtrail/trail-status.ts";
import { trails } from "../../../shared/sources/cloudtrail/trails.ts";
import type { Source } from "../../../shared/sources/source.ts";
import {
  callsOf,
  gatherFrom,
  type ScriptedAnswer,
  type ScriptedRequest,
} from "../s3/scripted-aws.ts";

const arn = (name: string, region: string, account = "123456789012") =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
const trail = (name: string, region: string, account?: string) => ({
  Name: name,
  HomeRegion: region,
  TrailARN: arn(name, region, account),
});
const LOCAL = trail("local", "eu-west-1");
const SHADOW = trail("organization", "us-east-1", "999999999999");

const json = (body: object): ScriptedAnswer => ({ body: JSON.stringify(body) });
const error = (code: string): ScriptedAnswer => ({
  status: 400,
  body: JSON.stringify({ __type: code, message: code }),
});

/** Answers the list with these trails, and questions about a trail with `answer`. */
const script =
  (trailList: readonly object[], answer: (request: ScriptedRequest) => ScriptedAnswer) =>
  (request: ScriptedRequest) =>
    request.target === "DescribeTrails" ? json({ trailList }) : answer(request);

const fromIreland = (source: Source, answer: ReturnType<typeof script>) =>
  gatherFrom(answer, source, "eu-west-1");

describe("the trails of a region", () => {
  it("are listed with the shadows of trails from elsewhere", async () => {
    const { gathered, requests } = await fromIreland(
      trails,
      script([LOCAL, SHADOW], () => error("InternalFailure")),
    );
    expect(gathered).toMatchObject({ complete: true });
    expect(gathered.calls.map(({ input, response }) => ({ input, response }))).toEqual([
      { input: { includeShadowTrails: true }, response: { trailList: [LOCAL, SHADOW] } },
    ]);
    expect(requests).toHaveLength(1);
  });

  it("are an empty list, which is evidence, where there is none", async () => {
    const { gathered } = await fromIreland(
      trails,
      script([], () => error("InternalFailure")),
    );
    expect(gathered.complete).toBe(true);
    expect(gathered.calls[0]?.response).toEqual({ trailList: [] });
  });

  it("are incomplete where one has no ARN", async () => {
    const { gathered } = await fromIreland(
      trails,
      script([{ Name: "odd" }], () => error("InternalFailure")),
    );
    expect(gathered).toMatchObject({
      complete: false,
      incompleteReason: "DescribeTrails gave a trail without its ARN or home region",
    });
  });
});

describe.each<[Source, string, string]>([
  [trailStatus, "GetTrailStatus", "Name"],
  [eventSelectors, "GetEventSelectors", "TrailName"],
])("$name", (source, operation, member) => {
  it("is asked of each trail by its ARN in its home region, read or not", async () => {
    const { gathered, requests } = await fromIreland(
      source,
      script([LOCAL, SHADOW], () => json({})),
    );
    expect(gathered.complete).toBe(true);
    expect(callsOf(gathered)).toEqual([
      "DescribeTrails eu-west-1 ok",
      `${operation} eu-west-1 ok`,
      `${operation} us-east-1 ok`,
    ]);
    expect(gathered.calls.slice(1).map(({ input }) => input)).toEqual([
      { [member]: LOCAL.TrailARN },
      { [member]: SHADOW.TrailARN },
    ]);
    expect(
      requests
        .slice(1)
        .map(({ region }) => region)
        .sort(),
    ).toEqual(["eu-west-1", "us-east-1"]);
  });

  it("is gone where the trail was deleted between list and read, and loses no other", async () => {
    const { gathered } = await fromIreland(
      source,
      script([LOCAL, SHADOW], ({ body }) =>
        body.includes("/local") ? error("TrailNotFoundException") : json({}),
      ),
    );
    expect(gathered.complete).toBe(true);
    expect(callsOf(gathered).slice(1)).toEqual([
      `${operation} eu-west-1 gone`,
      `${operation} us-east-1 ok`,
    ]);
  });

  it("takes it for an answer that a trail is another account's", async () => {
    const { gathered } = await fromIreland(
      source,
      script([LOCAL, SHADOW], ({ body }) =>
        body.includes("/organization") ? error("CloudTrailARNInvalidException") : json({}),
      ),
    );
    expect(gathered.complete).toBe(true);
    expect(callsOf(gathered).slice(1)).toEqual([
      `${operation} eu-west-1 ok`,
      `${operation} us-east-1 absent`,
    ]);
  });

  it("is incomplete where it was denied, and loses no other", async () => {
    const { gathered } = await fromIreland(
      source,
      script([LOCAL, SHADOW], ({ body }) =>
        body.includes("/local") ? error("AccessDeniedException") : json({}),
      ),
    );
    expect(gathered).toMatchObject({
      complete: false,
      incompleteReason: `AccessDeniedException on cloudtrail:${operation}`,
    });
    expect(callsOf(gathered).slice(1)).toEqual([
      `${operation} eu-west-1 denied`,
      `${operation} us-east-1 ok`,
    ]);
  });
});
