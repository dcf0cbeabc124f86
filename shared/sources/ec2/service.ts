import { service } from "../service.ts";

/** Amazon EC2, which also answers for VPC networking and the list of regions. */
export const ec2 = service({
  name: "ec2",
  cli: "ec2",
  load: () => import("@aws-sdk/client-ec2"),
  connect: (sdk, settings) => new sdk.EC2Client(settings),
});
