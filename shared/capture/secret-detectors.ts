import { isUtf8 } from "node:buffer";
/** What a text may hold that is a secret wherever it stands. */
export interface SecretDetector {
  /** The kind that is reported: `aws-secret-key`. */
  readonly kind: string;
  readonly finds: string;
  /** Where in the text, as `[start, end)`; none when there is nothing. */
  readonly spans: (text: string) => Span[];
}

/** A half-open range of UTF-16 code units. */
export type Span = readonly [start: number, end: number];

/** How names end that say: a secret follows. `NextToken` and its like only page. */
const SECRET_NAME = [
  "(?:password|passwd|passphrase|pwd|secret",
  "(?:api|access|secret|private|shared|account|auth|signing)[ _-]?key",
  "(?<!(?:next|starting|continuation|pagination|page|client|request|idempotency|creation|lock|change|update)[_-]?)token",
  "(?<![a-z])pass)",
].join("|");
/** What stands where a value would, and is none: references, blanks, switches. */
const NO_VALUE = [
  "(?!\\[redacted|\\$\\{|\\$\\(|\\{\\{|arn:|<[\\w -]+>|%[sdv]\\b|\\*{3,}(?!\\w)",
  "(?:null|none|nil|true|false|yes|no|required|optional|enabled|disabled|undefined)(?=[\\s\"'`&;,)\\]}]|$))",
].join("|");
const QUOTE = "\\\\*[\"'`]";

const ENDS_AS_SECRET_NAME = new RegExp(`${SECRET_NAME}$`, "i");
const IS_VALUE = new RegExp(`^${NO_VALUE}\\S`, "i");

/** Whether the name says that its text is a secret, and the text can be one. */
export function isNamedSecret(name: string, text: string): boolean {
  return namesSecret(name) && IS_VALUE.test(text);
}

/** Names that were looked at, since an answer repeats them for each of its items. */
const looked = new Map<string, boolean>();
const MOST_LOOKED = 20_000;

function namesSecret(name: string): boolean {
  let names = looked.get(name);
  if (names === undefined) {
    names = ENDS_AS_SECRET_NAME.test(name);
    if (looked.size >= MOST_LOOKED) looked.clear();
    looked.set(name, names);
  }
  return names;
}

/** Each way to write a name and its value; the group is the value. */
const ASSIGNMENTS = [
  // password=x, token => "x"
  `${SECRET_NAME}(?:${QUOTE})?\\s*=>?\\s*${QUOTE}(${NO_VALUE}[^"'\`]+)`,
  `${SECRET_NAME}(?:${QUOTE})?\\s*=>?\\s*(${NO_VALUE}[^\\s"'\`&;,<>()\\\\]+)`,
  // "password": "x"
  `${SECRET_NAME}${QUOTE}\\s*:\\s*${QUOTE}(${NO_VALUE}[^"'\`]+)`,
  // password: x, as in YAML; a plain word there is likelier prose
  `${SECRET_NAME}\\s*:\\s+["'](${NO_VALUE}[^"']+)`,
  `${SECRET_NAME}\\s*:\\s+(${NO_VALUE}(?=\\S{0,200}[\\d!#$%^*+~])[^\\s"',;]{6,})`,
  // --password x
  `--[\\w-]{0,40}(?:password|secret|token|api-key)\\s+(${NO_VALUE}[^\\s-]\\S*)`,
  // <password>x</password>
  `${SECRET_NAME}>(${NO_VALUE}[^<]+)<`,
].join("|");

/**
 * Tokens whose issuers document their form.
 *
 * @see https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
 */
const TOKENS: Readonly<Record<string, RegExp>> = {
  "github-token": /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/g,
  "gitlab-token": /\bgl(?:pat|dt|rt|ptt|cbt|oas|soat|ft|imt|agent)-[\w.-]{16,}/g,
  "slack-token":
    /\bxox[abeoprs]-[\w-]{10,}|\bxapp-[\w-]{10,}|https:\/\/hooks\.slack\.com\/[\w/-]{10,}/g,
  "stripe-key": /\b(?:[rs]k_(?:live|test)_|whsec_)[A-Za-z0-9]{10,}/g,
  "google-key": /\bAIza[\w-]{30,}|\bya29\.[\w-]{10,}|\bGOCSPX-[\w-]{20,}/g,
  "api-token":
    /\b(?:npm_|dckr_pat_|hvs\.|shpat_|dop_v1_|lin_api_|pypi-|sk-(?:ant|proj|svcacct)-|SG\.)[\w.-]{20,}|https:\/\/(?:[\w-]+\.webhook\.office\.com\/webhookb2|events\.pagerduty\.com\/integration|discord(?:app)?\.com\/api\/webhooks)\/[\w@/-]{8,}/g,
};

