import type { Terminal } from "./terminal.ts";

/** The region of the environment or profile; AWS's oldest where neither names one. */
export async function configuredRegion(env: Terminal["env"]): Promise<string> {
  if (env.AWS_DEFAULT_REGION !== undefined && env.AWS_REGION === undefined) {
    return env.AWS_DEFAULT_REGION;
  }
  const { STSClient } = await import("@aws-sdk/client-sts");
  return new STSClient({}).config.region().catch(() => "us-east-1");
}
