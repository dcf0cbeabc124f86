import { beforeAll, describe, expect, it } from "vitest";
import type { Manifest } from "../../shared/integrity/manifest.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import {
  ASSESSMENT,
  assessed,
  CHECKS,
  CONFIG,
  EVIDENCE,
  FINDINGS,
  FIRST,
  inShort,
  MANIFEST,
  READING,
  rederived,
  rewrite,
  SNAPSHOT,
  sealAgain,
  taken,
} from "./rederiving.ts";

let honest: MemoryStore;
beforeAll(async () => {
  honest = await taken();
});

/** What whoever holds the key can do to a snapshot before signing it again. */
interface Attack {
  readonly does: (store: MemoryStore) => void;
  readonly manifest?: (manifest: Manifest) => void;
  readonly sees: readonly string[];
}

const ATTACKS: readonly (readonly [sentence: string, attack: Attack])[] = [
  [
    "a fail made a pass",
    {
      does: (store) =>
        rewrite(store, ASSESSMENT, (value) => {
          for (const finding of assessed(value).findings) finding.status = "pass";
        }),
      sees: [`RESULT_DIFFERS ${ASSESSMENT}`],
    },
  ],
  [
    "a finding dropped everywhere",
    {
      does(store) {
        for (const path of [
          ...READING.map(({ criterion }) => `${criterion.folder}/${SNAPSHOT}/assessment.json`),
          FINDINGS,
        ]) {
          rewrite(store, path, (value) => {
            value.findings = assessed(value).findings.filter(({ status }) => status !== "fail");
          });
        }
      },
      sees: [
        ...READING.map(
          ({ criterion }) => `RESULT_DIFFERS ${criterion.folder}/${SNAPSHOT}/assessment.json`,
        ),
        `RESULT_DIFFERS ${FINDINGS}`,
      ],
    },
  ],
  [
    "a finding dropped from the findings of all",
    {
      does: (store) => rewrite(store, FINDINGS, (value) => assessed(value).findings.pop()),
      sees: [`RESULT_DIFFERS ${FINDINGS}`],
    },
  ],
  [
    "a population's count changed",
    {
      does: (store) =>
        rewrite(store, ASSESSMENT, (value) => {
          for (const { population } of assessed(value).checks) population.listed += 40;
        }),
      sees: [`RESULT_DIFFERS ${ASSESSMENT}`],
    },
  ],
  [
    "a headline changed",
    {
      does: (store) =>
        rewrite(store, ASSESSMENT, (value) => {
          value.headline = "no-exception";
          value.reason = "No exception in any direct control.";
        }),
      sees: [`RESULT_DIFFERS ${ASSESSMENT}`],
    },
  ],
  [
    "the headline of a criterion that nothing reads changed",
    {
      does: (store) =>
        rewrite(store, `CC1.1-integrity-and-ethics/${SNAPSHOT}/assessment.json`, (value) => {
          value.headline = "no-exception";
        }),
      sees: [`RESULT_DIFFERS CC1.1-integrity-and-ethics/${SNAPSHOT}/assessment.json`],
    },
  ],
  [
    "an assessment's bytes changed, its meaning kept",
    {
      does(store) {
        const text = new TextDecoder().decode(store.objects.get(ASSESSMENT));
        store.objects.set(ASSESSMENT, new TextEncoder().encode(text.trimEnd()));
      },
      sees: [`RESULT_DIFFERS ${ASSESSMENT}`],
    },
  ],
  [
    "an assessment taken away",
    {
      does: (store) => store.objects.delete(ASSESSMENT),
      sees: [`RESULT_DIFFERS ${ASSESSMENT}`],
    },
  ],
  [
    "the evidence changed, the assessments left",
    {
      does: (store) =>
        rewrite(store, EVIDENCE, (value) => {
          const [call] = value.calls as { response: { Vpcs: { State: string }[] } }[];
          for (const gate of call?.response.Vpcs ?? []) gate.State = "available";
        }),
      sees: [`RESULT_DIFFERS ${ASSESSMENT}`, `RESULT_DIFFERS ${FINDINGS}`],
    },
  ],
  [
    "a control dropped from the configuration, the assessments left",
    {
      does: (store) =>
        rewrite(store, CONFIG, (value) => {
          const controls = value.controls as { id: string; status: string }[];
          for (const control of controls) if (control.id === "NW-05") control.status = "dropped";
        }),
      sees: expect.arrayContaining([`RESULT_DIFFERS ${MANIFEST}`, `RESULT_DIFFERS ${ASSESSMENT}`]),
    },
  ],
  [
    "the company's name in the configuration, which no rule reads",
    {
      does: (store) =>
        rewrite(store, CONFIG, (value) => {
          value.company = { name: "Somebody Else" };
        }),
      sees: [`RESULT_DIFFERS ${MANIFEST}`],
    },
  ],
  [
    "a source left out of the plan",
    {
      does() {},
      manifest(manifest) {
        manifest.expected = manifest.expected.filter(({ source }) => source !== "test.locks");
      },
      sees: READING.map(() => `RESULT_DIFFERS ${MANIFEST}`),
    },
  ],
  [
    "a kinder reason for what was not read",
    {
      does() {},
      manifest(manifest) {
        for (const one of manifest.incomplete.slice(0, 1)) one.reason = "There was nothing to read";
      },
      sees: [`RESULT_DIFFERS ${MANIFEST}`],
    },
  ],
  [
    "a configuration that is none",
    {
      does: (store) => rewrite(store, CONFIG, (value) => delete value.regions),
      sees: [`RESULT_DIFFERS ${CONFIG}`],
    },
  ],
  [
    "the configuration taken away",
    { does: (store) => store.objects.delete(CONFIG), sees: [`RESULT_DIFFERS ${MANIFEST}`] },
  ],
  [
    "an incomplete source called complete",
    {
      does() {},
      manifest(manifest) {
        manifest.incomplete = [];
      },
      sees: READING.flatMap(() => [`RESULT_DIFFERS ${MANIFEST}`, `RESULT_DIFFERS ${MANIFEST}`]),
    },
  ],
  [
    "a region taken out of evidence and plan",
    {
      does(store) {
        for (const path of [...store.objects.keys()]) {
          if (/\.us-east-1\.json$/.test(path)) store.objects.delete(path);
        }
      },
      manifest(manifest) {
        manifest.expected = manifest.expected.filter(({ region }) => region !== "us-east-1");
      },
      sees: expect.arrayContaining([`RESULT_DIFFERS ${MANIFEST}`, `RESULT_DIFFERS ${ASSESSMENT}`]),
    },
  ],
  [
    "other times of reading",
    {
      does() {},
      manifest(manifest) {
        manifest.startedAt = "2026-11-22T05:00:00Z";
        manifest.completedAt = "2026-11-22T05:00:01Z";
      },
      sees: [`RESULT_DIFFERS ${MANIFEST}`, `RESULT_DIFFERS ${MANIFEST}`],
    },
  ],
  [
    "evidence that no rule reads",
    {
      does: (store) =>
        store.objects.set(
          `${FIRST}/test.gates.eu-west-1.part-0007.json`,
          new TextEncoder().encode("{}\n"),
        ),
      manifest(manifest) {
        const path = `${FIRST}/test.gates.eu-west-1.part-0007.json`;
        const sha256 = sha256Hex(new TextEncoder().encode("{}\n"));
        manifest.files.push({
          path,
          versionId: null,
          size: 3,
          sha256,
          mediaType: "application/json",
        });
      },
      sees: [`RESULT_DIFFERS ${FIRST}/test.gates.eu-west-1.part-0007.json`],
    },
  ],
  [
    "evidence on which a rule breaks",
    {
      does(store) {
        rewrite(store, EVIDENCE, (value) => {
          const [call] = value.calls as { response: object }[];
          if (call !== undefined) call.response = { NextToken: "deep" };
        });
        const text = new TextDecoder().decode(store.objects.get(EVIDENCE));
        const deep = text.replace('"deep"', `${"[".repeat(100_000)}${"]".repeat(100_000)}`);
        store.objects.set(EVIDENCE, new TextEncoder().encode(deep));
      },
      sees: [`RESULT_DIFFERS ${ASSESSMENT}`],
    },
  ],
];

describe("signed again by whoever holds the key, verify sees nothing and --rederive sees", () => {
  it.each(ATTACKS)("%s", async (_sentence, { does, manifest, sees }) => {
    const store = honest.clone();
    does(store);
    await sealAgain(store, SNAPSHOT, manifest);
    const report = await rederived(store, CHECKS);
    const { exitCode, faults } = inShort(report);
    const ofSeal = faults.filter((fault) => !/^(RESULT_DIFFERS|SNAPSHOT_INCOMPLETE) /.test(fault));
    expect(ofSeal).toEqual([]);
    expect(exitCode).toBe(1);
    expect(faults.filter((fault) => fault.startsWith("RESULT_DIFFERS"))).toEqual(sees);
  });

  it("says where, what stands there and what the rules give", async () => {
    const store = honest.clone();
    rewrite(store, ASSESSMENT, (value) => {
      value.headline = "no-exception";
    });
    await sealAgain(store, SNAPSHOT);
    const { faults } = await rederived(store, CHECKS);
    expect(faults.find(({ code }) => code === "RESULT_DIFFERS")?.message).toBe(
      `${ASSESSMENT} is not what the sealed evidence comes to: at /headline it says "no-exception", the rules give "gap".`,
    );
  });
});
