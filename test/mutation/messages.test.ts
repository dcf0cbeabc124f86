import { expect, it } from "vitest";
import { isMessage } from "./messages.ts";

const text = { type: "StringLiteral" };
const template = { type: "TemplateLiteral" };
const argument = (key: number, callee: object, node = text) => ({
  key,
  listKey: "arguments",
  node,
  parent: { type: "CallExpression", callee },
});
const initial = (name: string, node: { type: string }) => ({
  key: "init",
  node,
  parent: { type: "VariableDeclarator", id: { name } },
});

it.each<[string, Parameters<typeof isMessage>[0], boolean]>([
  ["what an error says", argument(1, { name: "EvidenceError" }), true],
  ["an error's code", argument(0, { name: "EvidenceError" }), false],
  ["what a fault says", argument(2, { property: { name: "fault" } }), true],
  ["a fault's code", argument(0, { property: { name: "fault" } }), false],
  ["a fault's path", argument(1, { property: { name: "fault" } }, template), false],
  ["what a private method says", argument(0, { property: { id: { name: "fault" } } }), true],
  ["what any other function takes", argument(1, { name: "placeOf" }), false],
  ["what a function of every object takes", argument(1, { name: "constructor" }), false],
  ["a message that has a name", initial("message", template), true],
  ["what is reckoned under that name", initial("message", { type: "CallExpression" }), false],
  ["a text under another name", initial("path", template), false],
  ["the file itself", { key: null, node: { type: "File" } }, false],
])("%s is a message or is not", (_what, path, expected) => {
  expect(isMessage(path)).toBe(expected);
});
