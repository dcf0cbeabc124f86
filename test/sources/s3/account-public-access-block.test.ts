import { NodeHttpHandler } from "@smithy/node-http-handler";
import { ConfiguredRetryStrategy } from "@smithy/util-retry";
import { describe, expect, it } from "vitest";
import { accountPublicAccessBlock } from "../../../shared/sources/s3/account-public-access-block.ts";
import { s3Control } from "../../../shared/sources/s3-control/service.ts";
import { callsOf, gatherFrom } from "./scripted-aws.ts";

const BLOCK =
  "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>";

describe("the account's public access block", () => {
  it("is asked at another endpoint's own host, with a signature for that host", async () => {
    const { gathered, requests } = await gatherFrom(
      () => ({ body: BLOCK }),
      accountPublicAccessBlock,
    );
    expect(gathered).toMatchObject({ complete: true });
    expect(gathered.calls[0]).toMatchObject({
      service: "s3-control",
      operation: "GetPublicAccessBlock",
      input: { AccountId: "123456789012" },
      response: { PublicAccessBlockConfiguration: { BlockPublicAcls: true } },
    });
    expect(requests.map(({ url }) => url)).toEqual([
      expect.stringMatching(/^127\.0\.0\.1:\d+\/v20180820\/configuration\/publicAccessBlock$/),
    ]);
  });

  it("is asked of AWS at the account's own host", async () => {
    const hosts: string[] = [];
    class Watching extends NodeHttpHandler {
      override async handle(request: Parameters<NodeHttpHandler["handle"]>[0]): Promise<never> {
        hosts.push(`${request.hostname} ${request.headers.host}`);
        throw new Error("seen");
      }
    }
    const sdk = await s3Control.load();
    const client = s3Control.connect(sdk, {
      region: "eu-west-1",
      credentials: async () => ({ accessKeyId: "testing", secretAccessKey: "testing" }),
      retryStrategy: new ConfiguredRetryStrategy(1),
      requestHandler: new Watching(),
    });
    const command = new sdk.GetPublicAccessBlockCommand({ AccountId: "123456789012" });
    await expect(client.send(command)).rejects.toThrow("seen");
    const host = "123456789012.s3-control.eu-west-1.amazonaws.com";
    expect(hosts).toEqual([`${host} ${host}`]);
  });

  it("takes the error that there is none for an answer", async () => {
    const code = "NoSuchPublicAccessBlockConfiguration";
    const { gathered } = await gatherFrom(
      () => ({ status: 404, body: `<Error><Code>${code}</Code><Message>no</Message></Error>` }),
      accountPublicAccessBlock,
    );
    expect(gathered.complete).toBe(true);
    expect(callsOf(gathered)).toEqual(["GetPublicAccessBlock us-east-1 absent"]);
  });
});
