import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CfnLayerVersion } from "aws-cdk-lib/aws-lambda";
import { Asset } from "aws-cdk-lib/aws-s3-assets";
import { Construct } from "constructs";
import type { EffectiveConfig } from "../../shared/config/effective-config.ts";
import { storedJson } from "../../shared/evidence/serialize.ts";
import { RUNTIME } from "./evidence-function.ts";

/**
 * The effective configuration as a Lambda layer, `/opt/soc2/config.json`. Not in the bundle, whose
 * hash has to equal the published release's; byte for byte what every snapshot seals as `config.json`.
 */
export class ConfigurationLayer extends Construct {
  /** The ARN of the layer's version. */
  readonly arn: string;

  constructor(scope: Construct, id: string, config: EffectiveConfig) {
    super(scope, id);
    const folder = mkdtempSync(join(tmpdir(), "soc2-config-"));
    try {
      mkdirSync(join(folder, "soc2"));
      writeFileSync(join(folder, "soc2", "config.json"), storedJson(config));
      // Copied into the cloud assembly here and now.
      const asset = new Asset(this, "File", { path: folder });
      const layer = new CfnLayerVersion(this, "Layer", {
        description: "The effective configuration of soc2-evidence.",
        content: { s3Bucket: asset.s3BucketName, s3Key: asset.s3ObjectKey },
        compatibleRuntimes: [RUNTIME.runtime],
        compatibleArchitectures: RUNTIME.architectures,
      });
      this.arn = layer.ref;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}
