import { describe, expect, it } from "vitest";
import { bucketAcl } from "../../../shared/sources/s3/bucket-acl.ts";
import { buckets } from "../../../shared/sources/s3/buckets.ts";
import { regionOfLocation } from "../../../shared/sources/s3/each-bucket.ts";
import { callsOf, gatherFrom, type ScriptedAnswer, type ScriptedRequest } from "./scripted-aws.ts";

type Listed = readonly { readonly name: string; readonly region?: string }[];

const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8"?>${body}`;
const error = (status: number, code: string): ScriptedAnswer => ({
  status,
  body: xml(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`),
});
const page = (listed: Listed, next?: string): ScriptedAnswer => ({
  body: xml(
    `<ListAllMyBucketsResult><Buckets>${listed
      .map(
        ({ name, region }) =>
          `<Bucket><Name>${name}</Name>${region === undefined ? "" : `<BucketRegion>${region}</BucketRegion>`}</Bucket>`,
      )
      .join(
        "",
      )}</Buckets>${next === undefined ? "" : `<ContinuationToken>${next}</ContinuationToken>`}</ListAllMyBucketsResult>`,
  ),
});
const ACL: ScriptedAnswer = {
  body: xml(
    "<AccessControlPolicy><Owner><ID>1</ID></Owner><AccessControlList/></AccessControlPolicy>",
  ),
};
const isList = ({ url }: ScriptedRequest) => /^[^/]+\/\?/.test(url);
const tokenOf = ({ url }: ScriptedRequest) =>
  new URL(`http://${url}`).searchParams.get("continuation-token");

const TWO: Listed = [
  { name: "logs", region: "eu-west-1" },
  { name: "data", region: "us-east-1" },
];

describe("a setting of every bucket", () => {
  it("is asked in each bucket's own region, after one list", async () => {
    const { gathered, requests } = await gatherFrom(
      (request) => (isList(request) ? page(TWO) : ACL),
      bucketAcl,
    );
    expect(gathered).toMatchObject({ complete: true });
    expect(callsOf(gathered)).toEqual([
      "ListBuckets us-east-1 ok",
      "GetBucketAcl eu-west-1 ok",
      "GetBucketAcl us-east-1 ok",
    ]);
    expect(gathered.calls[0]?.input).toEqual({ MaxBuckets: 1000 });
    expect(
      requests
        .slice(1)
        .map(({ region, url }) => `${region} ${url.replace(/^[^/]+/, "")}`)
        .sort(),
    ).toEqual(["eu-west-1 /logs/?acl=", "us-east-1 /data/?acl="]);
  });

  it("is asked for the buckets of every page", async () => {
    const { gathered } = await gatherFrom((request) => {
      if (!isList(request)) return ACL;
      return tokenOf(request) === null
        ? page([{ name: "logs", region: "eu-west-1" }], "second page")
        : page([{ name: "data", region: "us-east-1" }]);
    }, bucketAcl);
    expect(gathered.complete).toBe(true);
    expect(callsOf(gathered)).toEqual([
      "ListBuckets us-east-1 ok",
      "ListBuckets us-east-1 ok",
      "GetBucketAcl eu-west-1 ok",
      "GetBucketAcl us-east-1 ok",
    ]);
  });

  it("goes on over an empty page with a token", async () => {
    const { gathered } = await gatherFrom((request) => {
      if (!isList(request)) return ACL;
      return tokenOf(request) === null ? page([], "second page") : page(TWO);
    }, bucketAcl);
    expect(gathered.complete).toBe(true);
    expect(gathered.calls).toHaveLength(4);
  });

  it("is asked once for a bucket that two pages list", async () => {
    const { gathered } = await gatherFrom((request) => {
      if (!isList(request)) return ACL;
      return tokenOf(request) === null ? page(TWO, "second page") : page(TWO);
    }, bucketAcl);
    expect(gathered).toMatchObject({ complete: true });
    expect(gathered.calls).toHaveLength(4);
  });

  it("is incomplete when a paging token repeats, with what was listed read", async () => {
    const { gathered } = await gatherFrom(
      (request) => (isList(request) ? page(TWO, "again and again") : ACL),
      bucketAcl,
    );
    expect(gathered).toMatchObject({
      complete: false,
      incompleteReason: "ListBuckets gave a paging token that it had given before",
    });
    expect(callsOf(gathered).filter((call) => call.startsWith("GetBucketAcl"))).toHaveLength(2);
  });

  it("is incomplete when a later page is denied, with what was listed read", async () => {
    const { gathered } = await gatherFrom((request) => {
      if (!isList(request)) return ACL;
      return tokenOf(request) === null ? page(TWO, "second page") : error(403, "AccessDenied");
    }, bucketAcl);
    expect(gathered).toMatchObject({
      complete: false,
      incompleteReason: "AccessDenied on s3:ListBuckets",
    });
    expect(callsOf(gathered).slice(2)).toEqual([
      "GetBucketAcl eu-west-1 ok",
      "GetBucketAcl us-east-1 ok",
    ]);
  });

  it("is complete when a bucket was deleted between list and read, and loses no other", async () => {
    const { gathered } = await gatherFrom((request) => {
      if (isList(request)) return page(TWO);
      return request.url.includes("/logs") ? error(404, "NoSuchBucket") : ACL;
    }, bucketAcl);
    expect(gathered.complete).toBe(true);
    expect(callsOf(gathered).slice(1)).toEqual([
      "GetBucketAcl eu-west-1 gone",
      "GetBucketAcl us-east-1 ok",
    ]);
  });

  it("is incomplete when one bucket is denied, and loses no other", async () => {
    const { gathered } = await gatherFrom((request) => {
      if (isList(request)) return page(TWO);
      return request.url.includes("/logs") ? error(403, "AccessDenied") : ACL;
    }, bucketAcl);
    expect(gathered).toMatchObject({
      complete: false,
      incompleteReason: "AccessDenied on s3:GetBucketAcl",
    });
    expect(callsOf(gathered).slice(1)).toEqual([
      "GetBucketAcl eu-west-1 denied",
      "GetBucketAcl us-east-1 ok",
    ]);
  });

  it("asks where a bucket lies only when the list does not say", async () => {
    const { gathered } = await gatherFrom((request) => {
      if (isList(request)) return page([{ name: "old" }, { name: "new", region: "eu-north-1" }]);
      if (request.url.includes("location")) {
        return {
          body: xml(
            '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">EU</LocationConstraint>',
          ),
        };
      }
      return ACL;
    }, bucketAcl);
    expect(callsOf(gathered).sort()).toEqual([
      "GetBucketAcl eu-north-1 ok",
      "GetBucketAcl eu-west-1 ok",
      "GetBucketLocation us-east-1 ok",
      "ListBuckets us-east-1 ok",
    ]);
  });

  it("is incomplete when a bucket has no name", async () => {
    const { gathered } = await gatherFrom(
      () => ({
        body: xml("<ListAllMyBucketsResult><Buckets><Bucket/></Buckets></ListAllMyBucketsResult>"),
      }),
      bucketAcl,
    );
    expect(gathered).toMatchObject({
      complete: false,
      incompleteReason: "ListBuckets gave a bucket without a name",
    });
  });

  it("is complete, with the empty list as evidence, where there is no bucket", async () => {
    const { gathered } = await gatherFrom(() => page([]), buckets);
    expect(gathered.complete).toBe(true);
    expect(gathered.calls.map(({ response }) => response)).toEqual([{ Buckets: [] }]);
  });
});

describe("a location constraint", () => {
  it.each([
    ["that is missing means us-east-1", undefined, "us-east-1"],
    ["that is empty means us-east-1", "", "us-east-1"],
    ["of S3's oldest form means eu-west-1", "EU", "eu-west-1"],
    ["is otherwise the region", "ap-south-1", "ap-south-1"],
  ])("%s", (_sentence, constraint, expected) => {
    expect(regionOfLocation(constraint)).toBe(expected);
  });
});
