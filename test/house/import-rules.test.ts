import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lintFiles } from "./run-biome.ts";

/** What `lint/rooms.grit` says. */
const ROOMS =
  "This room may not import that. lint/rooms.grit says what each room may import, CONTRIBUTING.md why.";
/** What `lint/aws-sdk.grit` says. */
const AWS_SDK =
  "Only shared/sources and shared/capture touch the AWS SDK, only a service.ts loads one of its clients, cli/live-account.ts and cli/configured-region.ts find credentials and region, and lint/aws-sdk.grit names the few files that reach the deployed system.";
/** What `lint/no-clock.grit` says. */
const CLOCK =
  "shared/ reads no clock and throws no dice. Take the time (or the random value) as a parameter; cli and functions have it.";
const GLOBALS = "lint/style/noRestrictedGlobals";

type Row = readonly [sentence: string, file: string, code: string, broken: readonly string[]];

const imports = (from: string): string =>
  `import { thing } from "${from}";\nexport const used = thing;\n`;
const value = (expression: string): string => `export const made = ${expression};\n`;

const FORBIDDEN: readonly Row[] = [
  // The product knows nothing of what it is run by.
  ["shared imports no verb", "shared/report/a1.ts", imports("../../cli/take.ts"), [ROOMS]],
  ["shared imports no function", "shared/store/a2.ts", imports("../../functions/plan.ts"), [ROOMS]],
  ["shared imports no stack", "shared/controls/a3.ts", imports("../../infra/app.ts"), [ROOMS]],
  ["a check imports no test", "shared/checks/iam/a4.ts", imports("../../../test/a.ts"), [ROOMS]],
  ["a source imports no test", "shared/sources/iam/a5.ts", imports("../../../test/a.ts"), [ROOMS]],
  ["cli imports no function", "cli/a6.ts", imports("../functions/plan.ts"), [ROOMS]],
  ["a verb imports no stack", "cli/verbs/a7.ts", imports("../../infra/app.ts"), [ROOMS]],
  ["functions import no verb", "functions/a8.ts", imports("../cli/take.ts"), [ROOMS]],
  ["functions import no stack", "functions/a9.ts", imports("../infra/app.ts"), [ROOMS]],
  ["infra imports no function", "infra/b1.ts", imports("../functions/plan.ts"), [ROOMS]],
  ["a construct imports no verb", "infra/constructs/b2.ts", imports("../../cli/take.ts"), [ROOMS]],

  ["shared imports no release", "shared/report/b3.ts", imports("../../release/build.ts"), [ROOMS]],
  ["cli imports no release", "cli/b4.ts", imports("../release/build.ts"), [ROOMS]],
  ["functions import no release", "functions/b5.ts", imports("../release/build.ts"), [ROOMS]],
  ["infra imports no release", "infra/b6.ts", imports("../release/build.ts"), [ROOMS]],
  ["a release imports no verb", "release/b7.ts", imports("../cli/take.ts"), [ROOMS]],
  ["a release imports no function", "release/b8.ts", imports("../functions/plan.ts"), [ROOMS]],
  ["the page imports no verb", "release/verify-page/b9.ts", imports("../../cli/a.ts"), [ROOMS]],
  [
    "what runs in a browser has no Node",
    "release/verify-page/browser/b10.ts",
    imports("node:fs"),
    [ROOMS],
  ],
  [
    "what runs in a browser knows nothing of what builds it",
    "release/verify-page/browser/b11.ts",
    imports("../build-page.ts"),
    [ROOMS],
  ],
  ["a release has no SDK", "release/l1.ts", imports("@aws-sdk/client-s3"), [AWS_SDK]],
  ["the code's hash knows no rule", "shared/code/l2.ts", imports("../checks/check.ts"), [ROOMS]],
  [
    "the engine knows no code's hash",
    "shared/snapshot/l3.ts",
    imports("../code/code-hash.ts"),
    [ROOMS],
  ],

  // The pure rooms.
  ["errors import nothing", "shared/errors/c1.ts", imports("../criteria/criteria.ts"), [ROOMS]],
  ["criteria know no control", "shared/criteria/c2.ts", imports("../controls/a.ts"), [ROOMS]],
  ["criteria read no file", "shared/criteria/c3.ts", imports("node:fs"), [ROOMS]],
  ["controls know no check", "shared/controls/c4.ts", imports("../checks/check.ts"), [ROOMS]],
  ["evidence knows no store", "shared/evidence/c5.ts", imports("../store/store.ts"), [ROOMS]],
  ["evidence opens no socket", "shared/evidence/c6.ts", imports("node:http"), [ROOMS]],
  ["decisions know no store", "shared/decisions/c7.ts", imports("../store/store.ts"), [ROOMS]],
  [
    "a check does not capture",
    "shared/checks/iam/c8.ts",
    imports("../../capture/capture.ts"),
    [ROOMS],
  ],
  ["a check knows no snapshot", "shared/checks/c9.ts", imports("../snapshot/judge.ts"), [ROOMS]],
  ["a check reads no file", "shared/checks/s3/d1.ts", imports("node:fs/promises"), [ROOMS]],
  ["a check needs no new package", "shared/checks/s3/d2.ts", imports("lodash"), [ROOMS]],
  [
    "a check loads nothing later on",
    "shared/checks/s3/d3.ts",
    'export const later = () => import("../check.ts");\n',
    [ROOMS],
  ],
  [
    "a check gets no type round the back",
    "shared/checks/s3/d4.ts",
    'export type Sdk = typeof import("@aws-sdk/client-s3");\n',
    [AWS_SDK, ROOMS],
  ],
  [
    "a check re-exports no SDK",
    "shared/checks/s3/d5.ts",
    'export type { Bucket } from "@aws-sdk/client-s3";\n',
    [AWS_SDK, ROOMS],
  ],

  // The verifier, which runs in a browser too.
  ["integrity imports no crypto", "shared/integrity/e1.ts", imports("node:crypto"), [ROOMS]],
  ["integrity imports no buffer", "shared/integrity/e2.ts", imports("node:buffer"), [ROOMS]],
  [
    "integrity knows no folder",
    "shared/integrity/e3.ts",
    imports("../store/folder-store.ts"),
    [ROOMS],
  ],
  ["integrity holds no key", "shared/integrity/e4.ts", imports("../keys/signer.ts"), [ROOMS]],
  ["integrity has no Buffer", "shared/integrity/e5.ts", value("Buffer.from([1])"), [GLOBALS]],
  ["integrity has no process", "shared/integrity/e6.ts", value("process.env"), [GLOBALS]],
  ["integrity asks nobody", "shared/integrity/e7.ts", value('fetch("x")'), [GLOBALS]],
  ["integrity brings no hash", "shared/integrity/e8.ts", value("crypto.subtle"), [GLOBALS]],
  ["integrity reads no clock", "shared/integrity/e9.ts", value("Date.now()"), [CLOCK]],
  ["integrity knows no anchor", "shared/integrity/e10.ts", imports("../anchors/a.ts"), [ROOMS]],
  ["anchors read no file", "shared/anchors/e11.ts", imports("node:fs/promises"), [ROOMS]],
  ["anchors unpack nothing", "shared/anchors/e12.ts", imports("node:zlib"), [ROOMS]],
  ["anchors know no folder", "shared/anchors/e13.ts", imports("../store/folder-store.ts"), [ROOMS]],
  ["anchors have no Buffer", "shared/anchors/e14.ts", value("Buffer.from([1])"), [GLOBALS]],

  // Clock, dice, environment and network in the rest of the product.
  ["a check has no today", "shared/checks/iam/f1.ts", value("new Date()"), [CLOCK]],
  ["a check has no now", "shared/checks/iam/f2.ts", value("Date.now()"), [CLOCK]],
  ["a check has no stopwatch", "shared/checks/iam/f3.ts", value("performance.now()"), [GLOBALS]],
  ["a check throws no dice", "shared/checks/iam/f4.ts", value("Math.random()"), [CLOCK]],
  ["a check has no environment", "shared/checks/iam/f5.ts", value("process.env.HOME"), [GLOBALS]],
  ["a check asks nobody", "shared/checks/iam/f6.ts", value('fetch("x")'), [GLOBALS]],
  ["a check takes no way round", "shared/checks/iam/f7.ts", value("globalThis.fetch"), [GLOBALS]],
  ["evidence has no today", "shared/evidence/f8.ts", value("new Date()"), [CLOCK]],
  ["decisions have no today", "shared/decisions/f9.ts", value("new Date()"), [CLOCK]],
  ["controls have no today", "shared/controls/g1.ts", value("Date()"), [CLOCK]],
  ["criteria have no environment", "shared/criteria/g2.ts", value("process.env"), [GLOBALS]],
  ["soc2.yaml is read without a clock", "shared/config/g3.ts", value("new Date()"), [CLOCK]],
  ["the engine has no clock of its own", "shared/snapshot/g4.ts", value("Date.now()"), [CLOCK]],
  ["a report has no clock of its own", "shared/report/g5.ts", value("new Date()"), [CLOCK]],

  // The AWS SDK.
  [
    "a check has no SDK",
    "shared/checks/iam/h1.ts",
    imports("@aws-sdk/client-iam"),
    [AWS_SDK, ROOMS],
  ],
  ["config has no SDK", "shared/config/h2.ts", imports("@aws-sdk/client-iam"), [AWS_SDK, ROOMS]],
  ["a report has no SDK", "shared/report/h3.ts", imports("@smithy/types"), [AWS_SDK, ROOMS]],
  [
    "the engine has no SDK",
    "shared/snapshot/h4.ts",
    imports("@aws-sdk/client-sts"),
    [AWS_SDK, ROOMS],
  ],
  ["a verb has no SDK", "cli/verbs/h5.ts", imports("@aws-sdk/client-sts"), [AWS_SDK]],
  [
    "a verb loads no SDK later on",
    "cli/verbs/h6.ts",
    'export const later = () => import("@aws-sdk/client-sts");\n',
    [AWS_SDK],
  ],
  [
    "a source imports no client's values",
    "shared/sources/iam/h7.ts",
    imports("@aws-sdk/client-iam"),
    [AWS_SDK],
  ],
  [
    "a source loads no client itself",
    "shared/sources/iam/h8.ts",
    'export const later = () => import("@aws-sdk/client-iam");\n',
    [AWS_SDK],
  ],
  [
    "a service does not load its client at once",
    "shared/sources/iam/service.ts",
    imports("@aws-sdk/client-iam"),
    [AWS_SDK],
  ],
  [
    "a source judges nothing",
    "shared/sources/iam/h9.ts",
    imports("../../checks/check.ts"),
    [ROOMS],
  ],
  [
    "a source's form judges nothing",
    "shared/sources/j1.ts",
    imports("../checks/check.ts"),
    [ROOMS],
  ],
  [
    "a folder is no bucket",
    "shared/store/k1.ts",
    'export const later = () => import("@aws-sdk/client-s3");\n',
    [AWS_SDK, ROOMS],
  ],
  [
    "a key on this machine is none in AWS",
    "shared/keys/k2.ts",
    'import type { KMSClient } from "@aws-sdk/client-kms";\nexport type Client = KMSClient;\n',
    [AWS_SDK, ROOMS],
  ],
  [
    "a bucket is not reached before it is opened",
    "shared/store/s3-store.ts",
    imports("@aws-sdk/client-s3"),
    [AWS_SDK],
  ],
  [
    "who shares signs elsewhere",
    "shared/share/k4.ts",
    'export const later = () => import("@aws-sdk/s3-request-presigner");\n',
    [AWS_SDK, ROOMS],
  ],
  [
    "who signs links knows no page",
    "shared/share/link-signer.ts",
    imports("../report/html.ts"),
    [ROOMS],
  ],
  ["a share takes no snapshot", "shared/share/k5.ts", imports("../snapshot/seal.ts"), [ROOMS]],
  ["a function has no SDK", "functions/k3.ts", imports("@aws-sdk/client-sfn"), [AWS_SDK]],
  ["the sample asks nobody", "shared/sample/j2.ts", imports("node:http"), [ROOMS]],
  [
    "an import from elsewhere keeps nothing",
    "shared/external/j3.ts",
    imports("../store/store.ts"),
    [ROOMS],
  ],
  [
    "what is read from elsewhere loads no check",
    "shared/external/j5.ts",
    imports("../checks/catalogue.ts"),
    [ROOMS],
  ],
  [
    "the mapping reads no evidence",
    "shared/external/mapping/j6.ts",
    imports("../../evidence/evidence-object.ts"),
    [ROOMS],
  ],
  [
    "a list of others' ids loads no check",
    "shared/external/mapping/catalogues/j7.ts",
    imports("../../../checks/catalogue.ts"),
    [ROOMS],
  ],
  [
    "the three questions load no check",
    "shared/triage/j8.ts",
    imports("../checks/catalogue.ts"),
    [ROOMS],
  ],
  [
    "the three questions read no store",
    "shared/triage/j9.ts",
    imports("../store/store.ts"),
    [ROOMS],
  ],
  [
    "a room not built yet imports no verb",
    "shared/new-room/j4.ts",
    imports("../../cli/take.ts"),
    [ROOMS],
  ],
  ["capture writes nothing", "shared/capture/i1.ts", imports("../store/store.ts"), [ROOMS]],
  ["a store knows no snapshot", "shared/store/i2.ts", imports("../snapshot/seal.ts"), [ROOMS]],
  ["a key knows no store", "shared/keys/i3.ts", imports("../store/store.ts"), [ROOMS]],
  ["soc2.yaml knows no check", "shared/config/i4.ts", imports("../checks/check.ts"), [ROOMS]],
  ["the engine renders nothing", "shared/snapshot/i5.ts", imports("../report/html.ts"), [ROOMS]],
  ["a report captures nothing", "shared/report/i6.ts", imports("../capture/capture.ts"), [ROOMS]],
];

