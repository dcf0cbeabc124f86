import { startMoto } from "../test/emulator/moto-server.ts";
import { emulatorClients } from "../test/emulator/company-clients.ts";
import * as iam from "@aws-sdk/client-iam";
const moto = await startMoto({clock: "2024-01-01T00:00:00Z"});
try { const c = emulatorClients(moto.endpoint);
const ts = [];
for (let i=0;i<14;i++) { const s = performance.now(); await c.iam.send(new iam.CreateUserCommand({UserName: "u"+i})); ts.push(Math.round(performance.now() - s)); }
console.log(process.argv[2], ts.join(" "));
} finally { await moto.stop(); }
