import { NormalizedSchema } from "@smithy/core/schema";
import { HttpResponse } from "@smithy/core/transport";
import type { SchemaRef } from "@smithy/types";
import type { Json } from "../../../shared/evidence/evidence-object.ts";

/** What AWS is made to say to one call: an answer as evidence holds it, or an error. */
export type Said =
  | { readonly response: Json }
  | { readonly code: string; readonly message: string; readonly status: number };

/** One operation as the SDK describes it: what it puts on the wire, and in which protocol. */
export interface Spoken {
  /** `aws.protocols#awsQuery`. */
  readonly protocol: string;
  readonly input: SchemaRef;
  readonly output: SchemaRef;
  readonly operation: string;
}

/** What stands in an answer where evidence has a value that was cut out. */
export const CUT = "cut-out";

type JsonObject = { readonly [key: string]: Json };

/**
 * The HTTP answer that AWS would send, written by the SDK's own description of the operation, so
 * that the real deserializers read it.
 *
 * @see https://smithy.io/2.0/aws/protocols/index.html
 */
export function wireAnswer(spoken: Spoken, said: Said): HttpResponse {
  const { headers, body, status } = "code" in said ? errorOf(spoken, said) : answerOf(spoken, said);
  return new HttpResponse({
    statusCode: status,
    headers: {
      ...headers,
      // Where AWS's clock differs by minutes the SDK corrects its own, and sends once more.
      date: new Date().toUTCString(),
      "x-amzn-requestid": "scripted",
    },
    body: new TextEncoder().encode(body),
  });
}

interface Wire {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function errorOf(
  { protocol }: Spoken,
  { code, message, status }: Extract<Said, { readonly code: string }>,
): Wire {
  const inner = `<Code>${escaped(code)}</Code><Message>${escaped(message)}</Message>`;
  switch (protocol) {
    case "aws.protocols#ec2Query":
      return {
        status,
        headers: {},
        body: `<Response><Errors><Error>${inner}</Error></Errors></Response>`,
      };
    case "aws.protocols#awsQuery":
      return {
        status,
        headers: {},
        body: `<ErrorResponse><Error>${inner}</Error></ErrorResponse>`,
      };
    case "aws.protocols#restXml":
      return { status, headers: {}, body: `<Error>${inner}</Error>` };
    default:
      return {
        status,
        headers: { "x-amzn-errortype": code },
        body: JSON.stringify({ __type: code, message }),
      };
  }
}

function answerOf(
  { protocol, output, operation }: Spoken,
  { response }: Extract<Said, { readonly response: Json }>,
): Wire {
  const schema = NormalizedSchema.of(output);
  const answer = isObject(response) ? response : {};
  const members = schema.isStructSchema() ? [...schema.structIterator()] : [];
  switch (protocol) {
    case "aws.protocols#ec2Query":
      return ok(xmlRoot(`${operation}Response`, xmlMembers(schema, answer)));
    case "aws.protocols#awsQuery": {
      const result = `<${operation}Result>${xmlMembers(schema, answer)}</${operation}Result>`;
      return ok(xmlRoot(`${operation}Response`, result));
    }
    case "aws.protocols#restXml":
    case "aws.protocols#restJson1": {
      const headers: Record<string, string> = {};
      const inBody: JsonObject = Object.fromEntries(
        Object.entries(answer).filter(([name]) => {
          const header = schema.getMemberSchemas()[name]?.getMergedTraits().httpHeader;
          if (header !== undefined) headers[header] = text(schema, answer[name] ?? null);
          return header === undefined;
        }),
      );
      const payload = members.find(([, member]) => member.getMergedTraits().httpPayload);
      const write = protocol === "aws.protocols#restXml" ? xmlDocument : jsonDocument;
      if (payload === undefined) return { ...ok(write(schema, inBody)), headers };
      const [name, member] = payload;
      const value = inBody[name];
      if (value === undefined) return { ...ok(""), headers };
      return { ...ok(isObject(value) ? write(member, value) : String(value)), headers };
    }
    default:
      return ok(JSON.stringify(jsonOf(schema, answer, false)));
  }
}

function ok(body: string): Wire {
  return { status: 200, headers: {}, body };
}

function jsonDocument(schema: NormalizedSchema, value: Json): string {
  return JSON.stringify(jsonOf(schema, value, true));
}

/** JSON on the wire differs from evidence in its times and, with REST, in names. */
function jsonOf(schema: NormalizedSchema, value: Json, isRest: boolean): Json {
  if (value === null) return null;
  if (isCut(value)) return CUT;
  if (schema.isTimestampSchema()) return timeOf(schema, value, EPOCH);
  if (Array.isArray(value)) {
    return schema.isListSchema()
      ? value.map((item: Json) => jsonOf(schema.getValueSchema(), item, isRest))
      : value;
  }
  if (!isObject(value) || schema.isDocumentSchema()) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (schema.isMapSchema()) return [key, jsonOf(schema.getValueSchema(), item, isRest)];
      const member = schema.getMemberSchemas()[key];
      if (member === undefined) return [key, item];
      const name = isRest ? (member.getMergedTraits().jsonName ?? key) : key;
      return [name, jsonOf(member, item, isRest)];
    }),
  );
}

