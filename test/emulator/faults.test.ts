import { afterAll, beforeAll, expect, test } from "vitest";
import { FAULTS, makeFault } from "./faults.ts";
import { type Moto, startMoto } from "./moto-server.ts";

let moto: Moto;

beforeAll(async () => {
  moto = await startMoto();
});

afterAll(async () => {
  await moto.stop();
});

test.each(FAULTS)("$name: the emulator takes it", async (fault) => {
  const expected = await makeFault(moto, fault);
  // Every placeholder was filled in from what aws printed, with an id and not with nothing.
  expect(expected.source).toMatch(/^[\w:/\\$|.-]{3,}$/);
  expect(expected.source).not.toMatch(/None|<\d>/);
});
