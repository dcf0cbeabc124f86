import { startMoto } from "../test/emulator/moto-server.ts";
import { emulatorClients } from "../test/emulator/company-clients.ts";
import * as E from "@aws-sdk/client-ec2";
const moto = await startMoto({clock: "2026-10-01T00:00:00Z"});
try { const c = emulatorClients(moto.endpoint).ec2("eu-west-1");
const v = (await c.send(new E.CreateVpcCommand({CidrBlock: "10.2.0.0/16"}))).Vpc!.VpcId;
const s = (await c.send(new E.CreateSubnetCommand({VpcId: v, CidrBlock: "10.2.0.0/24"}))).Subnet!.SubnetId;
const g = (await c.send(new E.CreateSecurityGroupCommand({VpcId: v, GroupName: "g", Description: "d"}))).GroupId!;
const r = await c.send(new E.RunInstancesCommand({ImageId: "ami-0123456789abcdef0", MinCount: 1, MaxCount: 1, SubnetId: s, SecurityGroupIds: [g], InstanceType: "t3.micro"}));
console.log(r.Instances![0]!.InstanceId);
console.log(JSON.stringify((await c.send(new E.DescribeNetworkInterfacesCommand({}))).NetworkInterfaces));
} catch (e) { console.log(String(e)); } 
const { execFileSync } = await import("node:child_process");
console.log(execFileSync("node", ["-e", "const t=Date.now();setTimeout(()=>console.log(new Date(t).toISOString(), Date.now()-t), 200); fetch(process.env.AWS_ENDPOINT_URL+'/moto-api/data.json').then(r=>console.log(r.headers.get('date')))"], {env: {...process.env, ...moto.env, ...moto.clockEnv}}).toString());
await moto.stop();
