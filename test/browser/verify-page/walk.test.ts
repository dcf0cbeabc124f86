import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyBundle } from "../../../shared/integrity/verify.ts";
import { nodeCrypto } from "../../../shared/keys/node-crypto.ts";
import { verdictInWords } from "../../../shared/report/verdict-words.ts";
import { company, sealedBundle, stranger } from "../../integrity/sample-bundle.ts";
import type { MemoryStore } from "../../store/memory-store.ts";
import { makeZip } from "../../store/zip-maker.ts";
import { type OpenedPage, RELEASE, Verifier } from "./verifier.ts";

const DAYS = ["2026-11-20", "2026-11-21"];
const SUMMARY = "CC6.1-access-controls/2026-11-21T06-00-00Z/iam.account-summary.json";
const AS_OF = "2026-11-21T06:30:00Z";

let verifier: Verifier;
/** Without a schedule, so that it is never late. */
let bundle: MemoryStore;
const folder = mkdtempSync(join(tmpdir(), "verify-page-walk-"));
const unpacked = join(folder, "unpacked");
const evidence = join(unpacked, "evidence");
const zip = join(folder, "evidence.zip");

function zipOf({ objects }: MemoryStore): Uint8Array {
  return makeZip([...objects].map(([name, data]) => ({ name, data })));
}

