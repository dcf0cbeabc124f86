import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** One request as the proxy saw it; times in milliseconds of the proxy's own clock. */
export interface SeenRequest {
  /** The request id that its answer carried: unique, so that evidence can be matched with it. */
  readonly requestId: string;
  readonly receivedAtMs: number;
  readonly answeredAtMs: number;
}

/** A proxy on loopback that stands between the product and the emulator. */
export interface CachingProxy {
  readonly endpoint: string;
  /** From here on answers come from the cache, `latencyMs` after the request, and no others. */
  freeze(latencyMs: number): Promise<void>;
  /** What was seen since the last time, and which requests a frozen cache could not answer. */
  takeSeen(): Promise<{
    readonly requests: readonly SeenRequest[];
    readonly misses: readonly string[];
  }>;
  close(): Promise<void>;
}

/** What the proxy's thread is told. */
export type ProxyOrder =
  | { readonly kind: "freeze"; readonly latencyMs: number }
  | { readonly kind: "take-seen" }
  | { readonly kind: "close" };

/** What the proxy's thread answers to each order, and once when it listens. */
export type ProxyReply =
  | { readonly kind: "listening"; readonly port: number }
  | { readonly kind: "done" }
  | {
      readonly kind: "seen";
      readonly requests: readonly SeenRequest[];
      readonly misses: readonly string[];
    };

/**
 * Starts a caching proxy in front of `upstream`.
 *
 * The emulator answers one request at a time, some ten milliseconds each: measured directly, the
 * emulator would be measured, not the product. So a first round goes through to it and fills the
 * cache; then each request is answered by itself, from memory, after a latency that is the same for
 * all, as AWS would answer any number at once. The proxy runs in a thread of its own, so that its
 * work does not stand in the product's way.
 *
 * @param upstream `http://127.0.0.1:PORT`
 */
export async function startCachingProxy(upstream: string): Promise<CachingProxy> {
  const worker = new Worker(new URL("./caching-proxy-thread.ts", import.meta.url), {
    workerData: { upstream },
  });
  const reply = async (): Promise<ProxyReply> => {
    const [message] = await once(worker, "message");
    return message;
  };
  const order = (what: ProxyOrder): Promise<ProxyReply> => {
    const replied = reply();
    worker.postMessage(what);
    return replied;
  };
  const started = await reply();
  if (started.kind !== "listening") throw new Error("The proxy did not start.");
  return {
    endpoint: `http://127.0.0.1:${started.port}`,
    async freeze(latencyMs) {
      await order({ kind: "freeze", latencyMs });
    },
    async takeSeen() {
      const seen = await order({ kind: "take-seen" });
      if (seen.kind !== "seen") throw new Error("The proxy did not say what it saw.");
      return { requests: seen.requests, misses: seen.misses };
    },
    async close() {
      await order({ kind: "close" });
      await worker.terminate();
    },
  };
}
