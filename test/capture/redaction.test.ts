import { describe, expect, it } from "vitest";
import { commandLine } from "../../shared/capture/command-line.ts";
import { redactSentence } from "../../shared/capture/redact-sentence.ts";
import { lengthBucket, redact } from "../../shared/capture/redaction.ts";
import { type Call, callSchema, type Json } from "../../shared/evidence/evidence-object.ts";
import { callWith, KEPT_NAME, plant, SECRET_PLACES } from "./secret-places.ts";

/** Looks like nothing: only a rule can find it. */
const PLAIN = "quiet harbour lantern";
/** AWS's own example of a key pair, from the IAM user guide. */
const KEY_ID = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

function at(document: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce((holder, key) => (holder as Record<string, unknown>)[key], document);
}

describe("a secret planted in each place that AWS's API reference names (CASES 33)", () => {
  it.each(SECRET_PLACES)("$service $operation $path", ({ service, operation, path }) => {
    const { call, redactions } = redact(callWith(service, operation, plant(path, PLAIN)));

    expect(JSON.stringify(call)).not.toContain(PLAIN);
    expect(callSchema.parse(call)).toEqual(call);
    if (/\*|\.[vV]alue$/.test(path)) expect(JSON.stringify(call)).toContain(KEPT_NAME);
    expect(redactions).toHaveLength(1);
    for (const { pointer, rule } of redactions) {
      const there = at(call, pointer);
      const marker = path.includes("<json>") ? JSON.stringify(there) : there;
      if (typeof marker === "string") expect(marker).toContain(rule);
      else expect(marker).toMatchObject({ redacted: rule, length: "16-31" });
    }
  });

  it.each(SECRET_PLACES)(
    "is cut in another shape too: $service $path",
    ({ service, operation, path }) => {
      const shapes: Json[] = [{ deep: [PLAIN, { deeper: PLAIN }] }, [[PLAIN]], [{ name: PLAIN }]];
      for (const shape of shapes) {
        const { call } = redact(callWith(service, operation, plant(path, shape)));
        expect(JSON.stringify(call)).not.toContain(PLAIN);
      }
    },
  );

  it.each(SECRET_PLACES.filter(({ path }) => path.includes("[]") && !path.includes("<json>")))(
    "is cut where a list turns out to be a map: $service $path",
    ({ service, operation, path }) => {
      const { call } = redact(
        callWith(service, operation, plant(path.replaceAll("[]", ".*"), PLAIN)),
      );
      expect(JSON.stringify(call)).not.toContain(PLAIN);
    },
  );

  it("is cut where the answer ends above the place that a path leads to", () => {
    for (const response of [
      { Functions: [{ Environment: PLAIN }] },
      { Functions: PLAIN },
      { Configuration: [PLAIN] },
    ]) {
      expect(JSON.stringify(redact(callWith("lambda", "ListFunctions", response)))).not.toContain(
        PLAIN,
      );
    }
  });

  it("is cut where JSON was expected and the text is none", () => {
    for (const CloudTrailEvent of [PLAIN, `{"requestParameters": {"x": "${PLAIN}`, `"${PLAIN}"`]) {
      const call = callWith("cloudtrail", "LookupEvents", { Events: [{ CloudTrailEvent }] });
      expect(JSON.stringify(redact(call))).not.toContain(PLAIN);
    }
  });
});

