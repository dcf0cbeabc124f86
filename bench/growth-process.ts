import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKS } from "../shared/checks/catalogue.ts";
import { nodeCrypto, randomChainId } from "../shared/keys/node-crypto.ts";
import { createLiveGatherer } from "../shared/snapshot/gatherer.ts";
import { takeSnapshot } from "../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../shared/store/folder-store.ts";
import { answeredBy } from "../test/sources/faults/answered-source.ts";
import { GrowingAccount } from "./growing-account.ts";
import { growingCapture, type RecordedAccount, refuseUnanswered } from "./growth.ts";
import { HOME_REGION } from "./live-round.ts";

// The process of `measureMemory`: takes one snapshot of a grown account, as `soc2-evidence snapshot`
// does, and prints the most memory that it held. Never imported, so that the memory is the
// snapshot's alone.
const [, , file = "", times = "1"] = process.argv;
const { evidence, config } = JSON.parse(readFileSync(file, "utf8")) as Pick<
  RecordedAccount,
  "evidence" | "config"
>;
const account = new GrowingAccount(evidence, Number(times));
const capture = growingCapture();
const folder = await mkdtemp(join(tmpdir(), "bench-"));
try {
  const gatherer = await createLiveGatherer(
    {
      ...capture,
      gather: (source, target) =>
        capture.gather(
          answeredBy(source, (asked) => account.answer(asked)),
          target,
        ),
    },
    { homeRegion: HOME_REGION, version: "bench", sdk: "bench" },
  );
  await takeSnapshot({
    store: new FolderStore(folder),
    signer: null,
    crypto: nodeCrypto,
    gatherer,
    config,
    checks: CHECKS,
    snapshot: evidence[0]?.snapshot ?? "",
    homeRegion: HOME_REGION,
    nonce: null,
    replayOf: null,
    collector: { version: "bench", codeSha256: "0".repeat(64) },
    randomChainId,
  });
  refuseUnanswered(account);
  process.stdout.write(String(process.resourceUsage().maxRSS * 1_024));
} finally {
  capture.close();
  await rm(folder, { recursive: true, force: true });
}