beforeAll(async () => {
  verifier = await Verifier.start();
  bundle = await sealedBundle(DAYS, () => ({ nextExpectedBy: null }));
  writeFileSync(zip, zipOf(bundle));
  for (const [path, bytes] of bundle.objects) {
    mkdirSync(dirname(join(evidence, path)), { recursive: true });
    writeFileSync(join(evidence, path), bytes);
  }
});
afterAll(async () => {
  await verifier?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** As people dictate it: capital letters, pairs, colons, line breaks. */
const DICTATED = (company.spkiSha256.toUpperCase().match(/../g) ?? [])
  .join(":")
  .replace(":", " \n");

/** The verdict as it is read, without line breaks. */
async function verdictText({ page }: OpenedPage): Promise<string> {
  return (await page.locator("#verdict").innerText()).replaceAll(/\s+/g, " ");
}

/** Goes on with the Tab key until something of this name has the focus. */
async function tabTo({ page }: OpenedPage, selector: string): Promise<void> {
  for (let presses = 0; presses < 12; presses++) {
    if (await page.locator(`${selector}:focus`).count()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`The Tab key does not lead to ${selector}.`);
}

describe("an auditor without a terminal", () => {
  it("chooses a ZIP, types the fingerprint and reads the verdict, by keyboard alone", async () => {
    const seen = await verifier.look(async (opened) => {
      const { page } = opened;
      await tabTo(opened, "#choose-zip");
      const chooser = page.waitForEvent("filechooser");
      await page.keyboard.press("Enter");
      await (await chooser).setFiles(zip);
      await tabTo(opened, "#fingerprint");
      await page.keyboard.insertText(DICTATED);
      await tabTo(opened, "#go");
      await page.keyboard.press("Space");
      await page.locator("#verdict").waitFor();
      return {
        focus: await page.locator(":focus").innerText(),
        said: await page.locator("#announcement").textContent(),
        headline: await page.locator(".headline").innerText(),
        text: await verdictText(opened),
      };
    });
    const head = bundle.objects.get("snapshots/2026-11-21T06-00-00Z/manifest.json") ?? Buffer.of();
    const meaning =
      "Every byte is as it was sealed, and nothing is missing up to 2026-11-21T06-00-00Z.";
    expect(seen.focus).toBe("Verified");
    expect(seen.said).toBe(`Verdict: verified. ${meaning} `);
    expect(seen.headline).toMatch(
      /^evidence\.zip, \d+\.\d kB\s+Verified\s+Every byte .* Exit code 0\.$/,
    );
    expect(seen.text).toContain(meaning);
    expect(seen.text).toContain(`Known head 2:${await nodeCrypto.sha256(head)}`);
    expect(seen.text).toContain(`Trusting ${company.spkiSha256}`);
    expect(seen.text).toContain(`verify.html ${RELEASE.version}, code hash ${RELEASE.codeSha256}`);
  });

  it("reads what the command line says, and saves what it prints with --json", async () => {
    const changed = bundle.clone();
    changed.objects.set(SUMMARY, Buffer.from("{}"));
    changed.objects.delete("chain/1.json");
    const report = await verifyBundle({
      reader: changed,
      crypto: nodeCrypto,
      trustedKeys: [{ spki: company.spki }],
      asOf: AS_OF,
    });
    const words = verdictInWords(
      report,
      false,
      new Map([[company.spkiSha256, "its fingerprint was given"]]),
    );
    await verifier.look(async (opened) => {
      await opened.verify({ zip: zipOf(changed), fingerprint: company.spkiSha256, asOf: AS_OF });
      expect(await opened.saved()).toEqual(report);
      const text = await verdictText(opened);
      const told = words.faults.flatMap(({ heading, groups }) => [
        heading,
        ...groups.flatMap(({ members }) =>
          members.flatMap(({ path, sentence }) => [path, sentence]),
        ),
      ]);
      expect(words.faults).not.toEqual([]);
      for (const part of [...told, ...words.checked.flat()]) expect(text).toContain(part ?? "");
    });
  });

  it.each<[string, number]>([
    ["evidence", 0],
    ["the manifest", 1],
    ["the envelope", 2],
  ])("sees that one bit of %s was changed, and where", async (_what, index) => {
    const path = [
      SUMMARY,
      "snapshots/2026-11-20T06-00-00Z/manifest.json",
      "snapshots/2026-11-20T06-00-00Z/manifest.dsse.json",
    ][index] as string;
    const changed = bundle.clone();
    const bytes = Uint8Array.from(changed.objects.get(path) ?? []);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    changed.objects.set(path, bytes);
    await verifier.look(async (opened) => {
      await opened.verify({ zip: zipOf(changed), fingerprint: company.spkiSha256 });
      expect(await opened.heading()).toBe("Tampered with");
      expect(await verdictText(opened)).toContain(path);
    });
  });

  it("is told that the signer is unknown, and no more, without a fingerprint", async () => {
    const headline = await verifier.look(async (opened) => {
      await opened.verify({ zip });
      return opened.page.locator(".headline").innerText();
    });
    expect(headline).toMatch(
      /Consistent, signer unknown\s+Nothing contradicts the seal, and whose it is nobody can say\. Exit code 3\.$/,
    );
    expect(headline).not.toMatch(/verified|trust/i);
  });

  it("is told that the key is another when the fingerprint is", async () => {
    await verifier.look(async (opened) => {
      await opened.verify({ zip, fingerprint: stranger.spkiSha256 });
      expect(await opened.heading()).toBe("Tampered with");
      expect(await verdictText(opened)).toContain("which is none of the trusted keys");
    });
  });

  it.each<[string, string, string, string]>([
    [
      "a fingerprint that is none",
      "fingerprint",
      "5a7a",
      "This is not the SHA-256 of a public key",
    ],
    ["a head that is none", "known-head", "2", "This is not sequence:SHA-256"],
    ["a time that is none", "as-of", "yesterday", "This is no time with its zone"],
  ])("is told of %s, where it was typed, and nothing begins", async (_what, field, typed, said) => {
    await verifier.look(async (opened) => {
      const choice = { fingerprint: "fingerprint", "known-head": "knownHead", "as-of": "asOf" }[
        field
      ];
      await opened.begin({ zip, [choice ?? ""]: typed });
      const { page } = opened;
      expect(await page.locator(`#${field}-wrong`).innerText()).toContain(said);
      expect(await page.locator(":focus").getAttribute("id")).toBe(field);
      expect(await page.locator(":focus").getAttribute("aria-invalid")).toBe("true");
      expect(await page.locator("#progress, #verdict").filter({ visible: true }).count()).toBe(0);
    });
  });

  it("is asked for the evidence first", async () => {
    await verifier.look(async (opened) => {
      await opened.begin({});
      expect(await opened.page.locator("#chosen").innerText()).toBe(
        "Choose a ZIP or a folder first.",
      );
      expect(await opened.page.locator(":focus").getAttribute("id")).toBe("choose-zip");
    });
  });

  it("is told what cannot be read at all, as the command line says it", async () => {
    await verifier.look(async (opened) => {
      await opened.verify({ zip: Buffer.from("This is a letter, and no ZIP at all.") });
      expect(await opened.heading()).toBe("Cannot be verified");
      expect(await verdictText(opened)).toMatch(/Exit code 3\. .*it is no ZIP/);
    });
  });

  it.each<[string, () => string[], string]>([
    ["a folder", () => [evidence], "evidence, "],
    ["a folder that holds the bundle", () => [unpacked], "unpacked, "],
    ["a ZIP", () => [zip], "evidence.zip, "],
    [
      "what lies in a folder",
      () =>
        ["CC6.1-access-controls", "CC6.6-network-boundary", "chain", "snapshots"].map((name) =>
          join(evidence, name),
        ),
      "what was dropped, ",
    ],
  ])("drops %s on the page", async (_what, paths, named) => {
    await verifier.look(async (opened) => {
      const { page } = opened;
      const session = await page.context().newCDPSession(page);
      const data = { items: [], files: paths(), dragOperationsMask: 1 };
      for (const type of ["dragEnter", "dragOver", "drop"] as const) {
        await session.send("Input.dispatchDragEvent", { type, x: 400, y: 600, data });
      }
      await page.getByText("Chosen: ").waitFor();
      await page.fill("#fingerprint", company.spkiSha256);
      await page.click("#go");
      await page.locator("#verdict").waitFor();
      expect(await page.locator(".headline").innerText()).toMatch(new RegExp(`^${named}`));
      expect(await opened.heading()).toBe("Verified");
      expect(opened.complaints).toEqual([]);
    });
  });

  it("cancels, and nothing is concluded", async () => {
    await verifier.look(async (opened) => {
      const { page } = opened;
      // A worker that never hears what to do.
      await opened.evaluate("Worker.prototype.postMessage = () => {}");
      await opened.begin({ zip, fingerprint: company.spkiSha256 });
      expect(await page.locator(":focus").innerText()).toBe("Cancel");
      expect(await page.locator("#choose-zip").isDisabled()).toBe(true);
      await page.keyboard.press("Enter");
      expect(await page.locator("#progress, #verdict").filter({ visible: true }).count()).toBe(0);
      expect(await page.locator("#announcement").textContent()).toBe(
        "Cancelled. Nothing was concluded.",
      );
      expect(await page.locator(":focus").innerText()).toBe("Verify");
    });
  });

  it("sees no verdict of what is no longer chosen or typed", async () => {
    await verifier.look(async (opened) => {
      await opened.verify({ zip, fingerprint: company.spkiSha256 });
      await opened.page.locator("#fingerprint").press("Backspace");
      expect(await opened.page.locator("#verdict").isVisible()).toBe(false);
    });
  });
});