describe("what a rule covers", () => {
  const environment = (Variables: Json) =>
    redact(callWith("lambda", "GetFunctionConfiguration", { Environment: { Variables } }));

  it.each([
    ["numbers and switches", { PORT: 5432, DEBUG: true }, "1-7"],
    ["what seems harmless", { STAGE: "prod" }, "1-7"],
    ["an empty text", { EMPTY: "" }, "0"],
  ])("cuts %s", (_, variables, length) => {
    const { call } = environment(variables);
    const cut = Object.fromEntries(
      Object.keys(variables).map((name) => [
        name,
        { redacted: "lambda-environment", length, detected: [] },
      ]),
    );
    expect(call.response).toEqual({ Environment: { Variables: cut } });
  });

  it.each([
    ["a secret key of AWS", SECRET_KEY, ["aws-secret-key"]],
    ["a key id of AWS", KEY_ID, ["aws-access-key-id"]],
    ["an address with a password", "postgres://app:pw@db.internal/app", ["connection-string"]],
    ["base64 of a key", Buffer.from(`k=${SECRET_KEY}`).toString("base64"), ["aws-secret-key"]],
    ["a random key of nobody's", "9fQ2xLw7ZpR4vT8nK1sB", ["high-entropy"]],
    ["a UUID", "0b9f1c9e-6a5f-4d0e-9b7a-1f2e3d4c5b6a", []],
    ["a bucket's name", "acme-billing-exports-eu-west-1-123456789012", []],
    ["an address", "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", []],
  ])("says that it found %s", (_, value, detected) => {
    expect(environment({ SETTING: value }).call.response).toMatchObject({
      Environment: { Variables: { SETTING: { detected } } },
    });
  });

  it("says that the variable's name speaks of a secret", () => {
    expect(environment({ DB_PASSWORD: "lantern" }).call.response).toMatchObject({
      Environment: { Variables: { DB_PASSWORD: { detected: ["secret-name"] } } },
    });
  });

  it("cannot be evaded by a value that looks as if it had been cut before", () => {
    const forged = { redacted: PLAIN, length: PLAIN, detected: [PLAIN] };
    expect(JSON.stringify(environment({ X: forged }))).not.toContain(PLAIN);
  });

  it("escapes names in pointers, and keeps a member named __proto__", () => {
    const variables = JSON.parse(`{"a/b~c": "${PLAIN}", "__proto__": "${PLAIN}"}`) as Json;
    const { call, redactions } = environment(variables);
    expect(redactions.map(({ pointer }) => pointer)).toEqual([
      "/response/Environment/Variables/a~1b~0c",
      "/response/Environment/Variables/__proto__",
    ]);
    expect(JSON.stringify(call)).not.toContain(PLAIN);
  });

  it("leaves nulls and empty lists, which say nothing", () => {
    const call = callWith("ssm", "GetParameters", { Parameters: [], InvalidParameters: null });
    expect(redact(call)).toEqual({ call, redactions: [] });
  });
});

