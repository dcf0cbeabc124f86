import { access, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { loadConfig } from "../../shared/config/load.ts";
import { renderTemplate, type TemplateAnswers } from "../../shared/config/template.ts";
import { CRITERION_CATEGORIES, type CriterionCategory } from "../../shared/criteria/criteria.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { configurationFolder } from "../../shared/keys/configuration-folder.ts";
import { loadOrCreateLocalSigner } from "../../shared/keys/local-key.ts";
import { listArgument } from "../arguments.ts";
import { personOf } from "../person.ts";
import type { Terminal } from "../terminal.ts";
import type { InitOptions } from "../usage/init.ts";

/** `init`: asks what AWS cannot say, writes a commented soc2.yaml and makes the signing key. */
export async function runInit(terminal: Terminal, options: InitOptions): Promise<number> {
  const path = resolve(terminal.cwd, options.config);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere && options.force !== true) {
    throw new EvidenceError(
      "USAGE",
      `${options.config} is there already and was left alone. Give --force to replace it, or --config for another name.`,
      { file: options.config },
    );
  }
  const content = renderTemplate(await askFor(terminal, options));
  // Judged before it is written, so that a wrong answer leaves no file behind.
  loadConfig({
    fileName: options.config,
    content,
    today: terminal.now().toISOString().slice(0, 10),
  });
  await writeFile(path, content, { flag: options.force === true ? "w" : "wx" });
  const folder = configurationFolder(terminal.env, terminal.homeFolder, terminal.platform);
  const { spkiSha256 } = await loadOrCreateLocalSigner(folder);
  if (options.json === true) {
    terminal.out(`${JSON.stringify({ config: path, keyFolder: folder, keyId: spkiSha256 })}\n`);
  } else {
    terminal.out(
      [
        `Wrote ${options.config}. Read it once: the numbers in it must be your policies' own.`,
        `Your signing key is in ${folder}; its fingerprint, for the auditor:`,
        `  ${spkiSha256}`,
        "Next: soc2-evidence snapshot",
        "",
      ].join("\n"),
    );
  }
  return 0;
}

async function askFor(terminal: Terminal, options: InitOptions): Promise<TemplateAnswers> {
  const company = options.company ?? (await ask(terminal, "Company", "--company"));
  const system = options.system ?? (await ask(terminal, "Product in the report", "--system"));
  const categories = options.categories ?? (await askList(terminal));
  const owner =
    options.owner ??
    (await askOptional(terminal, "Who answers for the controls (a person; empty for later)"));
  return {
    company,
    system,
    categories: categories.map(categoryNamed),
    account: options.account ?? null,
    owner: owner === "" ? null : personOf(owner),
    policy: {},
  };
}

async function ask(terminal: Terminal, question: string, option: string): Promise<string> {
  if (terminal.ask === null) {
    throw new EvidenceError("USAGE", `Nobody is there to answer "${question}". Give ${option}.`);
  }
  return (await terminal.ask(`${question}: `)).trim();
}

async function askOptional(terminal: Terminal, question: string): Promise<string> {
  return terminal.ask === null ? "" : (await terminal.ask(`${question}: `)).trim();
}

async function askList(terminal: Terminal): Promise<string[]> {
  return listArgument(
    await askOptional(
      terminal,
      "Categories beside Security (Availability, Confidentiality, …; empty for none)",
    ),
  );
}

function categoryNamed(name: string): CriterionCategory {
  const category = CRITERION_CATEGORIES.find((one) => one.toLowerCase() === name.toLowerCase());
  if (category === undefined) {
    throw new EvidenceError(
      "USAGE",
      `${JSON.stringify(name)} is no category. Use ${CRITERION_CATEGORIES.join(", ")}.`,
    );
  }
  return category;
}
