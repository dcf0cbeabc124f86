import { manifestPath } from "../shared/integrity/bundle-layout.ts";
import { nodeCrypto } from "../shared/keys/node-crypto.ts";
import { beginSnapshot } from "../shared/snapshot/begin-snapshot.ts";
import { deployedConfig } from "./configuration.ts";
import { environmentOf } from "./environment.ts";
import { planEventSchema } from "./events.ts";
import { handle } from "./middleware/handle.ts";
import { log } from "./middleware/log.ts";
import { ownAccount } from "./own-account.ts";
import { openVault } from "./vault.ts";

/** Begins a snapshot: may it follow the chain, is it sealed already, with which configuration. */
export const handler = handle(planEventSchema, async (event, { invokedFunctionArn }) => {
  const who = ownAccount(invokedFunctionArn);
  const store = await openVault(environmentOf("plan"));
  const { snapshot, nonce } = event;
  const sealed = (await store.read(manifestPath(snapshot))) !== undefined;
  if (!sealed) {
    const config = await deployedConfig(who.account);
    await beginSnapshot({
      ...who,
      store,
      crypto: nodeCrypto,
      config,
      snapshot,
      nonce,
      replayOf: null,
    });
  }
  log.info(sealed ? "Sealed already" : "Begun", { snapshot });
  return { ...event, sealed };
});
