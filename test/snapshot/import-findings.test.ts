import { describe, expect, it } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import type { Json } from "../../shared/evidence/evidence-object.ts";
import type { ExternalSource } from "../../shared/external/external-assessment.ts";
import { importSourceOf } from "../../shared/snapshot/external-plan.ts";
import { fileImports } from "../../shared/snapshot/file-imports.ts";
import { type Imported, importFindings } from "../../shared/snapshot/import-findings.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import type { Store } from "../../shared/store/store.ts";
import { ACCOUNT, SNAPSHOT } from "../checks/judging.ts";
import { asff, ocsf } from "../external/asff-sample.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { answering, GATES, inputFor, temporaryFolder } from "./taking.ts";

async function* chunksOf(text: string, size = 1_000): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Imports a text into a store, as the command line imports a file. */
function importText(
  store: Store,
  text: string,
  importedAt = "2026-11-21T09:00:00.000Z",
): Promise<Imported> {
  const staged = new Map<string, Uint8Array>();
  return importFindings({
    store,
    file: "findings.json",
    bytes: chunksOf(text),
    stage: {
      write: async (name, bytes) => void staged.set(name, bytes),
      read: async (name) => staged.get(name) ?? new Uint8Array(),
    },
    importedAt,
    version: "0.1.0",
  });
}

/** Of a tool that is no check's. */
const acme = (more: Parameters<typeof asff>[0] = {}) => asff({ ProductName: "Acme", ...more });
const ocsfOf = (uid: string) => ocsf({ cloud: { provider: "aws", account: { uid } } });
const listOf = (...findings: readonly Json[]) => JSON.stringify(findings, null, 4);
const codeOf = (thrown: unknown) =>
  thrown instanceof EvidenceError ? thrown.code : String(thrown);

describe("importing", () => {
  it.each([
    ["Prowler's OCSF", listOf(ocsf()), { format: "ocsf", tool: "Prowler", toolVersion: "5.40.0" }],
    [
      "Prowler's ASFF",
      listOf(
        asff({
          ProductArn: "arn:aws:securityhub:eu-west-1::product/prowler/prowler",
          ProductFields: { ProviderName: "Prowler", ProviderVersion: "5.40.0" },
        }),
      ),
      { format: "asff", tool: "Prowler", toolVersion: "5.40.0" },
    ],
    ["a list of ASFF", listOf(asff()), { format: "asff", tool: "Security Hub", toolVersion: null }],
    [
      "an answer of the AWS CLI",
      JSON.stringify({ Findings: [asff()], More: "x" }),
      { format: "asff", tool: "Security Hub", toolVersion: null },
    ],
    [
      "ASFF, a finding a line",
      `${JSON.stringify(asff())}\n${JSON.stringify(asff({ Id: "b" }))}\n`,
      { format: "asff", tool: "Security Hub", toolVersion: null },
    ],
    [
      "findings of two tools",
      listOf(asff(), asff({ ProductName: "Acme" })),
      { format: "asff", tool: null, toolVersion: null },
    ],
  ])("takes %s, and names tool and version", async (_what, text, importedFrom) => {
    const store = new MemoryStore();
    const { file } = await importText(store, text);
    expect(file.importedFrom).toMatchObject({
      ...importedFrom,
      file: "findings.json",
      size: new TextEncoder().encode(text).length,
      importedBy: "0.1.0",
    });
  });

  it("names the file by its SHA-256, and keeps the findings as they were", async () => {
    const store = new MemoryStore();
    const { folder } = await importText(store, "[]".replace("[]", listOf(asff())));
    expect([...store.objects.keys()]).toEqual([
      `${folder}part-0001.ndjson`,
      `${folder}import.json`,
    ]);
    const part = new TextDecoder().decode(store.objects.get(`${folder}part-0001.ndjson`));
    expect(JSON.parse(part)).toEqual({ finding: asff(), redactions: [] });
  });

  it("changes nothing the second time", async () => {
    const store = new MemoryStore();
    await importText(store, listOf(asff()));
    const before = new Map(store.objects);
    const again = await importText(store, listOf(asff()), "2026-11-22T09:00:00.000Z");
    expect(again).toMatchObject({
      unchanged: true,
      filedIn: null,
      file: { importedAt: "2026-11-21T09:00:00.000Z" },
    });
    expect(store.objects).toEqual(before);
  });

  it("says how many findings each account has", async () => {
    const other = asff({ AwsAccountId: "999999999999" });
    const { accounts } = await importText(new MemoryStore(), listOf(other, asff(), asff()));
    expect(accounts).toEqual([
      { account: ACCOUNT, findings: 2 },
      { account: "999999999999", findings: 1 },
    ]);
  });

  it("names every tool whose findings they are, the one with most first", async () => {
    const acme = asff({ ProductName: "Acme" });
    const { tools } = await importText(new MemoryStore(), listOf(acme, asff(), asff()));
    expect(tools).toEqual([
      { tool: "Security Hub", findings: 2 },
      { tool: "Acme", findings: 1 },
    ]);
  });

  it("cuts secrets out, wherever the format repeats them (CASES 33)", async () => {
    const secret = "hunter2-and-more-of-it";
    const store = new MemoryStore();
    await importText(
      store,
      listOf(
        asff({
          Resources: [
            {
              Type: "AwsLambdaFunction",
              Id: "arn:aws:lambda:eu-west-1:123456789012:function:pay",
              Details: {
                AwsLambdaFunction: { Environment: { Variables: { DB: secret } } },
                Other: { note: secret },
              },
              Tags: { password: secret },
            },
          ],
          Description: `It was called with --password ${secret}`,
        }),
      ),
    );
    await importText(
      store,
      listOf(
        ocsf({
          resources: [
            {
              uid: "arn:aws:lambda:eu-west-1:123456789012:function:pay",
              type: "AwsLambdaFunction",
              data: { details: secret, metadata: { environment: { DB: secret } } },
            },
          ],
        }),
      ),
    );
    const all = [...store.objects.values()].map((bytes) => new TextDecoder().decode(bytes)).join();
    expect(all).not.toContain(secret);
    expect(all).toContain(
      "/finding/Resources/0/Details/AwsLambdaFunction/Environment/Variables/DB",
    );
    expect(all).toContain("/finding/resources/0/data/metadata/environment/DB");
  });
});

