import { service } from "../service.ts";

/** IAM Access Analyzer: an endpoint in each region. */
export const accessAnalyzer = service({
  name: "access-analyzer",
  cli: "accessanalyzer",
  load: () => import("@aws-sdk/client-accessanalyzer"),
  connect: (sdk, settings) => new sdk.AccessAnalyzerClient(settings),
});