const ALLOWED: readonly (readonly [sentence: string, file: string, code: string])[] = [
  [
    "what runs in a browser reads the verifier",
    "release/verify-page/browser/c5.ts",
    imports("../../../shared/integrity/verify.ts"),
  ],
  ["a release reads the product", "release/c3.ts", imports("../shared/integrity/verify.ts")],
  ["the code's hash reads files", "shared/code/c4.ts", imports("node:fs")],
  ["a verb reads the product", "cli/verbs/a1.ts", imports("../../shared/checks/catalogue.ts")],
  ["a function reads the product", "functions/a2.ts", imports("../shared/snapshot/plan.ts")],
  ["a stack reads the catalogues", "infra/a3.ts", imports("../shared/criteria/criteria.ts")],
  ["criteria throw our errors", "shared/criteria/a4.ts", imports("../errors/evidence-error.ts")],
  ["controls know criteria", "shared/controls/a5.ts", imports("../criteria/criteria.ts")],
  ["evidence knows sources", "shared/evidence/a6.ts", imports("../sources/source.ts")],
  ["decisions know controls", "shared/decisions/a7.ts", imports("../controls/catalogue.ts")],
  [
    "the mapping knows our checks",
    "shared/external/mapping/a0.ts",
    imports("../../checks/catalogue.ts"),
  ],
  ["the three questions know a rule", "shared/triage/d1.ts", imports("../external/rule-lookup.ts")],
  ["a check knows its sources", "shared/checks/s3/a8.ts", imports("../../sources/s3/buckets.ts")],
  ["a check knows its room", "shared/checks/s3/a9.ts", imports("../check.ts")],
  ["a check knows its neighbours", "shared/checks/s3/b1.ts", imports("../iam/root-user.ts")],
  ["integrity knows what a store is", "shared/integrity/b2.ts", imports("../store/store.ts")],
  ["a date that is given is no clock", "shared/checks/iam/b3.ts", value('new Date("2026-11-22")')],
  [
    "a service loads its client when it is opened",
    "shared/sources/kms/service.ts",
    'export const load = () => import("@aws-sdk/client-kms");\n',
  ],
  [
    "a source knows its client's types",
    "shared/sources/s3/b4.ts",
    'import type { Bucket } from "@aws-sdk/client-s3";\nexport type Named = Bucket["Name"];\n',
  ],
  ["capture drives the SDK", "shared/capture/b5.ts", imports("@smithy/util-retry")],
  [
    "credentials are found with the SDK",
    "cli/live-account.ts",
    'export const later = () => import("@aws-sdk/credential-providers");\n',
  ],
  [
    "the bucket's client is loaded when it is opened",
    "shared/store/s3-store.ts",
    'export const later = () => import("@aws-sdk/client-s3");\n',
  ],
  [
    "the key's client is loaded when it is opened",
    "shared/keys/kms-signer.ts",
    'export const later = () => import("@aws-sdk/client-kms");\n',
  ],
  [
    "the machine's client is loaded when it is started",
    "functions/state-machine.ts",
    'export const later = () => import("@aws-sdk/client-sfn");\n',
  ],
  [
    "the stack's client is loaded when it is asked for",
    "cli/deployed-stack.ts",
    'export const later = () => import("@aws-sdk/client-cloudformation");\n',
  ],
  [
    "what signs links is loaded when somebody shares",
    "shared/share/link-signer.ts",
    'export const later = () => import("@aws-sdk/s3-request-presigner");\n',
  ],
  ["a share has a page", "shared/share/c2.ts", imports("../report/markup.ts")],
  ["soc2.yaml is parsed", "shared/config/b6.ts", imports("yaml")],
  ["a store writes files", "shared/store/b7.ts", imports("node:fs/promises")],
  ["a key is made by Node", "shared/keys/b8.ts", imports("node:crypto")],
  ["the engine judges", "shared/snapshot/b9.ts", imports("../checks/check.ts")],
  ["a report reads a snapshot", "shared/report/c1.ts", imports("../snapshot/assessment.ts")],
];

it("every room of shared/ has its line in lint/rooms.grit", () => {
  const root = join(import.meta.dirname, "../..");
  const rules = readFileSync(join(root, "lint/rooms.grit"), "utf8");
  const rooms = readdirSync(join(root, "shared"));
  expect(rooms.filter((room) => !rules.includes(`/shared/${room}/`))).toEqual([]);
});

describe("who may import whom", async () => {
  const forbidden = await lintFiles(new Map(FORBIDDEN.map(([, file, code]) => [file, code])));
  const allowed = await lintFiles(new Map(ALLOWED.map(([, file, code]) => [file, code])));

  it.each(FORBIDDEN)("%s", (_sentence, file, _code, expected) => {
    expect(forbidden.get(file)?.toSorted()).toEqual(expected.toSorted());
  });

  it.each(ALLOWED)("%s", (_sentence, file) => {
    expect(allowed.get(file)).toEqual([]);
  });
});