describe("a file that is not what it says (CASES 36)", () => {
  it.each([
    ["cut short", listOf(asff(), asff()).slice(0, -40)],
    ["no JSON", "<html></html>"],
    ["empty", ""],
    ["an empty list", "[]"],
    ["a list of something else", '[{"name":"x"}]'],
    ["ASFF of another version", listOf(asff({ SchemaVersion: "2030-01-01" }))],
    ["ASFF without an id", listOf(asff({ Id: "" }))],
    ["ASFF without resources", listOf(asff({ Resources: [] }))],
    ["ASFF of an account that is none", listOf(asff({ AwsAccountId: "me" }))],
    ["OCSF of another class", listOf(ocsf({ class_uid: 2003 }))],
    ["OCSF of another cloud", listOf(ocsf({ cloud: { provider: "azure" } }))],
    ["OCSF without a check", listOf(ocsf({ metadata: { product: { name: "Prowler" } } }))],
    ["Prowler 3's own JSON", '[{"CheckID":"x","StatusExtended":"y"}]'],
    ["two formats in one", listOf(asff(), ocsf())],
    [
      "nested ten thousand deep",
      `[${JSON.stringify(asff()).replace(/}$/, "")},"Note":${"[".repeat(10_000)}${"]".repeat(10_000)}}]`,
    ],
    ["wrong in its last finding", listOf(...Array.from({ length: 50 }, () => asff()), { a: 1 })],
  ])("%s, is refused, and nothing is half-imported", async (_what, text) => {
    const store = new MemoryStore();
    const code = await importText(store, text).then(
      () => "imported",
      (thrown: unknown) => codeOf(thrown),
    );
    expect(code).toBe("IMPORT_INVALID");
    expect([...store.objects.keys()]).toEqual([]);
  });
});