describe("what stays", () => {
  const rows: readonly (readonly [what: string, service: string, response: Json])[] = [
    ["tags named like a rule's member", "lambda", { Tags: { Environment: "prod", env: "x" } }],
    ["tags of jobs", "batch", { jobDefinitions: [{ tags: { env: "prod", command: "x" } }] }],
    [
      "what a build runs on",
      "codebuild",
      {
        projects: [{ environment: { image: "aws/codebuild/standard:7.0", privilegedMode: true } }],
      },
    ],
    [
      "a container's name, image and references to secrets",
      "ecs",
      {
        taskDefinition: {
          containerDefinitions: [
            {
              name: "app",
              image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1",
              secrets: [{ name: "DB_PASSWORD", valueFrom: "arn:aws:ssm:eu-west-1:1:parameter/x" }],
              privileged: false,
            },
          ],
        },
      },
    ],
    ["names of stacks", "cloudformation", { Stacks: [{ StackName: "app", StackStatus: "OK" }] }],
    ["paging tokens", "cloudtrail", { Trails: [], NextToken: "c2VjcmV0PW5vdGhpbmc-random9" }],
    ["e-mail addresses", "sns", { Subscriptions: [{ Endpoint: "security@example.com" }] }],
    [
      "ARNs of subscribers",
      "sns",
      { Subscriptions: [{ Endpoint: "arn:aws:lambda:eu-west-1:123456789012:function:page" }] },
    ],
    [
      "who did what when, and whether with MFA",
      "cloudtrail",
      {
        Events: [
          {
            AccessKeyId: KEY_ID,
            CloudTrailEvent: JSON.stringify({
              userIdentity: { type: "Root", accessKeyId: KEY_ID },
              eventName: "ConsoleLogin",
              additionalEventData: { MFAUsed: "No" },
              requestParameters: null,
            }),
          },
        ],
      },
    ],
    [
      "columns of a query that hold no configuration",
      "config-service",
      { Results: ['{"resourceId":"sg-1","resourceType":"AWS::EC2::SecurityGroup"}'] },
    ],
    ["key ids in IAM's answers", "iam", { AccessKeyMetadata: [{ AccessKeyId: KEY_ID }] }],
    ["key ids in IAM's texts", "iam", { Message: `The key ${KEY_ID} is inactive` }],
    [
      "key ids under their own name, whoever answers",
      "sso",
      { RoleCredentials: { accessKeyId: KEY_ID } },
    ],
    ["key ids under their own name", "guardduty", { Resource: { accessKeyId: KEY_ID } }],
    [
      "policy documents",
      "iam",
      {
        PolicyDocument: encodeURIComponent(
          JSON.stringify({
            Statement: [
              {
                Sid: "DenySecret",
                Effect: "Deny",
                Action: ["secretsmanager:GetSecretValue", "iam:CreateAccessKey"],
                Resource: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf",
                Condition: {
                  DateLessThan: { "aws:TokenIssueTime": "2026-01-01T00:00:00Z" },
                  StringEquals: { "token.actions.githubusercontent.com:sub": "repo:acme/app:*" },
                  Bool: { "aws:SecureTransport": "false" },
                },
              },
            ],
          }),
        ),
      },
    ],
    [
      "patterns of metric filters",
      "logs",
      {
        metricFilters: [
          {
            filterPattern:
              '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
          },
          { filterPattern: "{($.eventName=DeleteAccessKey)||($.eventName=CreateAccessKey)}" },
        ],
      },
    ],
    ["switches named like secrets", "ec2", { MetadataOptions: { HttpTokens: "required" } }],
    ["tags that only speak of secrets", "s3", { TagSet: [{ Key: "has-secret", Value: "true" }] }],
  ];
  it.each(rows)("%s (%s)", (_, service, response) => {
    const call = callWith(service, "Describe", response);
    expect(redact(call)).toEqual({ call, redactions: [] });
  });

  it("the credential report, byte for byte, whatever it reads like", () => {
    const Content = Buffer.from("user,arn\npassword=lantern9,x\n").toString("base64");
    const call = callWith("iam", "GetCredentialReport", { Content, ReportFormat: "text/csv" });
    expect(redact(call)).toEqual({ call, redactions: [] });
    const elsewhere = redact(callWith("iam", "GetPolicy", { Content }));
    expect(JSON.stringify(elsewhere)).not.toContain(Content);
  });
});

describe("texts that hold a secret where no rule points", () => {
  const planted = `password=${SECRET_KEY.toLowerCase().slice(0, 12)}`;
  const rows: readonly (readonly [what: string, response: Json])[] = [
    ["a description", { SecurityGroups: [{ Description: `see wiki, ${planted}` }] }],
    ["a tag's value", { Tags: [{ Key: "note", Value: planted }] }],
    ["a log line", { events: [{ message: `POST /login ${planted}&user=x` }] }],
    ["a URL-encoded policy document", { Document: encodeURIComponent(`{"Sid":"${planted}"}`) }],
    [
      "base64 of a script",
      { Blob: Buffer.from(`#!/bin/sh\nexport ${planted}\n`).toString("base64") },
    ],
    ["half-broken URL escapes", { Document: `%E0%A4%A %22${encodeURIComponent(planted)}` }],
  ];
  it.each(rows)("%s", (_, response) => {
    const { call, redactions } = redact(callWith("ec2", "Describe", response));
    const [redaction] = redactions;
    expect(redactions).toHaveLength(1);
    expect(at(call, redaction?.pointer ?? "")).toMatchObject({
      redacted: "detected-secret",
      detected: ["password-assignment"],
    });
  });

  it("a tag's value goes for its key's sake, and the key stays", () => {
    const { call } = redact(
      callWith("ec2", "DescribeTags", { Tags: [{ Key: "db-password", Value: "lantern" }] }),
    );
    expect(call.response).toEqual({
      Tags: [
        {
          Key: "db-password",
          Value: { redacted: "named-secret", length: "1-7", detected: ["secret-name"] },
        },
      ],
    });
  });

  it("a key id beside its secret goes, in IAM too", () => {
    const text = `${KEY_ID} ${SECRET_KEY}`;
    const { call } = redact(callWith("iam", "GetUser", { User: { Path: text } }));
    expect(JSON.stringify(call)).not.toContain(SECRET_KEY);
    expect(JSON.stringify(call)).not.toContain(KEY_ID);
  });

  it("a key id in the free text of another service goes", () => {
    const { call } = redact(callWith("ec2", "Describe", { Description: `uses ${KEY_ID}` }));
    expect(JSON.stringify(call)).not.toContain(KEY_ID);
  });
});

