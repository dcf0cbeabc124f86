import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { defaultConfig } from "../../shared/config/default-config.ts";
import { type EffectiveConfig, effectiveConfig } from "../../shared/config/effective-config.ts";
import type { Call, EvidenceObject, Json } from "../../shared/evidence/evidence-object.ts";
import { storedJson } from "../../shared/evidence/serialize.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { sampleFolder } from "../../shared/sample/sample-account.ts";
import {
  type Assessment,
  assessmentSchema,
  type Finding,
} from "../../shared/snapshot/assessment.ts";
import { openRecording } from "../../shared/snapshot/replay.ts";
import { controlStatus } from "../../shared/snapshot/status.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { MemoryStore } from "../store/memory-store.ts";

type Change = (object: EvidenceObject) => EvidenceObject;
type Configure = (config: EffectiveConfig) => EffectiveConfig;

const NO_CHANGE: Change = (object) => object;

/** A snapshot of the sample account after a change to what AWS answered, or to the configuration. */
async function snapshotOf(
  change: Change = NO_CHANGE,
  configure: Configure = (config) => config,
): Promise<{ store: MemoryStore; of: (criterion: string) => Assessment }> {
  const root = sampleFolder("after");
  const recording = await openRecording(
    new MemoryStore(
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path.slice(root.length + 1), changed(path, change)] as const),
    ),
    null,
  );
  if (recording.config === null) throw new Error("The sample has no configuration.");
  const store = new MemoryStore();
  await takeSnapshot({
    store,
    signer: null,
    crypto: nodeCrypto,
    gatherer: recording.gatherer,
    config: configure(recording.config),
    checks: CHECKS,
    snapshot: recording.snapshot,
    homeRegion: "us-east-1",
    nonce: null,
    replayOf: "sample:after",
    collector: { version: "0.0.0", codeSha256: "0".repeat(64) },
    randomChainId: () => "c".repeat(32),
  });
  const of = (criterion: string) => {
    const path = [...store.objects.keys()].find((one) =>
      new RegExp(`^${criterion}-[^/]+/[^/]+/assessment\\.json$`).test(one),
    );
    const bytes = store.objects.get(path ?? "");
    return assessmentSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  };
  return { store, of };
}

function changed(path: string, change: Change): Uint8Array {
  const bytes = readFileSync(path);
  if (!path.endsWith(".json") || path.endsWith("config.json")) return bytes;
  return storedJson(change(JSON.parse(bytes.toString("utf8")) as EvidenceObject));
}

/** Gives each call of an operation another response. */
function answering(
  operation: string,
  respond: (response: Readonly<Record<string, Json>>) => Record<string, Json>,
): Change {
  const answer = (call: Call): Call =>
    call.operation === operation && call.outcome === "ok"
      ? { ...call, response: respond(call.response as Readonly<Record<string, Json>>) }
      : call;
  return (object) => ({ ...object, calls: object.calls.map(answer) });
}

const both =
  (...changes: readonly Change[]): Change =>
  (object) =>
    changes.reduce((so, change) => change(so), object);

const csvOf = (edit: (lines: string[]) => string[]): Change =>
  answering("GetCredentialReport", (response) => {
    const csv = Buffer.from(String(response.Content), "base64").toString("utf8");
    return {
      ...response,
      Content: Buffer.from(edit(csv.split("\n")).join("\n")).toString("base64"),
    };
  });

/** No IAM user at all: in the list and in the report, where root stays. */
const nobody = both(
  answering("GetAccountAuthorizationDetails", (response) => ({ ...response, UserDetailList: [] })),
  csvOf((lines) => lines.slice(0, 2)),
);

/** No role either: roles that nobody takes on are idle identities too. */
const noRole = answering("GetAccountAuthorizationDetails", (response) => ({
  ...response,
  RoleDetailList: [],
}));

const providers = (names: readonly string[]): Change =>
  both(
    answering("ListSAMLProviders", () => ({
      SAMLProviderList: names.map((name) => ({
        Arn: `arn:aws:iam::123456789012:saml-provider/${name}`,
      })),
    })),
    answering("ListOpenIDConnectProviders", () => ({ OpenIDConnectProviderList: [] })),
  );

/** Root with a device, so that only the other routes decide. */
const rootHasMfa = answering("GetAccountSummary", ({ SummaryMap }) => ({
  SummaryMap: { ...(SummaryMap as Record<string, Json>), AccountMFAEnabled: 1 },
}));

function control(assessment: Assessment, id: string) {
  return assessment.controls.find((one) => one.id === id);
}

