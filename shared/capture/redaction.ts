import type { Call, Json, Redaction } from "../evidence/evidence-object.ts";
import { commandWithInput } from "./command-line.ts";
import { parseRulePath, type RulePath, type Step } from "./redaction-path.ts";
import { REDACTION_RULES } from "./redaction-rules.ts";
import { cutSecrets, isNamedSecret, looksRandom, secretKindsIn } from "./secret-detectors.ts";

/** A call whose secrets were cut out, and where they stood (pointers relative to the call). */
export interface RedactedCall {
  readonly call: Call;
  readonly redactions: readonly Redaction[];
}

/** Cuts secrets out of one recorded call. */
export type Redactor = (call: Call) => RedactedCall;

/** The name of the rule by which a text goes that a detector found a secret in. */
export const DETECTED = "detected-secret";

/** The name of the rule by which a member goes whose own name says that it is a secret. */
export const NAMED = "named-secret";

/**
 * Services in whose answers an access key id is the name of a key: what checks count and cite.
 * Elsewhere it is half of what somebody left lying about.
 */
const KEY_ID_IS_A_NAME = new Set([
  "iam",
  "sts",
  "cloudtrail",
  "access-analyzer",
  "accessanalyzer",
  "config",
  "detective",
  "guardduty",
  "prowler",
  "securityhub",
]);

/**
 * The base64 of a credential report holds names, dates and key states, no secrets, and is kept
 * byte for byte as the CSV that AWS made.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
const CREDENTIAL_REPORT = { call: "iam GetCredentialReport", pointer: "/response/Content" };

const NONE: ReadonlySet<string> = new Set();
const KEY_IDS: ReadonlySet<string> = new Set(["aws-access-key-id"]);

/**
 * Cuts secrets out of a recorded call: what `REDACTION_RULES` point to, and what the detectors find
 * in any other text of its input, response, error and command. Names stay; each value gives way to
 * `{"redacted": rule, "length": bucket, "detected": [kinds]}`, from which checks derive again.
 * Error messages and commands stay texts, with `[redacted: kind]` in them.
 */
export const redact: Redactor = (call) => {
  const cutter = new Cutter(call);
  const input = cutter.walk(call.input, cutter.anchored, "/input") as Call["input"];
  const { response, error, command, ...frame } = call;
  const inputWasCut = cutter.redactions.length > 0;
  const redacted: Call = {
    ...frame,
    input,
    ...(response === undefined
      ? {}
      : { response: cutter.walk(response, cutter.anchored, "/response") }),
    ...(error === undefined
      ? {}
      : {
          error: {
            code: cutter.text(error.code, "/error/code"),
            message: cutter.text(error.message, "/error/message"),
          },
        }),
    command: cutter.command(command, input, inputWasCut),
  };
  return { call: redacted, redactions: cutter.redactions };
};

/** How far a path has been followed. */
interface Trail {
  readonly path: RulePath;
  readonly taken: number;
}

interface ServiceRules {
  readonly anchored: readonly Trail[];
  /** Paths that may begin at any depth, by the member that they begin with. */
  readonly anywhere: ReadonlyMap<string, readonly Trail[]>;
}

const KEEPS = new Map(
  REDACTION_RULES.flatMap(({ name, keeps }) => (keeps === undefined ? [] : [[name, keeps.shape]])),
);

const rulesByService = new Map<string, ServiceRules>();

function rulesOf(service: string): ServiceRules {
  let rules = rulesByService.get(service);
  if (rules === undefined) {
    const paths = REDACTION_RULES.filter(
      ({ services }) => services === "any" || services.includes(service.toLowerCase()),
    ).flatMap(({ name, paths }) => paths.flatMap((path) => parseRulePath(name, path)));
    const anywhere = new Map<string, Trail[]>();
    for (const path of paths) {
      const [first] = path.steps;
      if (!path.anywhere || first?.kind !== "member") continue;
      const trails = anywhere.get(first.name) ?? [];
      trails.push({ path, taken: 1 });
      anywhere.set(first.name, trails);
    }
    const anchored = paths.filter((path) => !path.anywhere).map((path) => ({ path, taken: 0 }));
    rules = { anchored, anywhere };
    rulesByService.set(service, rules);
  }
  return rules;
}

/** One pass over one call. Every method returns what may be written. */
class Cutter {
  readonly redactions: Redaction[] = [];
  readonly anchored: readonly Trail[];
  readonly #anywhere: ReadonlyMap<string, readonly Trail[]>;
  readonly #isReport: boolean;
  readonly #ignored: ReadonlySet<string>;

  constructor(call: Call) {
    const { anchored, anywhere } = rulesOf(call.service);
    this.anchored = anchored;
    this.#anywhere = anywhere;
    this.#isReport = `${call.service} ${call.operation}` === CREDENTIAL_REPORT.call;
    this.#ignored = KEY_ID_IS_A_NAME.has(call.service.toLowerCase()) ? KEY_IDS : NONE;
  }

