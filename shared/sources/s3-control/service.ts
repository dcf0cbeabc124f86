import { service } from "../service.ts";

/**
 * Amazon S3, account level.
 *
 * Its client asks `<account>.<host>`. Where another endpoint is set, that is no name at all before
 * an address (`123456789012.127.0.0.1`) and seldom one that resolves, so the client is given a name
 * to put the account before, and the endpoint's own host is asked.
 */
export const s3Control = service({
  name: "s3-control",
  cli: "s3control",
  load: () => import("@aws-sdk/client-s3-control"),
  connect: (sdk, settings) => {
    if (settings.endpoint === undefined) return new sdk.S3ControlClient(settings);
    const endpoint = new URL(settings.endpoint);
    const { hostname } = endpoint;
    // RFC 2606: a name that never resolves, should it ever be asked.
    endpoint.hostname = "endpoint.invalid";
    const client = new sdk.S3ControlClient({ ...settings, endpoint: endpoint.href });
    client.middlewareStack.add(
      (next) => (args) => {
        const { request } = args;
        if (typeof request === "object" && request !== null && "hostname" in request) {
          request.hostname = hostname;
        }
        return next(args);
      },
      // Before the host header is set and the request signed.
      { step: "build", priority: "high", name: "askEndpointHost" },
    );
    return client;
  },
});