function xmlDocument(schema: NormalizedSchema, value: Json): string {
  const traits = schema.getMergedTraits();
  const name = traits.xmlName ?? schema.getName() ?? "Answer";
  const members = schema.getMemberSchemas();
  // S3 gives a bucket's location as the text of the root itself.
  const bare = members[name];
  if (bare !== undefined && isObject(value)) return xmlRoot(name, xmlText(bare, value[name] ?? ""));
  return xmlRoot(name, xmlMembers(schema, isObject(value) ? value : {}));
}

function xmlRoot(name: string, inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${name} xmlns="http://aws.amazonaws.com/doc/">${inner}</${name}>`;
}

function xmlMembers(schema: NormalizedSchema, value: JsonObject): string {
  if (!schema.isStructSchema()) return "";
  return [...schema.structIterator()]
    .map(([key, member]) => {
      const one = value[key];
      if (one === undefined || one === null || member.getMergedTraits().xmlAttribute) return "";
      return xmlMember(member.getMemberTraits().xmlName ?? key, member, one);
    })
    .join("");
}

function xmlMember(name: string, schema: NormalizedSchema, value: Json): string {
  const isFlat = schema.getMergedTraits().xmlFlattened === 1;
  if (Array.isArray(value)) {
    const item = schema.getValueSchema();
    const itemName = isFlat ? name : (item.getMergedTraits().xmlName ?? "member");
    const items = value.map((one: Json) => xmlMember(itemName, item, one)).join("");
    return isFlat ? items : `<${name}>${items}</${name}>`;
  }
  if (!isObject(value) || isCut(value)) return `<${name}>${xmlText(schema, value)}</${name}>`;
  if (schema.isMapSchema()) {
    const key = schema.getKeySchema().getMergedTraits().xmlName ?? "key";
    const item = schema.getValueSchema();
    const itemName = item.getMergedTraits().xmlName ?? "value";
    const entries = Object.entries(value).map(([entry, one]) => {
      const inner = `<${key}>${escaped(entry)}</${key}>${xmlMember(itemName, item, one)}`;
      return isFlat ? `<${name}>${inner}</${name}>` : `<entry>${inner}</entry>`;
    });
    return isFlat ? entries.join("") : `<${name}>${entries.join("")}</${name}>`;
  }
  return `<${name}${xmlAttributes(schema, value)}>${xmlMembers(schema, value)}</${name}>`;
}

function xmlAttributes(schema: NormalizedSchema, value: JsonObject): string {
  return [...schema.structIterator()]
    .filter(([key, member]) => member.getMergedTraits().xmlAttribute && value[key] !== undefined)
    .map(([key, member]) => {
      const name = member.getMergedTraits().xmlName ?? key;
      return ` ${name}="${escaped(String(value[key]))}"`;
    })
    .join("");
}

function xmlText(schema: NormalizedSchema, value: Json): string {
  return escaped(text(schema, value));
}

function text(schema: NormalizedSchema, value: Json): string {
  if (isCut(value)) return CUT;
  return String(schema.isTimestampSchema() ? timeOf(schema, value, ISO) : value);
}

/** The SDK's numbers for timestamp formats; 4 is "as the protocol has it". */
const ISO = 5;
const HTTP_DATE = 6;
const EPOCH = 7;

function timeOf(schema: NormalizedSchema, value: Json, usual: number): Json {
  const own = schema.getSchema();
  const format = own === ISO || own === HTTP_DATE || own === EPOCH ? own : usual;
  const instant = new Date(String(value));
  if (format === ISO) return instant.toISOString();
  return format === EPOCH ? instant.getTime() / 1_000 : instant.toUTCString();
}

function escaped(value: string): string {
  return value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#xD;");
}

/** Whether a value of evidence was cut out as a secret. */
export function isCut(value: Json): boolean {
  return isObject(value) && Object.hasOwn(value, "redacted");
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