  /** What was not cut comes back as it is, so that most of an answer is not made anew. */
  walk(node: Json, leading: readonly Trail[], pointer: string, name = ""): Json {
    if (node === null) return null;
    if (leading.length === 0) {
      // No rule leads here: almost everywhere.
      if (typeof node === "string") return this.#detect(node, pointer, name);
      if (typeof node !== "object") return node;
      return isList(node)
        ? this.#list(node, leading, pointer, name)
        : this.#members(node, leading, pointer);
    }
    const trails = leading.flatMap((trail) => asFound(trail, node));
    const rule = ruleEndingIn(trails, node);
    if (rule !== undefined) return this.#cutValues(node, rule, pointer, name);
    if (isList(node)) return this.#list(node, trails, pointer, name);
    if (typeof node === "object") return this.#members(node, trails, pointer);
    // A rule that leads on into what has no inside: the answer's shape is not the documented one.
    const json = trails.filter((trail) => isAt(trail, "json"));
    if (typeof node === "string" && json.length > 0) return this.#embedded(node, json, pointer);
    const lost = trails.find(
      (trail) =>
        (trail.taken > (trail.path.anywhere ? 1 : 0) || isAt(trail, "json")) && !keeps(trail, node),
    );
    if (lost !== undefined) return this.#marker(node, lost.path.rule, pointer, name);
    return typeof node === "string" ? this.#detect(node, pointer, name) : node;
  }

  text(text: string, pointer: string): string {
    const cut = cutSecrets(text, this.#ignored);
    if (cut.kinds.length > 0) this.redactions.push({ pointer, rule: DETECTED });
    return cut.text;
  }

  /** The command says the input once more, so what was cut there is cut here. */
  command(command: string, input: Call["input"], inputWasCut: boolean): string {
    const repeating = inputWasCut ? commandWithInput(command, input) : command;
    const cut = cutSecrets(repeating, this.#ignored);
    if (cut.text !== command) this.redactions.push({ pointer: "/command", rule: DETECTED });
    return cut.text;
  }

  #list(node: readonly Json[], trails: readonly Trail[], pointer: string, name: string): Json {
    const inside = trails.flatMap((trail) => {
      if (isAt(trail, "items")) return [next(trail)];
      // A list where a map was expected: of its values, or of maps.
      return isAt(trail, "members") ? [trail, next(trail)] : [trail];
    });
    let isSame = true;
    const items = node.map((item, index) => {
      const walked = this.walk(item, inside, `${pointer}/${index}`, name);
      isSame &&= walked === item;
      return walked;
    });
    return isSame ? node : items;
  }

  #members(
    node: { readonly [key: string]: Json },
    trails: readonly Trail[],
    pointer: string,
  ): Json {
    const keys = Object.keys(node);
    const named = pairedName(node, keys);
    const cut = new Map<string, Json>();
    for (const key of keys) {
      const value = node[key] ?? null;
      const { lower, segment, isValue } = memberNamed(key);
      const begun = this.#anywhere.get(lower) ?? NO_TRAILS;
      const leading = trails.length === 0 ? begun : [...leadingOn(trails, lower), ...begun];
      const name = named !== undefined && isValue ? named : key;
      const walked = this.walk(value, leading, `${pointer}/${segment}`, name);
      if (walked !== value) cut.set(key, walked);
    }
    if (cut.size === 0) return node;
    // Made of entries, so that a member named __proto__ stays a member.
    return Object.fromEntries(keys.map((key) => [key, cut.get(key) ?? node[key] ?? null]));
  }

  /** JSON within a text is cut inside, and stays JSON; what does not parse goes whole. */
  #embedded(text: string, trails: readonly Trail[], pointer: string): Json {
    const rule = trails[0]?.path.rule ?? DETECTED;
    let parsed: Json;
    try {
      parsed = JSON.parse(text) as Json;
    } catch {
      return this.#marker(text, rule, pointer);
    }
    const before = this.redactions.length;
    const cut = this.walk(parsed, trails.map(next), pointer);
    const inner = this.redactions.splice(before);
    if (inner.length === 0) return text;
    this.redactions.push({ pointer, rule: inner[0]?.rule ?? rule });
    return JSON.stringify(cut);
  }

  /** Cuts every value below; names of a map, and of a list of names and values, stay. */
  #cutValues(node: Json, rule: string, pointer: string, name: string): Json {
    if (node === null) return null;
    if (isList(node)) {
      return node.map((item, index) => this.#cutValues(item, rule, `${pointer}/${index}`, name));
    }
    if (typeof node !== "object") return this.#marker(node, rule, pointer, name);
    const named = pairedName(node, Object.keys(node));
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => {
        const inside = `${pointer}/${escapeSegment(key)}`;
        const isName = NAME_MEMBERS.has(key.toLowerCase()) && typeof value === "string";
        if (named !== undefined && isName) return [key, this.#detect(value, inside, "")];
        const names = named !== undefined && isValueMember(key) ? named : key;
        return [key, this.#cutValues(value, rule, inside, names)];
      }),
    );
  }

  #detect(text: string, pointer: string, name: string): Json {
    if (this.#isReport && pointer === CREDENTIAL_REPORT.pointer) return text;
    const ignored = isKeyIdMember(name, text) ? KEY_IDS : this.#ignored;
    if (secretKindsIn(text, ignored).length > 0) return this.#marker(text, DETECTED, pointer, name);
    return isNamedSecret(name, text) ? this.#marker(text, NAMED, pointer, name) : text;
  }

  #marker(value: string | number | boolean, rule: string, pointer: string, name = ""): Json {
    this.redactions.push({ pointer, rule });
    const text = String(value);
    const kinds = secretKindsIn(text);
    if (kinds.length === 0 && looksRandom(text)) kinds.push("high-entropy");
    if (isNamedSecret(name, text)) kinds.push("secret-name");
    return { redacted: rule, length: lengthBucket(text.length), detected: kinds };
  }
}

