import { startMoto } from "../test/emulator/moto-server.ts";
import { COMPANY_MOTO, buildCompany, remediate } from "../test/emulator/company.ts";
const moto = await startMoto(COMPANY_MOTO);
try { console.time("before"); const c = await buildCompany(moto); console.timeEnd("before"); console.log(JSON.stringify(c));
console.time("after"); await remediate(moto, c); console.timeEnd("after"); } finally { await moto.stop(); }
