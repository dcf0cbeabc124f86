import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createWriteQueue } from "../../shared/snapshot/write-queue.ts";

/** A write that notes its name and lasts until `end` is called. */
function slowWrite(log: string[], name: string): { write: () => Promise<void>; end: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    write: () => {
      log.push(name);
      return promise;
    },
    end: resolve,
  };
}

/** As Node does by itself when memory runs short. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

const quick = (log: string[], name: string) => async () => {
  log.push(name);
};

describe("createWriteQueue", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("writes what is waited for, once, and nothing else", async () => {
    const log: string[] = [];
    const queue = createWriteQueue();
    for (const name of ["a", "b", "c"]) queue.add(name, quick(log, name));
    await queue.written(["b"]);
    await queue.written(["b"]);
    expect(log).toEqual(["b"]);
  });

  it("has nothing to write under a name that nobody added", async () => {
    await expect(createWriteQueue().written(["a"])).resolves.toBeUndefined();
  });

  it("writes everything when a hold has lasted a second, and what comes after that at once", async () => {
    const log: string[] = [];
    const queue = createWriteQueue();
    queue.hold();
    queue.add("a", quick(log, "a"));
    await vi.advanceTimersByTimeAsync(999);
    expect(log).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    queue.add("b", quick(log, "b"));
    expect(log).toEqual(["a", "b"]);
  });

  it("writes nothing by itself after a hold that ended in time", async () => {
    const log: string[] = [];
    const queue = createWriteQueue();
    const endHold = queue.hold();
    queue.add("a", quick(log, "a"));
    endHold();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(log).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("has at most eight writes under way", async () => {
    const log: string[] = [];
    const queue = createWriteQueue();
    const writes = Array.from({ length: 10 }, (_, index) => slowWrite(log, `${index}`));
    for (const { write } of writes) queue.add("a", write);
    const written = queue.written(["a"]);
    expect(log).toHaveLength(8);
    writes[0]?.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(log).toHaveLength(9);
    for (const { end } of writes) end();
    await written;
    expect(log).toHaveLength(10);
  });

  it("lets go of what it has written", async () => {
    vi.useRealTimers();
    const queue = createWriteQueue();
    const held = (() => {
      const gathered = { calls: ["many"] };
      queue.add("a", async () => void gathered.calls.length);
      return new WeakRef(gathered);
    })();
    await queue.written(["a"]);
    // What a WeakRef was asked for or made with stays until the turn is over.
    await new Promise((nextTurn) => setImmediate(nextTurn));
    collectGarbage();
    expect(held.deref()).toBeUndefined();
    await queue.written(["a"]);
  });

  it("tells whoever waits that a write failed, and nobody else", async () => {
    const queue = createWriteQueue();
    queue.hold();
    queue.add("a", () => Promise.reject(new Error("the disk is full")));
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(queue.written(["b"])).resolves.toBeUndefined();
    await expect(queue.written(["a"])).rejects.toThrow("the disk is full");
  });
});
