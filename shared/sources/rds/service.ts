import { service } from "../service.ts";

/** Amazon RDS, Aurora included; it also lists the databases of Neptune and DocumentDB. */
export const rds = service({
  name: "rds",
  cli: "rds",
  load: () => import("@aws-sdk/client-rds"),
  connect: (sdk, settings) => new sdk.RDSClient(settings),
});