describe("input, error and command", () => {
  it("cuts what was asked, and the command that repeats it, which stays a text", () => {
    const input = {
      Filters: [{ Name: "tag:note", Values: [`it's password=lantern9`] }],
      MaxResults: 5,
    };
    const asked = { cli: "ec2", operation: "DescribeTags", region: "eu-west-1", input };
    const { call, redactions } = redact(
      callWith("ec2", "DescribeTags", {}, { input, command: commandLine(asked) }),
    );
    const marker = {
      redacted: "detected-secret",
      length: "16-31",
      detected: ["password-assignment"],
    };
    const cut = { Filters: [{ Name: "tag:note", Values: [marker] }], MaxResults: 5 };
    expect(call.input).toEqual(cut);
    expect(call.command).toBe(commandLine({ ...asked, input: cut as unknown as typeof input }));
    expect(redactions).toEqual([
      { pointer: "/input/Filters/0/Values/0", rule: "detected-secret" },
      { pointer: "/command", rule: "detected-secret" },
    ]);
  });

  it("cuts the match out of an error message, and keeps what it says", () => {
    const { response: _, ...call } = callWith("ec2", "DescribeTags", {});
    const failed: Call = {
      ...call,
      outcome: "error",
      error: {
        code: "ValidationError",
        message: `Value postgres://app:lantern@db/app for 'url' is invalid; token=lantern9 too`,
      },
    };
    expect(redact(failed)).toEqual({
      call: {
        ...failed,
        error: {
          code: "ValidationError",
          message:
            "Value [redacted: connection-string] for 'url' is invalid; token=[redacted: password-assignment] too",
        },
      },
      redactions: [{ pointer: "/error/message", rule: "detected-secret" }],
    });
  });

  it("cuts all of a message that hides a secret in an encoding", () => {
    const message = `Bad document: ${encodeURIComponent('{"password":"lantern"}')}`;
    const { call } = redact({
      ...callWith("iam", "GetPolicy", null),
      error: { code: "Malformed", message },
    });
    expect(call.error?.message).toBe("[redacted: password-assignment]");
  });

  it("cuts a secret out of a command that the input does not hold", () => {
    const { call, redactions } = redact(
      callWith("ec2", "DescribeTags", {}, { command: "aws ec2 x --password lantern9" }),
    );
    expect(call.command).toBe("aws ec2 x --password [redacted: password-assignment]");
    expect(redactions).toEqual([{ pointer: "/command", rule: "detected-secret" }]);
  });

  it("copies nothing that it cuts nothing out of", () => {
    const open = { Name: "open", Tags: [{ Key: "owner", Value: "platform" }] };
    const secret = { Name: "closed", Tags: [{ Key: "password", Value: "lantern9" }] };
    const asked = callWith("ec2", "DescribeThings", { Things: [open, secret] });
    const answered = redact(asked).call.response as { Things: unknown[] };
    expect(answered.Things[0]).toBe(open);
    expect(answered.Things[1]).not.toEqual(secret);
    const harmless = callWith("ec2", "DescribeThings", { Things: [open] });
    expect(redact(harmless).call.response).toBe(harmless.response);
  });

  it("cuts a secret out of a sentence of our own", () => {
    expect(redactSentence("The bucket token=lantern9 has no region")).toBe(
      "The bucket token=[redacted: password-assignment] has no region",
    );
  });
});

it.each([
  [0, "0"],
  [1, "1-7"],
  [7, "1-7"],
  [8, "8-15"],
  [15, "8-15"],
  [16, "16-31"],
  [31, "16-31"],
  [32, "32-63"],
  [63, "32-63"],
  [64, "64+"],
  [10_000, "64+"],
])("a length of %i is told as %s", (length, bucket) => {
  expect(lengthBucket(length)).toBe(bucket);
});