describe("filing", () => {
  it("is done by the next snapshot, with the file's SHA-256 and name", async () => {
    const store = new MemoryStore();
    const { file } = await importText(store, listOf(ocsf()));
    const source = `import-${file.importedFrom.sha256.slice(0, 16)}`;
    const input = await inputFor(temporaryFolder(), { gatherer: answering(GATES), store });
    const { manifest } = await takeSnapshot(input);
    const path = `external/${SNAPSHOT}/${source}.ndjson`;
    expect(manifest.files.map((one) => one.path)).toContain(path);
    expect(manifest.expected).toContainEqual({ criterion: "external", source, region: null });
    const [header, finding, end] = new TextDecoder()
      .decode(store.objects.get(path))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(header).toMatchObject({ schema: "external/1", source, importedFrom: file.importedFrom });
    expect(finding).toMatchObject({ finding: { class_uid: 2004 } });
    expect(end).toMatchObject({ end: { complete: true, findings: 1, awsDateMin: null } });
    // Evidence was read when AWS was asked, not when a file was imported.
    expect(manifest.startedAt > "2026-11-22").toBe(true);
  });

  it("is done again by later snapshots, with its age, until newer findings of its tool are imported", async () => {
    const store = new MemoryStore();
    const gatherer = answering(GATES);
    const input = await inputFor(temporaryFolder(), { gatherer, store });
    const importsOn = async (day: number) => {
      const snapshot = `2026-11-${day}T06-00-00Z`;
      await takeSnapshot({ ...input, snapshot });
      const bytes = store.objects.get(`external/${snapshot}/assessment.json`);
      const { sources } = JSON.parse(new TextDecoder().decode(bytes));
      return sources.map(({ importedFrom, importedAt }: ExternalSource) => [
        importedFrom?.tool,
        importedAt?.slice(0, 10),
      ]);
    };
    const first = listOf(ocsf());
    await importText(store, first);
    const hub = await importText(store, listOf(asff()), "2026-11-20T09:00:00.000Z");
    expect(hub.beside.map(({ importedFrom }) => importedFrom.tool)).toEqual(["Prowler"]);
    expect(await importsOn(22)).toEqual(
      expect.arrayContaining([
        ["Prowler", "2026-11-21"],
        ["Security Hub", "2026-11-20"],
      ]),
    );
    const again = await importText(store, first);
    expect(again).toMatchObject({ unchanged: true, filedIn: "2026-11-22T06-00-00Z", stands: true });
    expect(await importsOn(23)).toHaveLength(2);

    const newer = [
      ocsf({ time_dt: "2026-11-23T08:00:00Z" }),
      ocsf({ time_dt: "2026-11-23T08:01:00Z" }),
    ];
    for (const one of newer) await importText(store, listOf(one), "2026-11-23T09:00:00.000Z");
    expect(await importText(store, first)).toMatchObject({
      filedIn: "2026-11-23T06-00-00Z",
      stands: false,
    });
    for (const day of [24, 25]) {
      expect((await importsOn(day)).toSorted()).toEqual([
        ["Prowler", "2026-11-23"],
        ["Prowler", "2026-11-23"],
        ["Security Hub", "2026-11-20"],
      ]);
    }
  });

  it.each<[string, readonly Json[], readonly Json[], boolean]>([
    ["another tool", [ocsf()], [asff()], true],
    ["the same tool", [ocsf()], [ocsf({ message: "Later" })], false],
    ["the same tool in another account", [ocsf()], [ocsfOf("999999999999")], true],
    ["one of its tools", [asff(), acme()], [acme({ Id: "later" })], true],
    ["all of its tools, and more", [acme()], [acme({ Id: "later" }), asff()], false],
    [
      "other tools",
      [asff(), acme()],
      [acme({ ProductName: "Foo" }), acme({ ProductName: "Bar" })],
      true,
    ],
  ])("goes on beside newer findings of %s: %#", async (_whose, before, later, goesOn) => {
    const store = new MemoryStore();
    const { file } = await importText(store, listOf(...before));
    await fileImports({ store, snapshot: "2026-11-22T06-00-00Z", account: ACCOUNT });
    await importText(store, listOf(...later));
    const filed = await fileImports({ store, snapshot: "2026-11-23T06-00-00Z", account: ACCOUNT });
    expect(filed.includes(importSourceOf(file.importedFrom.sha256))).toBe(goesOn);
    const next = await fileImports({ store, snapshot: "2026-11-24T06-00-00Z", account: ACCOUNT });
    expect(next.toSorted()).toEqual(filed.toSorted());
  });

  it("ends what is imported anew by several files together, once", async () => {
    const store = new MemoryStore();
    const file = (snapshot: string) => fileImports({ store, snapshot, account: ACCOUNT });
    await importText(store, listOf(asff(), acme()));
    await file("2026-11-22T06-00-00Z");
    await importText(store, listOf(asff({ Id: "later" })));
    expect(await file("2026-11-23T06-00-00Z")).toHaveLength(2);
    await importText(store, listOf(acme({ Id: "later" })));
    expect(await file("2026-11-24T06-00-00Z")).toHaveLength(2);
    // Nor does what was replaced come back when what replaced it is moved away.
    for (const path of [...store.objects.keys()]) {
      if (path.startsWith("inbox/")) store.objects.delete(path);
    }
    expect(await file("2026-11-25T06-00-00Z")).toEqual([]);
    await importText(store, listOf(asff(), acme()));
    expect(await file("2026-11-26T06-00-00Z")).toEqual([]);
  });

  it("leaves what was replaced out again, where an ended snapshot had filed it before", async () => {
    const store = new MemoryStore();
    const file = (snapshot: string) => fileImports({ store, snapshot, account: ACCOUNT });
    await importText(store, listOf(ocsf()));
    await file("2026-11-22T06-00-00Z");
    // This one is ended, and taken again after another import: it holds both.
    await file("2026-11-23T06-00-00Z");
    const later = await importText(store, listOf(ocsf({ message: "Later" })));
    await file("2026-11-23T06-00-00Z");
    expect(await file("2026-11-24T06-00-00Z")).toEqual([
      importSourceOf(later.file.importedFrom.sha256),
    ]);
  });

  it("keeps what a snapshot that was ended had filed, when it is taken again", async () => {
    const store = new MemoryStore();
    const input = { store, snapshot: SNAPSHOT, account: ACCOUNT };
    await importText(store, listOf(ocsf()));
    const [source = ""] = await fileImports(input);
    const files = () => [...store.objects.keys()].filter((path) => path.includes(`/${source}.`));
    const before = files();
    expect(await fileImports(input)).toEqual([source]);
    expect(files()).toEqual(before);
  });

  it("leaves out what has no import.json: its import was ended", async () => {
    const store = new MemoryStore();
    const { folder } = await importText(store, listOf(ocsf()));
    store.objects.delete(`${folder}import.json`);
    expect(await fileImports({ store, snapshot: SNAPSHOT, account: ACCOUNT })).toEqual([]);
  });

  it.each([
    ["import.json is something else", "import.json", "{}"],
    ["import.json is no JSON", "import.json", "x"],
    ["a part is gone", "part-0001.ndjson", null],
    ["a part was cut", "part-0001.ndjson", ""],
    ["a part says something else", "part-0001.ndjson", '{"finding":{},"redactions":[]}\n'],
  ])("refuses an inbox in which %s", async (_what, name, content) => {
    const store = new MemoryStore();
    const { folder } = await importText(store, listOf(ocsf()));
    if (content === null) store.objects.delete(`${folder}${name}`);
    else store.objects.set(`${folder}${name}`, new TextEncoder().encode(content));
    const filing = fileImports({ store, snapshot: SNAPSHOT, account: ACCOUNT });
    expect(await filing.then(String, codeOf)).toBe("SCHEMA_INVALID");
    // Nor does the same file count as imported then.
    const again = importText(store, listOf(ocsf()));
    expect(await again.then(String, codeOf)).toBe("SCHEMA_INVALID");
  });

  it("brings Prowler's import and the same check in Security Hub together", async () => {
    const inHub = asff({
      Id: "prowler-s3_bucket_level_public_access_block-123456789012-eu-west-1-hash",
      ProductArn: "arn:aws:securityhub:eu-west-1::product/prowler/prowler",
      GeneratorId: "prowler-s3_bucket_level_public_access_block",
      Compliance: { Status: "FAILED" },
    });
    const store = new MemoryStore();
    await importText(store, listOf(ocsf()));
    await importText(store, listOf(inHub));
    await takeSnapshot(await inputFor(temporaryFolder(), { gatherer: answering(GATES), store }));
    const read = (name: string) =>
      new TextDecoder().decode(store.objects.get(`external/${SNAPSHOT}/${name}`));
    const lines = read("findings.ndjson").trim().split("\n").slice(1);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        tool: "Prowler",
        copies: 1,
        contradictions: 0,
        seenIn: [/import-/, /import-/].map(() => expect.stringMatching(/^import-/)),
      },
    ]);
    expect(JSON.parse(read("assessment.json")).gaps).toMatchObject([
      { open: 1, tools: ["Prowler"] },
    ]);
  });
});