/** The detectors, most telling first. */
export const SECRET_DETECTORS: readonly SecretDetector[] = [
  matching(
    "private-key",
    "PEM and PGP private keys",
    /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  ),
  { kind: "aws-secret-key", finds: "secret access keys of AWS", spans: awsSecretKeys },
  matching(
    "aws-access-key-id",
    "access key ids of AWS (where they are not the name of the key)",
    /(?<![A-Za-z0-9])A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  ),
  matching("jwt", "JSON Web Tokens (RFC 7519)", /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g),
  ...Object.entries(TOKENS).map(([kind, shape]) =>
    matching(kind, `tokens and web hooks of that name`, shape),
  ),
  matching(
    "connection-string",
    "addresses that hold a password",
    /\b[a-z][a-z0-9+.-]{1,20}:\/\/(?:[^\s:@/"'<>]*:[^\s/"'<>]*|[^\s:@/"'<>]{20,})@[^\s"'<>]*|\b(?!https?:)[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"'<>]*:[^\s"'<>]+@[^\s"'<>]*/gi,
  ),
  matching(
    "bearer-token",
    "Authorization headers",
    /\b(?:[Bb]earer|BEARER|[Bb]asic|BASIC)\s+(?=[\w.~+/-]*(?:\d|=|[a-z][A-Z]))[\w.~+/-]{8,}=*/g,
  ),
  matching(
    "signed-url",
    "signatures in links",
    /[?&](?:X-Amz-(?:Algorithm|Credential|Signature|Security-Token)|X-Goog-(?:Credential|Signature)|AWSAccessKeyId|Signature|sig)=[^\s"'<>]+/gi,
  ),
  matching(
    "password-assignment",
    '`password=…`, `"secret": "…"`, `--token …` and their like',
    new RegExp(ASSIGNMENTS, "gi"),
  ),
];

/** Finds what the shape's group holds, or all of the match where it has none. */
function matching(kind: string, finds: string, shape: RegExp): SecretDetector {
  // Most texts hold nothing, and to note no places takes a fraction of the time.
  const anywhere = new RegExp(shape.source, shape.flags.replace("g", ""));
  const indexed = new RegExp(shape.source, `${shape.flags}d`);
  return {
    kind,
    finds,
    spans: (text) =>
      anywhere.test(text)
        ? [...text.matchAll(indexed)].flatMap(({ indices = [] }) => {
            const span = indices.findLast((range) => range !== undefined);
            return span === undefined ? [] : [span];
          })
        : [],
  };
}

/** A secret access key is 40 characters of base64's alphabet, and stands alone. */
const FORTY = /(?<![\w/+-])[A-Za-z0-9/+]{40}(?![\w/+=-])/g;
/**
 * Random base64 changes between capitals, small letters, digits and signs about 25 times in 40
 * characters (standard deviation 3). Hexadecimal digests have no capitals, or no small letters.
 */
const MIN_CHANGES = 12;

function awsSecretKeys(text: string): Span[] {
  return [...text.matchAll(FORTY)]
    .filter(
      ([run]) =>
        /[a-z]/.test(run) &&
        /[A-Z]/.test(run) &&
        classChanges(run) >= MIN_CHANGES &&
        !isMadeOfWords(run),
    )
    .map((match) => [match.index, match.index + match[0].length]);
}

/**
 * Whether two thirds of a text are words, as in `BillingExportServiceRole`: three small letters on end are
 * about a seventh of random base64.
 */
function isMadeOfWords(text: string): boolean {
  const words = text.match(/[A-Z]?[a-z]{3,}/g) ?? [];
  return words.join("").length > (text.length * 2) / 3;
}

function classChanges(run: string): number {
  let changes = 0;
  let before = "";
  for (const character of run) {
    const now = /[a-z]/.test(character)
      ? "small"
      : /[A-Z]/.test(character)
        ? "capital"
        : /\d/.test(character)
          ? "digit"
          : "sign";
    if (before !== "" && now !== before) changes += 1;
    before = now;
  }
  return changes;
}

/** What every secret above has that is shorter than this; most names have none of it, and cost no more. */
const MAY_HOLD_SECRET = /[=:@>\s%]/;
const LONG = 16;

/**
 * A piece, in small letters, of each form above that it cannot be without, those that begin alike
 * together, since most texts have none. A secret key of AWS has none either: `mayBeSecretKey`. Base64
 * is looked at apart, since it hides all of them.
 */
const TELLING =
  /-----begin|a(?:kia|sia|bia|cca|iza)|eyj|g(?:h[pousr]_|ithub_pat_|l[a-z]{2,5}-|ocspx)|x(?:ox|app-)|[rs]k[_-]|whsec_|ya29|npm_|pat_|hvs\.|dop_v1|lin_api|p(?:ypi-|ass|wd)|s(?:g\.|ecret)|:\/\/|b(?:earer|asic)|[?&]|key|token|%[0-9a-f]{2}/;

const SECRET_KEY_CHARACTERS = 40;

/** Whether forty characters of base64's alphabet stand together; a regular expression takes six times as long. */
function mayBeSecretKey(text: string): boolean {
  let run = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isLetter = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
    // "/" and the digits stand together; "+" apart.
    run = isLetter || (code >= 0x2f && code <= 0x39) || code === 0x2b ? run + 1 : 0;
    if (run === SECRET_KEY_CHARACTERS) return true;
  }
  return false;
}

function mayHoldSecret(text: string): boolean {
  return TELLING.test(text.toLowerCase()) || mayBeSecretKey(text) || BASE64.test(text);
}

/**
 * Texts that hold nothing, by the kinds that do not count: descriptions and dates come again with every
 * finding. Never a text that holds something.
 */
const harmless = new WeakMap<ReadonlySet<string>, Set<string>>();
const NONE: ReadonlySet<string> = new Set();
const MOST_HARMLESS = 20_000;
const LONGEST_HARMLESS = 1_024;

/** The kinds of secrets that a text holds, as it is or decoded; `ignored` kinds do not count. */
export function secretKindsIn(text: string, ignored: ReadonlySet<string> = NONE): string[] {
  if (text.length < LONG && !MAY_HOLD_SECRET.test(text)) return [];
  const known = harmless.get(ignored) ?? new Set();
  if (known.has(text)) return [];
  const kinds = mayHoldSecret(text) ? kindsIn(text, ignored) : [];
  if (kinds.length === 0 && text.length <= LONGEST_HARMLESS) {
    if (known.size >= MOST_HARMLESS) known.clear();
    harmless.set(ignored, known.add(text));
  }
  return kinds;
}

function kindsIn(text: string, ignored: ReadonlySet<string>): string[] {
  const readings = [text, ...decodings(text)];
  return SECRET_DETECTORS.filter(
    ({ kind, spans }) =>
      !ignored.has(kind) && readings.some((reading) => spans(reading).length > 0),
  ).map(({ kind }) => kind);
}

/**
 * The text with each secret replaced by `[redacted: kind]`, for texts that must stay texts. What is
 * found only after decoding cannot be cut out of the middle, and takes the whole text with it.
 */
export function cutSecrets(
  text: string,
  ignored: ReadonlySet<string> = new Set(),
): { readonly text: string; readonly kinds: string[] } {
  const kinds = secretKindsIn(text, ignored);
  if (kinds.length === 0) return { text, kinds };
  const spans = SECRET_DETECTORS.filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ kind, spans }) => spans(text).map(([start, end]) => ({ kind, start, end })))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  let cut = "";
  let done = 0;
  for (const { kind, start, end } of spans) {
    // What overlaps goes with what began before it.
    if (start >= done) cut += `${text.slice(done, start)}[redacted: ${kind}]`;
    done = Math.max(done, end);
  }
  cut += text.slice(done);
  const left = secretKindsIn(cut, ignored);
  return left.length === 0
    ? { text: cut, kinds }
    : { text: `[redacted: ${kinds.join(", ")}]`, kinds };
}