describe("no IAM users at all, people come in by SAML or Identity Center (CASES 38)", () => {
  it.each(["company-idp", "AWSSSO_0123456789abcdef_DO_NOT_DELETE"])(
    "the MFA control has no evidence while %s has none",
    async (provider) => {
      const { of } = await snapshotOf(both(nobody, rootHasMfa, providers([provider])));
      expect(control(of("CC6.1"), "AC-01")).toMatchObject({
        status: "no-evidence",
        missing: ["no document: MFA setting of the identity provider, where AWS cannot show it"],
      });
      expect(of("CC6.1").headline).toBe("gap");
    },
  );

  it("the empty list of users passes nobody", async () => {
    const { of } = await snapshotOf(both(nobody, rootHasMfa, providers(["company-idp"])));
    const users = of("CC6.1").findings.filter(
      ({ check }) => check === "iam.console-users-have-mfa",
    );
    expect(users.map(({ status }) => status)).toEqual(["not-applicable"]);
  });
});

describe("a policy that states no key age (CASES 42)", () => {
  const silent: Configure = (config) => {
    const { accessKeyMaxAgeDays: _unstated, ...policy } = config.policy;
    return { ...config, policy };
  };

  it("leaves every key indeterminate, and is a gap of CC5.3", async () => {
    const { of } = await snapshotOf(NO_CHANGE, silent);
    const keys = of("CC6.1").findings.filter(({ check }) => check === "iam.access-keys-rotated");
    expect(new Set(keys.map(({ status }) => status))).toEqual(new Set(["indeterminate"]));
    expect(control(of("CC6.1"), "AC-04")?.status).toBe("indeterminate");
    expect(of("CC5.3").headline).toBe("gap");
    expect(of("CC5.3").findings).toContainEqual(
      expect.objectContaining({
        check: "policy.numbers-stated",
        status: "fail",
        reason: expect.stringContaining("accessKeyMaxAgeDays"),
      }),
    );
  });
});

describe("a population of zero (CASES 43)", () => {
  it("is no occurrence, with the empty list cited, never counted as met", async () => {
    const { of } = await snapshotOf(both(nobody, noRole));
    expect(control(of("CC6.1"), "AC-04")?.status).toBe("no-occurrence");
    const keys = of("CC6.1").findings.filter(({ check }) => check === "iam.access-keys-rotated");
    expect(keys).toMatchObject([{ status: "not-applicable" }]);
    expect(keys[0]?.cites.map(({ pointer }) => pointer)).toContain(
      "/calls/0/response/UserDetailList",
    );
  });

  const outside = { scope: "out", status: "fail", needsDocument: undefined } as unknown as Finding;
  it.each<[string, readonly Finding[], string]>([
    ["all that it applies to lies outside the boundary", [outside], "no-occurrence"],
    ["nothing at all was judged", [], "no-occurrence"],
  ])("is never counted as met where %s", (_what, findings, expected) => {
    const config = effectiveConfig(defaultConfig());
    const owner = { name: "Ada Lovelace", email: null, role: null };
    const [first] = config.controls;
    if (first === undefined) throw new Error("The catalogue is empty.");
    const bare = { ...first, owner, documents: [], parts: [], carvedOut: null };
    const now = "2026-11-22T06:00:00Z";
    const { status } = controlStatus({ control: bare, findings, uncovered: [], config, now });
    expect(status).toBe(expected);
  });
});

describe("the credential report (CASES 28)", () => {
  const statuses = (assessment: Assessment, check: string) => [
    ...new Set(
      assessment.findings.filter((one) => one.check === check).map(({ status }) => status),
    ),
  ];

  it("cut short decides nothing, whatever it says of itself", async () => {
    const { of } = await snapshotOf(csvOf((lines) => [...lines.slice(0, 3), "half,a,ro"]));
    expect(statuses(of("CC6.1"), "iam.console-users-have-mfa")).toEqual(["indeterminate"]);
    expect(statuses(of("CC6.1"), "iam.root-use-explained")).toEqual(["indeterminate"]);
  });

  it("that never was ready decides nothing", async () => {
    const { of } = await snapshotOf((object) =>
      object.source !== "iam.credential-report"
        ? object
        : {
            ...object,
            calls: object.calls.filter(({ operation }) => operation !== "GetCredentialReport"),
          },
    );
    expect(statuses(of("CC6.1"), "iam.console-users-have-mfa")).toEqual(["indeterminate"]);
  });

  it("older than four hours says how old it is", async () => {
    const { of } = await snapshotOf(
      answering("GetCredentialReport", (response) => ({
        ...response,
        GeneratedTime: "2026-11-16T01:59:00.000Z",
      })),
    );
    const [one] = of("CC6.1").findings.filter(
      ({ check }) => check === "iam.console-users-have-mfa",
    );
    expect(one?.reason).toContain("says the credential report of 2026-11-16T01:59:00.000Z");
  });
});

