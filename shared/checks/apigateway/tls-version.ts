/**
 * Security policies that take nothing before TLS 1.2, as AWS's page lists them. A name that is not
 * here is not judged: what a later policy takes is not known before somebody has read it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
 */
const CURRENT: ReadonlySet<string> = new Set([
  "TLS_1_2",
  "SecurityPolicy_TLS12_2018_EDGE",
  "SecurityPolicy_TLS12_PFS_2025_EDGE",
  "SecurityPolicy_TLS13_2025_EDGE",
  "SecurityPolicy_TLS13_1_2_2021_06",
  "SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_PQ_2025_09",
  "SecurityPolicy_TLS13_1_3_2025_09",
  "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
]);

/**
 * Whether a security policy of API Gateway takes nothing before TLS 1.2; undefined where the policy
 * is not known.
 */
export function demandsCurrentTls(policy: string | undefined): boolean | undefined {
  if (policy === "TLS_1_0") return false;
  return policy !== undefined && CURRENT.has(policy) ? true : undefined;
}
