import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { verifyFile } from "../../shared/integrity/verify-file.ts";
import {
  fileReportSchema,
  verifyReportSchema,
} from "../../shared/integrity/verify-report-schema.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { VersionedStore } from "../store/versioned-store.ts";
import { company, sealDay, snapshotOf } from "./sample-bundle.ts";
import { at, FIRST, SECOND, verify } from "./verifying.ts";

type Path = readonly (string | number)[];

/** A bucket with something of everything that a report can tell. */
const bucket = new VersionedStore();
const more = {
  gaps: ["A record of it."],
  incomplete: [
    { criterion: "CC6.1", source: "iam.account-summary", region: null, reason: "Access denied." },
  ],
};
for (const day of [FIRST, SECOND]) await sealDay(bucket, day, more);
const FILE = at(SECOND, "findings.json");
bucket.overwrite(FILE, utf8("{}\n"));
const copy = await bucket.copy("w");
copy.overwrite(FILE, utf8("{}\n"));

const REPORT = JSON.parse(JSON.stringify(await verify(copy)));
const FILE_REPORT = JSON.parse(
  JSON.stringify(
    await verifyFile({
      reader: copy,
      crypto: nodeCrypto,
      trustedKeys: [company],
      asOf: "2026-11-21T06:30:00Z",
      path: FILE,
    }),
  ),
);

/** Every member of a value, at whatever depth, by its path; what a proof holds has tests of its own. */
function membersOf(value: unknown, at: Path = []): [Path, unknown][] {
  if (typeof value !== "object" || value === null || at[0] === "proof") return [];
  return Object.entries(value).flatMap(([name, member]): [Path, unknown][] => {
    const path = [...at, Array.isArray(value) ? Number(name) : name];
    return [[path, member], ...membersOf(member, path)];
  });
}

/** The same value with another member at this path; without it where that is undefined. */
function withMember(value: unknown, [name, ...rest]: Path, member: unknown): unknown {
  if (name === undefined) return member;
  if (Array.isArray(value)) {
    return value.map((one, index) => (index === name ? withMember(one, rest, member) : one));
  }
  const object = Object(value);
  return { ...object, [name]: withMember(object[name], rest, member) };
}

/** A value that can never stand where this one does. */
const misplaced = (member: unknown): unknown =>
  typeof member === "number" ? 0.5 : typeof member === "boolean" ? "true" : 4;

describe.each<[string, z.ZodType, unknown]>([
  ["verify --json", verifyReportSchema, REPORT],
  ["verify --file --json", fileReportSchema, FILE_REPORT],
])("what %s prints", (_what, schema, report) => {
  const members = membersOf(report);
  const accepts = (path: Path, member: unknown): boolean =>
    schema.safeParse(withMember(report, path, member)).success;

  it("has its shape", () => {
    expect(schema.parse(report)).toEqual(report);
  });

  it.each(members)("has no other kind of value at %j", (path, member) => {
    expect(accepts(path, misplaced(member))).toBe(false);
  });

  it.each(members)("has a value at %j, unless it is a fault's place in the chain", (path) => {
    const [list, , name] = path;
    const isPlace = ["faults", "warnings"].includes(String(list)) && name === "sequence";
    expect(accepts(path, undefined)).toBe(isPlace);
  });

  it("may have members of a later release in every object", () => {
    const objects = members.filter(
      ([, member]) => typeof member === "object" && member !== null && !Array.isArray(member),
    );
    for (const [path] of objects) {
      if (path[0] !== "proof") expect([path, accepts([...path, "later"], 1)]).toEqual([path, true]);
    }
    expect(accepts(["later"], 1)).toBe(true);
  });

  it.each([0, 1, 2, 3])("may have exit code %i", (exitCode) => {
    expect(accepts(["exitCode"], exitCode)).toBe(true);
  });

  it("has no other exit code and no other schema", () => {
    for (const exitCode of [-1, 4, "0", null]) expect(accepts(["exitCode"], exitCode)).toBe(false);
    for (const name of ["", "verify-report/2", "file-report/2"]) {
      expect(accepts(["schema"], name)).toBe(false);
    }
  });
});

describe("a report on a bundle", () => {
  const accepts = (path: Path, member: unknown): boolean =>
    verifyReportSchema.safeParse(withMember(REPORT, path, member)).success;

  it.each(["given", "introduced", "none"])("may trust a key as %s", (trust) => {
    expect(accepts(["signer", "trust"], trust)).toBe(true);
  });

  it("trusts in no other way", () => {
    for (const trust of ["", "all"]) expect(accepts(["signer", "trust"], trust)).toBe(false);
  });

  it("counts from 1", () => {
    const place: Path = ["snapshots", 0, "sequence"];
    expect([0, 1, 2].map((sequence) => accepts(place, sequence))).toEqual([false, true, true]);
  });

  it("tells of everything that these tests take out", () => {
    const kinds = ["faults", "warnings", "snapshots", "head", "signer", "lock"];
    for (const kind of kinds) expect(REPORT[kind]).not.toEqual([]);
    expect(REPORT).toMatchObject({
      head: { snapshot: snapshotOf(SECOND) },
      signer: { trusted: true },
      snapshots: [more, more],
      lock: { unlocked: 0 },
    });
  });
});
