import * as z from "zod";
import { section } from "./section.ts";
import { countWords, writtenText } from "./written-text.ts";

const GROUP_WORDS =
  "all anybody anyone board both committee company contractors crew department dept each " +
  "employees everybody everyone folks founders group groups guild leadership management members " +
  "office organisation organization people personnel pod shift squad staff team teams tribe unit " +
  "users vendors we us";

const ROLE_WORDS =
  "acting admin administrator administrators analyst architect ceo cfo chief ciso co-founder " +
  "consultant contractor coo coordinator cpo cso cto deputy developer developers director dpo " +
  "employee engineer engineers executive external founder head interim internal junior lead leader " +
  "leads manager managers master member officer on-call oncall owner person president principal " +
  "role root rota senior specialist user vendor vice vp";

const FIELD_WORDS =
  "account accounting analytics app application architecture audit aws backend business cloud " +
  "compliance customer data database dev development devops devsecops engineering finance frontend " +
  "hr human incident information infosec infra infrastructure it legal marketing network operations " +
  "ops platform privacy product production program programme project qa quality reliability " +
  "resources response risk sales secops security service services site software sre success support " +
  "system systems tech technical technology test testing";

const FILLER_WORDS =
  "a an and any as at by first for full in last n/a na name nil nobody none null of on or our pending somebody someone " +
  "tba tbc tbd the to todo unassigned unknown xxx your";

/**
 * Words that name a group, a role, a field of work or nobody. A name made of nothing else is no
 * person: "the team", "Security Engineering", "Head of IT", "everyone", "TBD".
 */
export const NOT_A_PERSON: readonly string[] = [GROUP_WORDS, ROLE_WORDS, FIELD_WORDS, FILLER_WORDS]
  .join(" ")
  .split(" ")
  .toSorted();

const NOT_A_PERSON_WORDS: ReadonlySet<string> = new Set(NOT_A_PERSON);

/** What stands in errors, in the JSON Schema and in the questions of `init`. */
export const PERSON_ALLOWED =
  "a person: first and last name, or one name with an email; no team, group, role or placeholder";

/**
 * Whether a name can be a person's: it holds a letter, does not start with "the", does not end with
 * "team" or "group" (as a single word, `webteam` included), and is not made of the words in
 * `NOT_A_PERSON` alone. Case does not count.
 */
export function namesPerson(name: string): boolean {
  const words = name
    .toLowerCase()
    .split(/[\s,;:()&+]+/)
    .map(trimSigns)
    .filter(Boolean);
  const last = words.at(-1) ?? "";
  if (!/\p{L}/u.test(name) || words[0] === "the") return false;
  if (/^(?:team|group|squad|department)s?$/.test(last)) return false;
  if (words.length === 1 && /(?:team|group)s?$/.test(last)) return false;
  return !words.every((word) => NOT_A_PERSON_WORDS.has(word));
}

function trimSigns(word: string): string {
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}

/**
 * Whether this name and email make an owner that soc2.yaml accepts: a person's name of two words, or
 * of one where an email makes it definite. For the questions of `init`.
 */
export function isOwner(name: string, email: string | undefined): boolean {
  const person = { name, ...(email === undefined ? {} : { email }) };
  return personSchema.safeParse(person).success;
}

const personName = () => writtenText(PERSON_ALLOWED).refine(namesPerson, { error: PERSON_ALLOWED });

/** An address that a person reads. */
export const emailSchema = z.email({ error: "an email address, such as ada@example.com" });

/** The name of a person who approved or reviewed something: at least two words. */
export const fullNameSchema = personName()
  .refine((name) => countWords(name) >= 2, { error: "a person's first and last name" })
  .meta({ id: "fullName", description: "A person's first and last name." });

/** A person who answers for a control. One name is enough where an email makes it definite. */
export const personSchema = section({
  name: personName().meta({ description: "First and last name, or one name with an email." }),
  email: emailSchema.optional(),
  role: writtenText("the person's role, such as Head of Platform").optional(),
})
  .refine((person) => countWords(person.name) >= 2 || person.email !== undefined, {
    error: PERSON_ALLOWED,
    path: ["name"],
    // Runs beside other faults of the same person, so that one run shows them all.
    when: ({ value }) => z.looseObject({ name: z.string() }).safeParse(value).success,
  })
  .meta({ id: "person", description: "A person, never a team, a group or a role." });

/** A person who answers for a control, as soc2.yaml names them. */
export type Person = z.infer<typeof personSchema>;
