/** What it means that Inspector does not scan a resource, by the reason that it gives. */
export interface ScanReason {
  readonly status: "pass" | "fail" | "not-applicable" | "indeterminate";
  /** Completes "Inspector does not scan RESOURCE: …", or stands in its place where it passes. */
  readonly because: string;
}

/**
 * The reasons that Inspector documents. What nobody needs to scan is not applicable, what Inspector
 * is about to do is open, and what stays unscanned fails.
 *
 * @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_ScanStatus.html
 */
export const SCAN_REASONS: ReadonlyMap<string, ScanReason> = new Map([
  reason("EC2_INSTANCE_STOPPED", "not-applicable", "it is stopped"),
  reason("RESOURCE_STOPPED", "not-applicable", "it is stopped"),
  reason("RESOURCE_TERMINATED", "not-applicable", "it was terminated"),
  reason("IMAGE_ARCHIVED", "not-applicable", "it is archived"),
  reason("SCAN_FREQUENCY_SCAN_ON_PUSH", "pass", "its images are scanned when they are pushed"),
  reason("PENDING_INITIAL_SCAN", "indeterminate", "its first scan is still to come"),
  reason("PENDING_REVIVAL_SCAN", "indeterminate", "its next scan is still to come"),
  reason("SCAN_IN_PROGRESS", "indeterminate", "a scan is on its way"),
  reason("INTERNAL_ERROR", "indeterminate", "Inspector has an error of its own"),
  reason("PENDING_DISABLE", "indeterminate", "Inspector is being switched off"),
  reason("UNMANAGED_EC2_INSTANCE", "fail", "Systems Manager does not manage it"),
  reason("RESOURCE_UNMANAGED", "fail", "Systems Manager does not manage it"),
  reason("NO_INVENTORY", "fail", "it reports no inventory"),
  reason("STALE_INVENTORY", "fail", "its inventory is over a week old"),
  reason("EXCLUDED_BY_TAG", "fail", "a tag excludes it"),
  reason("ACCESS_DENIED", "fail", "a policy keeps Inspector out"),
  reason("ACCESS_DENIED_TO_ENCRYPTION_KEY", "fail", "its key's policy keeps Inspector out"),
  reason("SCAN_FREQUENCY_MANUAL", "fail", "its images are scanned only when someone asks for it"),
  reason("SCAN_ELIGIBILITY_EXPIRED", "fail", "the time for which images are scanned has run out"),
  reason("UNSUPPORTED_OS", "fail", "Inspector does not know its operating system"),
  reason("UNSUPPORTED_RUNTIME", "fail", "Inspector does not know its runtime"),
  reason("UNSUPPORTED_LANGUAGE", "fail", "Inspector does not know its language"),
  reason("UNSUPPORTED_CODE_ARTIFACTS", "fail", "Inspector cannot read its code"),
  reason("UNSUPPORTED_MEDIA_TYPE", "fail", "Inspector cannot read its images"),
]);

function reason(code: string, status: ScanReason["status"], because: string): [string, ScanReason] {
  return [code, { status, because }];
}