/** The lengths that are told apart: the exact one would help to guess, a hash all the more. */
export function lengthBucket(length: number): string {
  if (length === 0) return "0";
  if (length < 8) return "1-7";
  if (length < 16) return "8-15";
  if (length < 32) return "16-31";
  return length < 64 ? "32-63" : "64+";
}

/** Members that name the value beside them. */
const NAME_MEMBERS = new Set(["name", "key", "type"]);

/** The name in `{"Key": "owner", "Value": "me"}`, and nothing where the object is not such a pair. */
function pairedName(
  node: { readonly [key: string]: Json },
  keys: readonly string[],
): string | undefined {
  if (!keys.some((key) => memberNamed(key).isValue)) return undefined;
  const name = keys.find((key) => memberNamed(key).isName);
  const value = name === undefined ? undefined : node[name];
  return typeof value === "string" ? value : undefined;
}

function isValueMember(key: string): boolean {
  return memberNamed(key).isValue;
}

/** What there is to know of a member's name, whatever its value. */
interface MemberName {
  readonly lower: string;
  /** As a segment of a JSON Pointer. */
  readonly segment: string;
  readonly isValue: boolean;
  readonly isName: boolean;
}

/** Answers have few names and many members. What users name, tags above all, has no end. */
const memberNames = new Map<string, MemberName>();
const MOST_MEMBER_NAMES = 20_000;

function memberNamed(key: string): MemberName {
  let name = memberNames.get(key);
  if (name === undefined) {
    name = {
      lower: key.toLowerCase(),
      segment: escapeSegment(key),
      isValue: /^(?:tag|option|parameter|attribute|string)?_?values?$/i.test(key),
      isName: /^(?:tag|option|parameter|attribute)?_?(?:key|name)$/i.test(key),
    };
    if (memberNames.size >= MOST_MEMBER_NAMES) memberNames.clear();
    memberNames.set(key, name);
  }
  return name;
}

const NO_TRAILS: readonly Trail[] = [];

/** The trails that lead on into a member. */
function leadingOn(trails: readonly Trail[], lower: string): Trail[] {
  return trails.flatMap((trail) => {
    const step = trail.path.steps[trail.taken];
    const leads = step?.kind === "member" ? step.name === lower : step !== undefined;
    return leads ? [next(trail)] : [];
  });
}

function isKeyIdMember(name: string, text: string): boolean {
  return /accesskeyid$/i.test(name) && /^[A-Z0-9]{16,128}$/.test(text);
}

/** What a trail means here, where an object stands for what was expected to be a list or a text. */
function asFound(trail: Trail, node: Json): Trail[] {
  if (typeof node !== "object" || isList(node)) return [trail];
  if (isAt(trail, "json")) return [next(trail)];
  // A map of the items, or the only item itself.
  return isAt(trail, "items") ? [trail, next(trail)] : [trail];
}

function ruleEndingIn(trails: readonly Trail[], node: Json): string | undefined {
  return trails.find((trail) => trail.taken === trail.path.steps.length && !keeps(trail, node))
    ?.path.rule;
}

function keeps({ path }: Trail, node: Json): boolean {
  return typeof node === "string" && KEEPS.get(path.rule)?.test(node) === true;
}

function isList(node: Json): node is readonly Json[] {
  return Array.isArray(node);
}

function isAt({ path, taken }: Trail, kind: Step["kind"]): boolean {
  return path.steps[taken]?.kind === kind;
}

function next({ path, taken }: Trail): Trail {
  return { path, taken: taken + 1 };
}

/** @see https://www.rfc-editor.org/rfc/rfc6901#section-3 */
function escapeSegment(segment: string): string {
  return segment.replaceAll("~", "~0").replaceAll("/", "~1");
}