/** What a random key of letters and digits exceeds, and names, dates and numbers do not. */
const RANDOM = { minLength: 16, minBitsPerCharacter: 3, minChangesPerCharacter: 0.25 };
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Whether a text looks like a random key: its characters are spread evenly (Shannon entropy) and
 * letters and digits alternate. UUIDs are names.
 */
export function looksRandom(text: string): boolean {
  if (!/^[\w+/=.~-]+$/.test(text) || UUID.test(text)) return false;
  const letters = text.replaceAll(/[_.-]/g, "");
  if (letters.length < RANDOM.minLength) return false;
  return (
    !isMadeOfWords(letters) &&
    bitsPerCharacter(letters) >= RANDOM.minBitsPerCharacter &&
    classChanges(letters) / letters.length >= RANDOM.minChangesPerCharacter
  );
}

function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

function decodings(text: string): string[] {
  const found: string[] = [];
  if (/%[0-9a-f]{2}/i.test(text)) found.push(urlDecoded(text));
  const unpacked = base64Decoded(text);
  if (unpacked !== undefined) found.push(unpacked);
  return found;
}

/** Decoded as far as it goes: one malformed escape must not hide the rest. */
function urlDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

const BASE64 = /^[A-Za-z0-9+/\r\n_-]{16,}={0,2}\s*$/;

/** What base64 text says, where it says text. */
function base64Decoded(text: string): string | undefined {
  if (!BASE64.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64");
  if (!isUtf8(bytes)) return undefined;
  try {
    const decoded = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters tell binary data
    return /[\x00-\x08\x0e-\x1f]/.test(decoded) ? undefined : decoded;
  } catch {
    return undefined;
  }
}
