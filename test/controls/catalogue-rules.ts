import { CONTROL_FAMILIES, type Control } from "../../shared/controls/control.ts";
import { CRITERIA } from "../../shared/criteria/criteria.ts";

/** Words that promise what only an auditor may conclude. */
const CONCLUSIONS = /compliant|certified|effective|suitably|audited|passed SOC 2/i;

/** What breaks the rules of the control catalogue, one sentence each; empty when nothing does. */
export function breachesOf(controls: readonly Control[]): string[] {
  return [
    ...criteriaWithoutDirectControl(controls),
    ...breachesOfOrder(controls),
    ...breachesOfReasons(controls),
    ...controls.flatMap(breachesOfOne),
  ];
}

function criteriaWithoutDirectControl(controls: readonly Control[]): string[] {
  return CRITERIA.filter(
    ({ id, category }) =>
      category !== "Processing integrity" &&
      category !== "Privacy" &&
      !controls.some((control) => control.criteria[id]?.strength === "direct"),
  ).map(({ id }) => `${id}: no direct control.`);
}

function breachesOfOrder(controls: readonly Control[]): string[] {
  const breaches: string[] = [];
  const ids = new Set<string>();
  const prefixes = new Map<string, string>();
  for (const { id, family } of controls) {
    if (ids.has(id)) breaches.push(`${id}: the id stands twice.`);
    ids.add(id);
    const prefix = id.slice(0, 2);
    if ((prefixes.get(family) ?? prefix) !== prefix) {
      breaches.push(`${id}: another prefix than its family ${family} has.`);
    }
    prefixes.set(family, prefixes.get(family) ?? prefix);
  }
  const families = controls
    .map(({ family }) => family)
    .filter((family, index, all) => family !== all[index - 1]);
  if (families.join() !== CONTROL_FAMILIES.join()) {
    breaches.push("The controls do not stand together by family, in the order of the families.");
  }
  return breaches;
}

function breachesOfReasons(controls: readonly Control[]): string[] {
  const breaches: string[] = [];
  const seen = new Map<string, string>();
  for (const { id, criteria } of controls) {
    for (const [criterion, { reason }] of Object.entries(criteria)) {
      const where = `${id} for ${criterion}`;
      const words = reason.toLowerCase().match(/[a-z0-9]+/g) ?? [];
      const first = seen.get(words.join(" "));
      if (first !== undefined) breaches.push(`${where}: the reason is that of ${first}.`);
      seen.set(words.join(" "), where);
      if (words.length < 4) breaches.push(`${where}: the reason has fewer than four words.`);
      if (!isOneSentence(reason)) breaches.push(`${where}: the reason is not one sentence.`);
      if (CONCLUSIONS.test(reason)) breaches.push(`${where}: the reason concludes.`);
    }
  }
  return breaches;
}

function breachesOfOne(control: Control): string[] {
  const { id, statement, nature, parts, documents, carvedOut } = control;
  const documentIds = documents.map((document) => document.id);
  const always = documents.filter(({ needed }) => needed === "always");
  const broken: readonly (readonly [boolean, string])[] = [
    [!/^[A-Z]{2}-\d{2}$/.test(id), "the id is not two capitals, a hyphen and two digits"],
    [!isOneSentence(statement), "the statement is not one sentence"],
    [CONCLUSIONS.test(statement), "the statement concludes"],
    [Object.keys(control.criteria).length === 0, "it counts towards no criterion"],
    [control.frequency === "", "no frequency"],
    [nature === "manual" && parts.length > 0, "it is manual and the tool looks at a part of it"],
    [nature !== "manual" && parts.length === 0, "it is not manual and the tool looks at nothing"],
    [new Set(parts).size !== parts.length, "two parts have one name"],
    [nature === "manual" && always.length === 0, "it is manual and needs no document"],
    [nature === "automated" && always.length > 0, "it is automated and always needs a document"],
    [nature === "hybrid" && documents.length === 0, "it is hybrid and no person adds anything"],
    [
      always.length > 0 && always.every(({ maxAgeDays }) => maxAgeDays === null),
      "none of the documents that it always needs can go stale",
    ],
    [
      documents.some(({ maxAgeDays }) => maxAgeDays !== null && !(maxAgeDays > 0)),
      "a document is stale from the first",
    ],
    [new Set(documentIds).size !== documentIds.length, "two documents have one id"],
    [
      documentIds.some((one) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(one)),
      "a document's id is not kebab-case",
    ],
    [carvedOut !== null && !isOneSentence(carvedOut), "the reason to carve it out is no sentence"],
    [
      carvedOut !== null && always.length === 0,
      "it is carved out without a review of the other's report",
    ],
  ];
  return broken.filter(([is]) => is).map(([, what]) => `${id}: ${what}.`);
}

function isOneSentence(text: string): boolean {
  return /^[A-Z].*\.$/.test(text) && !/[.!?] /.test(text);
}
