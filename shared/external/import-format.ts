import type { ImportedFrom } from "./external-object.ts";
import { at, listAt, numberAt, textAt } from "./foreign-json.ts";

/** A format of findings that can be imported. */
export type ImportFormat = ImportedFrom["format"];

/** What a finding says of itself: its format, and why it cannot be read where it cannot. */
export type Recognized =
  | { readonly format: ImportFormat; readonly tool: string; readonly toolVersion: string | null }
  | { readonly why: string };

/** The class of OCSF's Detection Finding. */
const DETECTION_FINDING = 2004;
/** The only version of ASFF there has been. */
const ASFF_VERSION = "2018-10-08";

/**
 * Which format a finding has, by the members that its format demands.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
 * @see https://schema.ocsf.io/1.4.0/classes/detection_finding
 */
export function recognize(finding: unknown): Recognized {
  if (at(finding, "SchemaVersion") !== undefined) return recognizeAsff(finding);
  if (at(finding, "class_uid") !== undefined) return recognizeOcsf(finding);
  if (at(finding, "CheckID") !== undefined && at(finding, "StatusExtended") !== undefined) {
    return {
      why: "it is Prowler's own JSON of before version 4. Run Prowler with --output-formats json-ocsf",
    };
  }
  return { why: "it has neither the SchemaVersion of ASFF nor the class_uid of OCSF" };
}

const ASFF_TEXTS = ["Id", "ProductArn", "GeneratorId", "AwsAccountId", "Title"] as const;

function recognizeAsff(finding: unknown): Recognized {
  const version = at(finding, "SchemaVersion");
  if (version !== ASFF_VERSION) {
    return { why: `its SchemaVersion is ${shown(version)}, not "${ASFF_VERSION}"` };
  }
  const missing = ASFF_TEXTS.find((name) => textAt(finding, name) === undefined);
  if (missing !== undefined) return { why: `it is ASFF without ${missing}` };
  const account = textAt(finding, "AwsAccountId") ?? "";
  if (!/^\d{12}$/.test(account)) return { why: `its AwsAccountId is ${shown(account)}` };
  const resources = listAt(finding, "Resources");
  if (resources.length === 0) return { why: "it is ASFF without Resources" };
  if (textAt(resources[0], "Id") === undefined) return { why: "its first resource has no Id" };
  const product = /:product\/[^/]+\/([^/]+)$/.exec(textAt(finding, "ProductArn") ?? "")?.[1];
  const provider = textAt(finding, "ProductFields", "ProviderName");
  const tool = provider ?? textAt(finding, "ProductName") ?? product ?? "unknown";
  const toolVersion = textAt(finding, "ProductFields", "ProviderVersion") ?? null;
  return { format: "asff", tool, toolVersion };
}

function recognizeOcsf(finding: unknown): Recognized {
  const uid = numberAt(finding, "class_uid");
  if (uid !== DETECTION_FINDING) {
    return {
      why: `it is of OCSF's class ${shown(at(finding, "class_uid"))}; only Detection Findings (${DETECTION_FINDING}) are read`,
    };
  }
  const provider = textAt(finding, "cloud", "provider");
  if (provider !== "aws") return { why: `it is of ${shown(provider ?? null)}, not of AWS` };
  if (textAt(finding, "metadata", "event_code") === undefined) {
    return { why: "it does not say which check it is of (metadata.event_code)" };
  }
  const tool = textAt(finding, "metadata", "product", "name");
  if (tool === undefined) return { why: "it does not say which tool it is of" };
  if (listAt(finding, "resources").length === 0) return { why: "it has no resources" };
  return {
    format: "ocsf",
    tool,
    toolVersion: textAt(finding, "metadata", "product", "version") ?? null,
  };
}

/** A value as an error shows it, at most 40 characters of it. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
