import { startMoto } from "../test/emulator/moto-server.ts";
import { COMPANY_MOTO, buildCompany } from "../test/emulator/company.ts";
import { emulatorClients } from "../test/emulator/company-clients.ts";
import * as I from "@aws-sdk/client-iam";
import * as E from "@aws-sdk/client-ec2";
import * as S from "@aws-sdk/client-s3";
import * as C from "@aws-sdk/client-cloudtrail";
import * as X from "@aws-sdk/client-s3-control";
import { GetCallerIdentityCommand, AssumeRoleCommand } from "@aws-sdk/client-sts";
const moto = await startMoto({withRootUser: true, clock: new Date().toISOString()});
try {
const company = await buildCompany(moto); await moto.setClock(new Date().toISOString());
const ad = emulatorClients(moto.endpoint);
await ad.iam.send(new I.CreateUserCommand({UserName: "probe"}));
await ad.iam.send(new I.GenerateCredentialReportCommand({}));
const caller = (await ad.iam.send(new I.CreateAccessKeyCommand({UserName: "probe"}))).AccessKey!;
await ad.iam.send(new I.PutUserPolicyCommand({UserName: "probe", PolicyName: "assume", PolicyDocument: JSON.stringify({Version: "2012-10-17", Statement: [{Effect: "Allow", Action: "sts:AssumeRole", Resource: "*"}]})}));
await ad.iam.send(new I.CreateRoleCommand({RoleName: "probe-role", AssumeRolePolicyDocument: JSON.stringify({Version: "2012-10-17", Statement: [{Effect: "Allow", Principal: {AWS: "arn:aws:iam::123456789012:root"}, Action: "sts:AssumeRole"}]})}));
const user = emulatorClients(moto.endpoint, {accessKeyId: caller.AccessKeyId!, secretAccessKey: caller.SecretAccessKey!});
const cr = (await user.sts.send(new AssumeRoleCommand({RoleArn: "arn:aws:iam::123456789012:role/probe-role", RoleSessionName: "s"}))).Credentials!;
const c = emulatorClients(moto.endpoint, {accessKeyId: cr.AccessKeyId!, secretAccessKey: cr.SecretAccessKey!, sessionToken: cr.SessionToken!});
const B = {Bucket: "larkspur-uploads"}; const P = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const T = "larkspur-trail";
const ops: [string, string[], () => Promise<any>][] = [
["GetAccountSummary", ["iam:GetAccountSummary"], () => c.iam.send(new I.GetAccountSummaryCommand({}))],
["GAAD", ["iam:GetAccountAuthorizationDetails"], () => c.iam.send(new I.GetAccountAuthorizationDetailsCommand({Filter: ["User"]}))],
["GenCR", ["iam:GenerateCredentialReport"], () => c.iam.send(new I.GenerateCredentialReportCommand({}))],
["GetCR", ["iam:GetCredentialReport"], () => c.iam.send(new I.GetCredentialReportCommand({}))],
["PwPol", ["iam:GetAccountPasswordPolicy"], () => c.iam.send(new I.GetAccountPasswordPolicyCommand({}))],
["VMFA", ["iam:ListVirtualMFADevices"], () => c.iam.send(new I.ListVirtualMFADevicesCommand({}))],
["MFA", ["iam:ListMFADevices"], () => c.iam.send(new I.ListMFADevicesCommand({UserName: "elif.demir"}))],
["SAML", ["iam:ListSAMLProviders"], () => c.iam.send(new I.ListSAMLProvidersCommand({}))],
["GetSAML", ["iam:GetSAMLProvider"], () => c.iam.send(new I.GetSAMLProviderCommand({SAMLProviderArn: "arn:aws:iam::123456789012:saml-provider/x"}))],
["OIDC", ["iam:ListOpenIDConnectProviders"], () => c.iam.send(new I.ListOpenIDConnectProvidersCommand({}))],
["GetOIDC", ["iam:GetOpenIDConnectProvider"], () => c.iam.send(new I.GetOpenIDConnectProviderCommand({OpenIDConnectProviderArn: P}))],
["ListUsers", ["iam:ListUsers"], () => c.iam.send(new I.ListUsersCommand({}))],
["Regions", ["ec2:DescribeRegions"], () => c.ec2("eu-west-1").send(new E.DescribeRegionsCommand({}))],
["SG", ["ec2:DescribeSecurityGroups"], () => c.ec2("eu-west-1").send(new E.DescribeSecurityGroupsCommand({}))],
["ENI", ["ec2:DescribeNetworkInterfaces"], () => c.ec2("eu-west-1").send(new E.DescribeNetworkInterfacesCommand({}))],
["ACL", ["ec2:DescribeNetworkAcls"], () => c.ec2("eu-west-1").send(new E.DescribeNetworkAclsCommand({}))],
["VPC", ["ec2:DescribeVpcs"], () => c.ec2("eu-west-1").send(new E.DescribeVpcsCommand({}))],
["Subnets", ["ec2:DescribeSubnets"], () => c.ec2("eu-west-1").send(new E.DescribeSubnetsCommand({}))],
["Flow", ["ec2:DescribeFlowLogs"], () => c.ec2("eu-west-1").send(new E.DescribeFlowLogsCommand({}))],
["DescribeTrails", ["cloudtrail:DescribeTrails"], () => c.cloudtrail("eu-west-1").send(new C.DescribeTrailsCommand({}))],
["ListTrails", ["cloudtrail:ListTrails"], () => c.cloudtrail("eu-west-1").send(new C.ListTrailsCommand({}))],
["GetTrail", ["cloudtrail:GetTrail"], () => c.cloudtrail("eu-west-1").send(new C.GetTrailCommand({Name: T}))],
["GetTrailStatus", ["cloudtrail:GetTrailStatus"], () => c.cloudtrail("eu-west-1").send(new C.GetTrailStatusCommand({Name: T}))],
["GetEventSelectors", ["cloudtrail:GetEventSelectors"], () => c.cloudtrail("eu-west-1").send(new C.GetEventSelectorsCommand({TrailName: T}))],
["ListBuckets", ["s3:ListAllMyBuckets"], () => c.s3("eu-west-1").send(new S.ListBucketsCommand({}))],
["Location", ["s3:GetBucketLocation"], () => c.s3("eu-west-1").send(new S.GetBucketLocationCommand(B))],
["PAB", ["s3:GetBucketPublicAccessBlock", "s3:ListBucket"], () => c.s3("eu-west-1").send(new S.GetPublicAccessBlockCommand({Bucket: "larkspur-logs"}))],
["PolicyStatus", ["s3:GetBucketPolicyStatus", "s3:ListBucket"], () => c.s3("eu-west-1").send(new S.GetBucketPolicyStatusCommand(B))],
["Policy", ["s3:GetBucketPolicy", "s3:ListBucket"], () => c.s3("eu-west-1").send(new S.GetBucketPolicyCommand(B))],
["Acl", ["s3:GetBucketAcl"], () => c.s3("eu-west-1").send(new S.GetBucketAclCommand(B))],
["Encryption", ["s3:GetEncryptionConfiguration", "s3:ListBucket"], () => c.s3("eu-west-1").send(new S.GetBucketEncryptionCommand(B))],
["Logging", ["s3:GetBucketLogging"], () => c.s3("eu-west-1").send(new S.GetBucketLoggingCommand(B))],
["Versioning", ["s3:GetBucketVersioning"], () => c.s3("eu-west-1").send(new S.GetBucketVersioningCommand(B))],
["ObjectLock", ["s3:GetBucketObjectLockConfiguration", "s3:ListBucket"], () => c.s3("eu-west-1").send(new S.GetObjectLockConfigurationCommand(B))],
["Ownership", ["s3:GetBucketOwnershipControls", "s3:ListBucket"], () => c.s3("eu-west-1").send(new S.GetBucketOwnershipControlsCommand(B))],
["Tagging", ["s3:GetBucketTagging"], () => c.s3("eu-west-1").send(new S.GetBucketTaggingCommand(B))],
["AccountPAB", ["s3:GetAccountPublicAccessBlock", "s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"], () => c.s3Control.send(new X.GetPublicAccessBlockCommand({AccountId: "123456789012"}))],
["STS", ["none:None"], () => c.sts.send(new GetCallerIdentityCommand({}))],
];
const run = async (f: () => Promise<any>) => { try { const { $metadata, ...r } = await f(); return "ok " + JSON.stringify(r).slice(0, 60); } catch (e: any) { return `${e.name} | ${e.message} | ${e.$metadata?.httpStatusCode}`; } };
const policy = async (actions: string[], resource = "*") => { await moto.enforceIam(false); await ad.iam.send(new I.PutRolePolicyCommand({RoleName: "probe-role", PolicyName: "p", PolicyDocument: JSON.stringify({Version: "2012-10-17", Statement: [{Effect: "Allow", Action: actions, Resource: resource}]})})); await moto.enforceIam(true); };
for (const [name, actions, f] of ops) {
await policy(["none:Nothing"]); console.log(name.padEnd(20), "nothing:", await run(f));
for (const a of actions) { await policy([a]); console.log("".padEnd(20), a, "=>", await run(f)); }
}
await policy(["s3:GetBucketAcl"], "arn:aws:s3:::other"); console.log("acl other resource:", await run(() => c.s3("eu-west-1").send(new S.GetBucketAclCommand(B))));
await policy(["s3:GetBucketAcl"], "arn:aws:s3:::larkspur-uploads"); console.log("acl exact resource:", await run(() => c.s3("eu-west-1").send(new S.GetBucketAclCommand(B))));
await policy(["s3:GetBucketAcl"], "arn:aws:s3:::*"); console.log("acl arn:aws:s3:::*:", await run(() => c.s3("eu-west-1").send(new S.GetBucketAclCommand(B))));
await policy(["s3:Get*"], "*"); console.log("wild:", await run(() => c.s3("eu-west-1").send(new S.GetBucketAclCommand(B))));
console.log("testing under enforcement", await run(() => ad.sts.send(new GetCallerIdentityCommand({}))), await run(() => ad.iam.send(new I.ListUsersCommand({}))));
console.log("role identity", await run(async () => (await c.sts.send(new GetCallerIdentityCommand({})))));
} finally { await moto.stop(); }
