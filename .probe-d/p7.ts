import { startMoto } from "../test/emulator/moto-server.ts";
import { COMPANY_MOTO, buildCompany, remediate } from "../test/emulator/company.ts";
import { emulatorClients } from "../test/emulator/company-clients.ts";
import * as I from "@aws-sdk/client-iam";
import * as E from "@aws-sdk/client-ec2";
import * as S from "@aws-sdk/client-s3";
import * as C from "@aws-sdk/client-cloudtrail";
import * as X from "@aws-sdk/client-s3-control";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
const moto = await startMoto(COMPANY_MOTO);
const rep = (_k: string, v: any) => v instanceof Uint8Array ? Buffer.from(v).toString() : v;
const show = async (n: string, f: () => Promise<any>, max = 1500) => { try { const { $metadata, ...r } = await f(); console.log("##", n, JSON.stringify(r, rep).slice(0, max)); return r } catch (e: any) { console.log("##", n, "ERR", e.name, "|", e.message, "|", e.$metadata?.httpStatusCode, e.$metadata?.attempts); } };
const probe = async (state: string, c: ReturnType<typeof emulatorClients>) => {
console.log("=====", state);
const big = state === "after" ? 900 : 2500;
await show("summary", () => c.iam.send(new I.GetAccountSummaryCommand({})), 300);
const a = await show("gaad", () => c.iam.send(new I.GetAccountAuthorizationDetailsCommand({})), 2500);
if (a) console.log(Object.keys(a), a.UserDetailList.length, a.GroupDetailList.length, a.RoleDetailList.length, a.Policies.length, a.IsTruncated, JSON.stringify(a.Policies).length, JSON.stringify(a.RoleDetailList[0]), JSON.stringify(a.UserDetailList.at(-1)), a.Policies[0].PolicyName);
await show("gaad filter+max", () => c.iam.send(new I.GetAccountAuthorizationDetailsCommand({Filter: ["LocalManagedPolicy", "User"], MaxItems: 2})).then((r:any) => ({u: r.UserDetailList.length, g: r.GroupDetailList?.length, p: r.Policies.map((p:any)=>p.PolicyName), t: r.IsTruncated, m: r.Marker})));
await show("getreport-first", () => c.iam.send(new I.GetCredentialReportCommand({})), 200);
await show("gen", () => c.iam.send(new I.GenerateCredentialReportCommand({})));
await show("gen", () => c.iam.send(new I.GenerateCredentialReportCommand({})));
const r = await c.iam.send(new I.GetCredentialReportCommand({})); console.log(r.GeneratedTime, Buffer.from(r.Content!).toString());
await show("pwpolicy", () => c.iam.send(new I.GetAccountPasswordPolicyCommand({})));
await show("vmfa", () => c.iam.send(new I.ListVirtualMFADevicesCommand({})), 900);
await show("vmfa max", () => c.iam.send(new I.ListVirtualMFADevicesCommand({MaxItems: 1})).then((r:any)=>({n:r.VirtualMFADevices.length,t:r.IsTruncated,m:r.Marker})), 900);
await show("mfadev", () => c.iam.send(new I.ListMFADevicesCommand({UserName: "maeve.brennan"})));
await show("mfadev none", () => c.iam.send(new I.ListMFADevicesCommand({})));
await show("saml", () => c.iam.send(new I.ListSAMLProvidersCommand({})));
await show("oidc", () => c.iam.send(new I.ListOpenIDConnectProvidersCommand({})));
await show("getoidc", () => c.iam.send(new I.GetOpenIDConnectProviderCommand({OpenIDConnectProviderArn: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"})));
await show("getsaml", () => c.iam.send(new I.GetSAMLProviderCommand({SAMLProviderArn: "arn:aws:iam::123456789012:saml-provider/none"})));
await show("aliases", () => c.iam.send(new I.ListAccountAliasesCommand({})));
for (const r of ["eu-west-1", "us-east-1"]) { const e = c.ec2(r);
await show("regions", () => e.send(new E.DescribeRegionsCommand({AllRegions: true})).then((r:any)=>({n: r.Regions.length, out: r.Regions.filter((x:any)=>x.OptInStatus!=="opt-in-not-required")})), 700);
await show("regions-not-all", () => e.send(new E.DescribeRegionsCommand({})).then((r:any)=>({n: r.Regions.length})));
await show("sg "+r, () => e.send(new E.DescribeSecurityGroupsCommand({})), 6000);
await show("sg max", () => e.send(new E.DescribeSecurityGroupsCommand({MaxResults: 5})).then((r:any)=>({n:r.SecurityGroups.length, t: r.NextToken})));
await show("eni "+r, () => e.send(new E.DescribeNetworkInterfacesCommand({})), 1800);
await show("eni max", () => e.send(new E.DescribeNetworkInterfacesCommand({MaxResults: 5})).then((r:any)=>({n:r.NetworkInterfaces.length, t: r.NextToken})));
await show("acl "+r, () => e.send(new E.DescribeNetworkAclsCommand({})), 3000);
await show("acl max", () => e.send(new E.DescribeNetworkAclsCommand({MaxResults: 5})).then((r:any)=>({n:r.NetworkAcls.length, t: r.NextToken})));
await show("vpc "+r, () => e.send(new E.DescribeVpcsCommand({})), 2000);
await show("vpc max", () => e.send(new E.DescribeVpcsCommand({MaxResults: 5})).then((r:any)=>({n:r.Vpcs.length, t: r.NextToken})));
await show("subnet "+r, () => e.send(new E.DescribeSubnetsCommand({})), 1200);
await show("subnet max", () => e.send(new E.DescribeSubnetsCommand({MaxResults: 5})).then((r:any)=>({n:r.Subnets.length, t: r.NextToken})));
await show("flow "+r, () => e.send(new E.DescribeFlowLogsCommand({})), 1200);
await show("flow max", () => e.send(new E.DescribeFlowLogsCommand({MaxResults: 5})).then((r:any)=>({n:r.FlowLogs.length, t: r.NextToken})));
const ct = c.cloudtrail(r);
await show("describe "+r, () => ct.send(new C.DescribeTrailsCommand({})));
await show("describe noshadow "+r, () => ct.send(new C.DescribeTrailsCommand({includeShadowTrails: false})));
await show("list "+r, () => ct.send(new C.ListTrailsCommand({})));
for (const n of ["larkspur-trail", "arn:aws:cloudtrail:eu-west-1:123456789012:trail/larkspur-trail"]) {
await show("get "+n+r, () => ct.send(new C.GetTrailCommand({Name: n})));
await show("status "+n+r, () => ct.send(new C.GetTrailStatusCommand({Name: n})));
await show("selectors "+n+r, () => ct.send(new C.GetEventSelectorsCommand({TrailName: n})));
await show("insight "+n+r, () => ct.send(new C.GetInsightSelectorsCommand({TrailName: n})));
}
}
const s = c.s3("us-east-1");
const b = await show("lb", () => s.send(new S.ListBucketsCommand({})));
await show("lb max", () => s.send(new S.ListBucketsCommand({MaxBuckets: 2})));
await show("lb region", () => s.send(new S.ListBucketsCommand({BucketRegion: "eu-west-1"})).then((r:any)=>({n: r.Buckets.length, t: r.ContinuationToken})));
for (const {Name: Bucket} of b!.Buckets) { console.log("--", Bucket);
await show("loc", () => s.send(new S.GetBucketLocationCommand({Bucket})));
await show("pab", () => s.send(new S.GetPublicAccessBlockCommand({Bucket})));
await show("polstat", () => s.send(new S.GetBucketPolicyStatusCommand({Bucket})));
await show("policy", () => s.send(new S.GetBucketPolicyCommand({Bucket})));
await show("acl", () => s.send(new S.GetBucketAclCommand({Bucket})));
await show("enc", () => s.send(new S.GetBucketEncryptionCommand({Bucket})));
await show("log", () => s.send(new S.GetBucketLoggingCommand({Bucket})));
await show("ver", () => s.send(new S.GetBucketVersioningCommand({Bucket})));
await show("lock", () => s.send(new S.GetObjectLockConfigurationCommand({Bucket})));
await show("own", () => s.send(new S.GetBucketOwnershipControlsCommand({Bucket})));
await show("tag", () => s.send(new S.GetBucketTaggingCommand({Bucket})));
}
await show("head gone", () => s.send(new S.GetBucketAclCommand({Bucket: "no-such-bucket-anywhere"})));
await show("apab", () => c.s3Control.send(new X.GetPublicAccessBlockCommand({AccountId: "123456789012"})));
await show("sts", () => c.sts.send(new GetCallerIdentityCommand({})));
};
try {
const plain = await startMoto(); try { const pc = emulatorClients(plain.endpoint); await pc.iam.send(new I.CreateUserCommand({UserName: "x"})); await pc.iam.send(new I.CreateVirtualMFADeviceCommand({VirtualMFADeviceName: "dev"})); await show("vmfa plain", () => pc.iam.send(new I.ListVirtualMFADevicesCommand({}))); await show("report plain", () => pc.iam.send(new I.GetCredentialReportCommand({}))); await show("gen", () => pc.iam.send(new I.GenerateCredentialReportCommand({})));await show("report plain", () => pc.iam.send(new I.GetCredentialReportCommand({})));
await pc.iam.send(new I.CreateSAMLProviderCommand({Name: "Okta", SAMLMetadataDocument: "x".repeat(1100)})); await show("saml", () => pc.iam.send(new I.ListSAMLProvidersCommand({}))); await show("getsaml", () => pc.iam.send(new I.GetSAMLProviderCommand({SAMLProviderArn: "arn:aws:iam::123456789012:saml-provider/Okta"})), 400);
for (let i = 0; i < 12; i++) await pc.ec2("us-east-1").send(new E.CreateSecurityGroupCommand({GroupName: "g"+i, Description: "d"}));
await show("sg max", () => pc.ec2("us-east-1").send(new E.DescribeSecurityGroupsCommand({MaxResults: 5})).then((r:any)=>({n:r.SecurityGroups.length, t: r.NextToken})));
} finally { await plain.stop(); }
const company = await buildCompany(moto); await probe("before", emulatorClients(moto.endpoint)); await remediate(moto, company); await probe("after", emulatorClients(moto.endpoint)); } finally { await moto.stop(); }
