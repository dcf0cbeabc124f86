import { service } from "../service.ts";

/**
 * Amazon S3, account level.
 *
 * Its client asks `<account>.<host>`. Where another endpoint is set, that name seldom resolves (an
 * emulator on loopback has one host), so the endpoint's own host is asked as it stands.
 */
export const s3Control = service({
  name: "s3-control",
  cli: "s3control",
  load: () => import("@aws-sdk/client-s3-control"),
  connect: (sdk, settings) => {
    const client = new sdk.S3ControlClient(settings);
    if (settings.endpoint !== undefined) {
      const { hostname } = new URL(settings.endpoint);
      client.middlewareStack.add(
        (next) => (args) => {
          const { request } = args;
          if (typeof request === "object" && request !== null && "hostname" in request) {
            request.hostname = hostname;
          }
          return next(args);
        },
        // Before the host header is set and the request signed.
        { step: "build", priority: "high", name: "keepEndpointHost" },
      );
    }
    return client;
  },
});