describe("one call denied (CASES 20)", () => {
  it("leaves indeterminate what needs it, and judges the rest as before", async () => {
    const before = (await snapshotOf()).of("CC6.1");
    const denied: Change = (object) =>
      object.source !== "iam.virtual-mfa-devices"
        ? object
        : {
            ...object,
            complete: false,
            incompleteReason: "AccessDenied on iam:ListVirtualMFADevices",
            calls: object.calls.map(({ response: _lost, ...call }) => ({
              ...call,
              outcome: "denied" as const,
              error: { code: "AccessDenied", message: "No." },
            })),
          };
    const after = (await snapshotOf(denied)).of("CC6.1");
    const needing = new Set(
      CHECKS.filter(({ needs = [], population }) =>
        [...needs, ...population.needs].some(({ name }) => name === "iam.virtual-mfa-devices"),
      ).map(({ id }) => id),
    );
    const rest = ({ findings }: Assessment) => findings.filter(({ check }) => !needing.has(check));
    expect(rest(after)).toEqual(rest(before));
    const touched = after.findings.filter(({ check }) => needing.has(check));
    expect(touched.map(({ status }) => status)).not.toContain("pass");
    expect(touched.length).toBeGreaterThan(0);
  });
});

/** What every list of the account says when there is nothing in it; regions there always are. */
const empty: Change = (object) => {
  const lists = object.calls.filter(({ response }) =>
    Object.values(response ?? {}).some((member) => Array.isArray(member)),
  );
  const asks = (call: Call) => /^(List|Describe|GetAccountAuthorization)/.test(call.operation);
  const calls = lists.some(asks) ? lists.filter(asks) : object.calls;
  return object.source === "ec2.regions"
    ? object
    : { ...object, calls: calls.map((call) => ({ ...call, ...withEmptyLists(call) })) };
};

function withEmptyLists({ response }: Call): Pick<Call, "response"> {
  if (response === undefined) return {};
  const entries = Object.entries(response as Readonly<Record<string, Json>>);
  return {
    response: Object.fromEntries(
      entries.map(([name, member]) => [name, Array.isArray(member) ? [] : member]),
    ),
  };
}

async function manifestIn(store: MemoryStore) {
  const path = [...store.objects.keys()].find((one) => one.endsWith("manifest.json"));
  const bytes = await store.read(path ?? "");
  return JSON.parse(new TextDecoder().decode(bytes)) as {
    incomplete: { source: string; region: string | null }[];
    expected: { region: string | null }[];
  };
}

describe("an account with nothing in it (CASES 29)", () => {
  it("is complete, and every population of zero cites what shows it", async () => {
    const { store, of } = await snapshotOf(both(nobody, empty));
    expect((await manifestIn(store)).incomplete).toEqual([]);
    const findings = ["CC6.1", "CC6.6", "CC7.2"].flatMap((criterion) => of(criterion).findings);
    const unclear = findings.filter(({ status }) => status === "indeterminate");
    // Where nobody looks for outsiders, that none was found says nothing.
    expect([...new Set(unclear.map(({ check }) => check))]).toEqual([
      "accessanalyzer.external-access-intended",
    ]);
    expect(findings.filter(({ cites }) => cites.length === 0)).toEqual([]);
    expect(control(of("CC6.6"), "NW-01")?.status).toBe("no-occurrence");
  });
});

describe("regions (CASES 19)", () => {
  const all: Configure = (config) => ({ ...config, regions: { only: null, reason: null } });
  const recordedRegions = ["eu-west-1", "us-east-1"];
  const optedIn = answering("DescribeRegions", ({ Regions }) => ({
    Regions: (Regions as Record<string, Json>[]).map((region) =>
      recordedRegions.includes(String(region.RegionName))
        ? region
        : { ...region, OptInStatus: "not-opted-in" },
    ),
  }));

  it("that are not opted in are told by the list, and not asked", async () => {
    const { store } = await snapshotOf(optedIn, all);
    const { incomplete, expected } = await manifestIn(store);
    expect(incomplete).toEqual([]);
    expect(new Set(expected.map(({ region }) => region))).toEqual(
      new Set([null, ...recordedRegions]),
    );
  });

  it("of which one is down leave the others judged as they were", async () => {
    const down: Change = (object) =>
      object.region !== "us-east-1" || !object.source.startsWith("ec2.")
        ? object
        : {
            ...object,
            complete: false,
            incompleteReason: "ECONNRESET on ec2",
            calls: object.calls.map(({ response: _lost, ...call }) => ({
              ...call,
              outcome: "error" as const,
              error: { code: "ECONNRESET", message: "No answer." },
            })),
          };
    const before = await snapshotOf(optedIn, all);
    const after = await snapshotOf(both(optedIn, down), all);
    const inRegion = (assessment: Assessment, region: string) =>
      assessment.findings.filter(
        ({ check, resource }) => check.startsWith("ec2.") && resource.region === region,
      );
    expect(inRegion(after.of("CC6.6"), "eu-west-1")).toEqual(
      inRegion(before.of("CC6.6"), "eu-west-1"),
    );
    expect(inRegion(after.of("CC6.6"), "us-east-1").map(({ status }) => status)).not.toContain(
      "pass",
    );
    const { incomplete } = await manifestIn(after.store);
    expect(new Set(incomplete.map(({ region }) => region))).toEqual(new Set(["us-east-1"]));
  });
});
