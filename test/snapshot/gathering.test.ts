import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../shared/config/default-config.ts";
import { effectiveConfig } from "../../shared/config/effective-config.ts";
import type { GatheredBody, Gatherer, GatherUnit } from "../../shared/snapshot/gatherer.ts";
import { startGathering } from "../../shared/snapshot/gathering.ts";
import { planSnapshot } from "../../shared/snapshot/plan.ts";
import { type Source, source } from "../../shared/sources/source.ts";
import { SNAPSHOT } from "../checks/judging.ts";
import { MemoryStore } from "../store/memory-store.ts";

const declared = (name: string, scope: Source["scope"]): Source =>
  source({ name, scope, operations: [], gather: async () => {} });
const first = declared("test.first", "global");
const globe = declared("test.globe", "global");
const local = declared("test.local", "regional");

const [criterion] = planSnapshot(effectiveConfig(defaultConfig()), []);
if (criterion === undefined) throw new Error("There are no criteria.");
const PLAN = { ...criterion, sources: [first, globe, local] };

const BODY: GatheredBody = {
  collectedBy: { principal: "arn:aws:iam::123456789012:user/t", version: "0", sdk: "0" },
  startedAt: "2026-11-22T06:00:00Z",
  completedAt: "2026-11-22T06:00:00Z",
  complete: true,
  calls: [],
  redactions: [],
  writable: true,
};

/** A gatherer that notes what it is asked for, and answers when it is told to. */
function answeringLater(): Gatherer & {
  readonly asked: string[];
  answer(name: string, failure?: Error): void;
} {
  const asked: string[] = [];
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  const at = (name: string): PromiseWithResolvers<void> => {
    const answer = waiting.get(name) ?? Promise.withResolvers<void>();
    waiting.set(name, answer);
    return answer;
  };
  return {
    account: "123456789012",
    partition: "aws",
    asked,
    expect() {},
    async gather({ source, region, criteria }: GatherUnit) {
      const name = region === null ? source.name : `${source.name} ${region}`;
      asked.push(name);
      await at(name).promise;
      return new Map(criteria.map((id) => [id, BODY]));
    },
    answer(name, failure) {
      if (failure === undefined) at(name).resolve();
      else at(name).reject(failure);
    },
  };
}

const turns = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setImmediate(done));
};

describe("startGathering", () => {
  it("asks global sources while the first are unanswered, and each source once", async () => {
    const store = new MemoryStore();
    const gatherer = answeringLater();
    const gathering = await startGathering({ store, gatherer, snapshot: SNAPSHOT }, [PLAN]);
    const begun = gathering.gather([first], []);
    await turns();
    expect(gatherer.asked).toEqual(["test.first", "test.globe"]);

    gatherer.answer("test.first");
    await begun;
    for (const name of ["test.globe", "test.local eu-west-1"]) gatherer.answer(name);
    await gathering.gather([globe, local], ["eu-west-1"]);
    expect(gatherer.asked).toEqual(["test.first", "test.globe", "test.local eu-west-1"]);
  });

  it("writes what is read, and reads what is written", async () => {
    const store = new MemoryStore();
    const gatherer = answeringLater();
    const gathering = await startGathering({ store, gatherer, snapshot: SNAPSHOT }, [PLAN]);
    for (const name of ["test.first", "test.globe"]) gatherer.answer(name);
    await gathering.gather([first, globe], []);
    const path = (name: string) => `${PLAN.criterion.folder}/${SNAPSHOT}/${name}.json`;
    const stored = await gathering.read(PLAN, [first], []);
    expect(stored.map((one) => one.path)).toEqual([path("test.first")]);
    expect([...store.objects.keys()]).toEqual([path("test.first")]);
  });

  it("lets a global source that began early fail for whoever gathers it", async () => {
    const store = new MemoryStore();
    const gatherer = answeringLater();
    const gathering = await startGathering({ store, gatherer, snapshot: SNAPSHOT }, [PLAN]);
    gatherer.answer("test.first");
    gatherer.answer("test.globe", new Error("a defect"));
    await gathering.gather([first], []);
    await turns();
    await expect(gathering.gather([globe], [])).rejects.toThrow("a defect");
  });
});
