import * as z from "zod";
import type { Cited } from "../evidence/cited.ts";
import { fail, indeterminate, type Judgement, pass } from "./check.ts";

/** What stands in place of a value that was cut out before anything was written. */
const markerSchema = z.strictObject({
  redacted: z.string(),
  length: z.string(),
  detected: z.array(z.string()),
});

/** A plain setting of a program: the name stayed, the value was cut out. */
export interface Setting {
  readonly name: string;
  readonly value: Cited<unknown>;
}

/** A random-looking value may be an id as well as a key: alone it is the weaker sign. */
const WEAK_SIGN = "high-entropy";

/**
 * Whether plain settings hold secrets, by what the detectors found in their values before these were
 * cut out. A value without such a note was not looked through, which proves nothing.
 *
 * @param owner as the sentence names it: `the function checkout`
 * @param at where it shows that there are no more settings than these
 */
export function judgePlainSecrets(
  owner: string,
  settings: readonly Setting[],
  at: Cited<unknown>,
): Judgement {
  const read = settings.map((setting) => ({
    ...setting,
    marker: markerSchema.safeParse(setting.value.value),
  }));
  const kindsOf = ({ marker }: (typeof read)[number]) => marker.data?.detected ?? [];
  const [first, ...others] = read.filter((one) => kindsOf(one).length > 0);
  if (first !== undefined) {
    const found = [first, ...others];
    const which = found.map((one) => `${one.name} (${kindsOf(one).join(", ")})`).join(", ");
    const judgement = fail(
      `The plain settings of ${owner} seem to hold secrets: ${which}.`,
      first.value,
      ...others.map(({ value }) => value),
    );
    const isWeak = found.every((one) => kindsOf(one).every((kind) => kind === WEAK_SIGN));
    return isWeak ? { ...judgement, severity: "low" } : judgement;
  }
  const unseen = read.find(({ marker }) => !marker.success);
  if (unseen !== undefined) {
    return indeterminate(
      `The value of ${unseen.name} of ${owner} was not looked through for secrets.`,
      unseen.value,
    );
  }
  return settings.length === 0
    ? pass(`${capitalised(owner)} has no plain settings.`, at)
    : pass(`No secret was found in the plain settings of ${owner} (${settings.length}).`, at);
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
