import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createCapture, type Gathered } from "../../../shared/capture/capture.ts";
import { createLimiter } from "../../../shared/capture/limits.ts";
import { flowLogs } from "../../../shared/sources/ec2/flow-logs.ts";
import { images } from "../../../shared/sources/ec2/images.ts";
import { instances } from "../../../shared/sources/ec2/instances.ts";
import { networkAcls } from "../../../shared/sources/ec2/network-acls.ts";
import { networkInterfaces } from "../../../shared/sources/ec2/network-interfaces.ts";
import { routeTables } from "../../../shared/sources/ec2/route-tables.ts";
import { securityGroups } from "../../../shared/sources/ec2/security-groups.ts";
import { snapshots } from "../../../shared/sources/ec2/snapshots.ts";
import { subnets } from "../../../shared/sources/ec2/subnets.ts";
import { volumes } from "../../../shared/sources/ec2/volumes.ts";
import { vpcs } from "../../../shared/sources/ec2/vpcs.ts";
import type { Source } from "../../../shared/sources/source.ts";

const PAGE = { MaxResults: 1000 };

/**
 * Name, operation, the list in the answer, the XML element that holds it (EC2's Query API), and what
 * the first page is asked with.
 */
const LISTINGS: readonly (readonly [
  source: Source,
  operation: string,
  list: string,
  element: string,
  input: Readonly<Record<string, unknown>>,
])[] = [
  [securityGroups, "DescribeSecurityGroups", "SecurityGroups", "securityGroupInfo", PAGE],
  [
    networkInterfaces,
    "DescribeNetworkInterfaces",
    "NetworkInterfaces",
    "networkInterfaceSet",
    PAGE,
  ],
  [networkAcls, "DescribeNetworkAcls", "NetworkAcls", "networkAclSet", PAGE],
  [vpcs, "DescribeVpcs", "Vpcs", "vpcSet", PAGE],
  [subnets, "DescribeSubnets", "Subnets", "subnetSet", PAGE],
  [flowLogs, "DescribeFlowLogs", "FlowLogs", "flowLogSet", PAGE],
  [volumes, "DescribeVolumes", "Volumes", "volumeSet", PAGE],
  [instances, "DescribeInstances", "Reservations", "reservationSet", PAGE],
  [routeTables, "DescribeRouteTables", "RouteTables", "routeTableSet", { MaxResults: 100 }],
  [images, "DescribeImages", "Images", "imagesSet", { Owners: ["self"], ...PAGE }],
  [snapshots, "DescribeSnapshots", "Snapshots", "snapshotSet", { OwnerIds: ["self"], ...PAGE }],
];

const DENIED = `<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors><RequestID>r</RequestID></Response>`;

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});

/** Answers each request by its paging token, in EC2's XML, and gathers the source from it. */
async function gathered(
  source: Source,
  answerTo: (token: string | null, operation: string) => string | "denied",
): Promise<Gathered> {
  const running = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const asked = new URLSearchParams(body);
      const answer = answerTo(asked.get("NextToken"), asked.get("Action") ?? "");
      response.writeHead(answer === "denied" ? 403 : 200, { "content-type": "text/xml" });
      response.end(answer === "denied" ? DENIED : answer);
    });
  });
  server = running;
  await new Promise<void>((resolve) => running.listen(0, "127.0.0.1", resolve));
  const { port } = running.address() as AddressInfo;
  const capture = createCapture({
    credentials: async () => ({ accessKeyId: "testing", secretAccessKey: "testing" }),
    endpoint: `http://127.0.0.1:${port}`,
    limiter: createLimiter(1),
    redact: (call) => ({ call, redactions: [] }),
    retry: { maxAttempts: 1, delayMs: () => 0 },
    deadline: new AbortController().signal,
    now: () => new Date("2026-11-22T06:00:00Z"),
    wait: async () => {},
    requestTimeoutMs: 5_000,
  });
  try {
    return await capture.gather(source, {
      region: "eu-west-1",
      account: "123456789012",
      partition: "aws",
    });
  } finally {
    capture.close();
  }
}

const page = (operation: string, element: string, token = "", items = "") =>
  `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><${element}>${items}</${element}><nextToken>${token}</nextToken></${operation}Response>`;
const short = ({ calls, complete, incompleteReason }: Gathered) => ({
  complete,
  incompleteReason,
  calls: calls.map(({ operation, region, input, outcome }) => ({
    operation,
    region,
    input,
    outcome,
  })),
});

describe.each(LISTINGS.map((listing) => [listing[0].name, ...listing] as const))(
  "%s",
  (_name, source, operation, list, element, input) => {
    const call = (outcome: string, NextToken?: string) => ({
      operation,
      region: "eu-west-1",
      input: { ...input, ...(NextToken === undefined ? {} : { NextToken }) },
      outcome,
    });

    it("is read in the largest pages to the last one, which has an empty token", async () => {
      const found = await gathered(source, (token) =>
        page(operation, element, token === null ? "two" : ""),
      );
      expect(short(found)).toEqual({
        complete: true,
        incompleteReason: undefined,
        calls: [call("ok"), call("ok", "two")],
      });
    });

    it("keeps an empty list as evidence", async () => {
      const found = await gathered(source, () => page(operation, element));
      expect(found.complete).toBe(true);
      expect(found.calls[0]?.response).toMatchObject({ [list]: [] });
    });

    it("goes on past an empty page that has a token", async () => {
      const found = await gathered(source, (token) =>
        token === null
          ? page(operation, element, "two")
          : page(operation, element, "", "<item><tagSet/></item>"),
      );
      expect(found.complete).toBe(true);
      expect(found.calls[1]?.response).toMatchObject({ [list]: [{}] });
    });

    it("is incomplete when a token repeats", async () => {
      const found = await gathered(source, () => page(operation, element, "again"));
      expect(short(found)).toEqual({
        complete: false,
        incompleteReason: `${operation} gave a paging token that it had given before`,
        calls: [call("ok"), call("ok", "again")],
      });
    });

    it("is incomplete when the first page is denied", async () => {
      const found = await gathered(source, () => "denied");
      expect(short(found)).toEqual({
        complete: false,
        incompleteReason: `UnauthorizedOperation on ec2:${operation}`,
        calls: [call("denied")],
      });
    });

    it("is incomplete when a later page is denied", async () => {
      const found = await gathered(source, (token) =>
        token === null ? page(operation, element, "two") : "denied",
      );
      expect(short(found)).toEqual({
        complete: false,
        incompleteReason: `UnauthorizedOperation on ec2:${operation}`,
        calls: [call("ok"), call("denied", "two")],
      });
    });

    it("needs the one permission of its call", () => {
      expect(source.operations.flatMap(({ name, actions }) => [name, ...actions])).toEqual([
        operation,
        `ec2:${operation}`,
      ]);
      expect(source.scope).toBe("regional");
    });
  },
);
