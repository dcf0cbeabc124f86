import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { instances, nameOfInstance } from "./instances.ts";

/**
 * `HttpTokens` is `required` where a program must first fetch a session token, and `optional` where
 * a single request is answered. With `HttpEndpoint` `disabled` nothing is answered at all.
 */
export const instanceRequiresImdsv2 = check({
  id: "ec2.instance-requires-imdsv2",
  title: "Every instance requires session tokens of its metadata service",
  severity: "high",
  controls: [covers("NW-04", "instance metadata options")],
  why: "Without tokens, anyone who can make a web server on the machine fetch an address of their choosing gets the credentials of the machine's role. Large breaches began that way.",
  fix: {
    downtime: "none",
    steps:
      "See in CloudWatch (MetadataNoToken is 0) that nothing asks without a token any more, update SDKs that do, then require tokens; it holds at once and without a restart. Make it the account's default for new instances too.",
    cli: "aws ec2 modify-instance-metadata-options --region REGION --instance-id INSTANCE_ID --http-tokens required --http-endpoint enabled; aws ec2 modify-instance-metadata-defaults --region REGION --http-tokens required",
    cdk: 'new ec2.Instance(this, "Host", { vpc, instanceType, machineImage, requireImdsv2: true });',
  },
  references: {
    cis: { "5.0.0": "5.7" },
    fsbp: ["EC2.8"],
    prowler: ["ec2_instance_imdsv2_enabled"],
    docs: [
      "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsResponse.html",
      "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
    ],
  },
  population: instances,
  judge(instance) {
    const name = nameOfInstance(instance.value);
    const endpoint = instance.at("MetadataOptions").at("HttpEndpoint");
    const tokens = instance.at("MetadataOptions").at("HttpTokens");
    if (endpoint.value === "disabled") {
      return pass(`The metadata service of ${name} is switched off.`, endpoint);
    }
    switch (tokens.value) {
      case "required":
        return pass(`The metadata service of ${name} requires session tokens.`, tokens);
      case "optional":
        return fail(`The metadata service of ${name} answers without a session token.`, tokens);
      default:
        return indeterminate(
          `EC2 does not say whether the metadata service of ${name} requires session tokens.`,
          tokens,
        );
    }
  },
});
