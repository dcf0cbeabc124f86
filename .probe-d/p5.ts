import { startMoto } from "../test/emulator/moto-server.ts";
import { COMPANY_MOTO } from "../test/emulator/company.ts";
import { emulatorClients } from "../test/emulator/company-clients.ts";
import * as iam from "@aws-sdk/client-iam";
import * as ec2 from "@aws-sdk/client-ec2";
import * as s3 from "@aws-sdk/client-s3";
const t = async (n: string, f: () => Promise<any>) => { const s = performance.now(); let e=""; let r; try { r = await f(); } catch (x: any) { e = x.name + " " + JSON.stringify(x.$metadata); } console.log(n, Math.round(performance.now() - s), e, r?.$metadata?.attempts); return r; };
for (const clock of [COMPANY_MOTO.clock, undefined]) {
const moto = await startMoto(clock ? COMPANY_MOTO: {});
try { const c = emulatorClients(moto.endpoint);
for (let i=0;i<3;i++) await t("user", () => c.iam.send(new iam.CreateUserCommand({UserName: "u"+i})));
for (let i=0;i<2;i++) await t("attach", () => c.iam.send(new iam.AttachUserPolicyCommand({UserName: "u"+i, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess"})));
for (let i=0;i<3;i++) await t("clock", () => clock ? moto.setClock("2024-01-01T00:00:00Z"): Promise.resolve());
for (let i=0;i<2;i++) await t("vpc", () => c.ec2("eu-west-1").send(new ec2.CreateVpcCommand({CidrBlock: "10.2.0.0/16"})));
for (let i=0;i<2;i++) await t("sgs", () => c.ec2("eu-west-1").send(new ec2.DescribeSecurityGroupsCommand({})));
for (let i=0;i<2;i++) await t("sgs us", () => c.ec2("us-east-1").send(new ec2.DescribeSecurityGroupsCommand({})));
for (let i=0;i<2;i++) await t("bucket", () => c.s3("us-east-1").send(new s3.CreateBucketCommand({Bucket: "buck-x" + i})));
for (let i=0;i<2;i++) await t("enc", () => c.s3("us-east-1").send(new s3.GetBucketEncryptionCommand({Bucket: "buck-x" + i})));
} finally { await moto.stop(); }
}
