import { describe, expect, it } from "vitest";
import { fixCategories } from "../space/fix-category.ts";
import { parseReply } from "./parse-reply.ts";
import { replySchema } from "./reply-schema.ts";

const synonym = {
  change_type: "add_synonym",
  table: "a.b.c",
  column: "x",
  synonym: "매출",
  description: "",
  enabled: false,
  target_question_ids: ["q1", "q1", " q2 "],
  reasoning: " why ",
};
const reply = (...fixes: unknown[]): string => JSON.stringify({ fixes });

describe("replySchema", () => {
  it.each(fixCategories.map((category) => [category]))("of %s keeps within what served models take", (category) => {
    const text = JSON.stringify(replySchema(category));
    expect(text).not.toMatch(/anyOf|oneOf|allOf|pattern|\$ref|minLength|prefixItems/u);
    const keys = new Set<string>();
    const open: unknown[] = [];
    const visit = (schema: unknown): void => {
      if (typeof schema !== "object" || schema === null) return;
      if ("properties" in schema) {
        const names = Object.keys(schema.properties ?? {});
        for (const name of names) keys.add(name);
        const { required, additionalProperties } = schema as Readonly<Record<string, unknown>>;
        if (JSON.stringify(required) !== JSON.stringify(names) || additionalProperties !== false) open.push(schema);
      }
      for (const member of Object.values(schema)) visit(member);
    };
    visit(replySchema(category));
    expect(open).toEqual([]);
    expect(keys.size).toBeLessThanOrEqual(64);
    expect(keys).toContain("target_question_ids");
  });
});

describe("parseReply", () => {
  const expected = {
    kind: "read",
    fixes: [
      {
        kind: "fix",
        fix: { change_type: "add_synonym", table: "a.b.c", column: "x", synonym: "매출" },
        targets: ["q1", "q2"],
        reasoning: "why",
      },
    ],
  };

  it.each([
    ["plain", reply(synonym)],
    ["in a fence", `\`\`\`json\n${reply(synonym)}\n\`\`\``],
    ["with words around", `Here it is:\n${reply(synonym)}\nGood luck.`],
  ])("reads a reply that is %s", (_how, text) => {
    expect(parseReply("metadata_add", text)).toEqual(expected);
  });

  it.each([
    ["", "no JSON"],
    ["I cannot help.", "no JSON"],
    [reply(synonym).slice(0, -30), "cut"],
    [reply(synonym).slice(0, -1), "cut"],
    ['{"fixes": [}', "broken|cut"],
    ['{"answers": []}', "no list of fixes"],
    ['{"fixes": {}}', "no list of fixes"],
  ])("takes %j for unreadable", (text, reason) => {
    expect(parseReply("metadata_add", text)).toEqual({
      kind: "unreadable",
      reason: expect.stringMatching(new RegExp(reason, "u")),
    });
  });

  it.each([
    ["another category's type", { ...synonym, change_type: "add_filter" }],
    ["a used field of another type", { ...synonym, description: "text" }],
    ["an empty field of its own", { ...synonym, column: " " }],
    ["a table of two parts", { ...synonym, table: "b.c" }],
    ["no targets member", { change_type: "add_synonym", table: "a.b.c", column: "x", synonym: "s" }],
    ["no object", 7],
  ])("rejects a fix with %s and keeps the others", (_what, fix) => {
    const read = parseReply("metadata_add", reply(fix, synonym));
    expect(read).toMatchObject({ kind: "read", fixes: [{ kind: "rejected", raw: fix }, { kind: "fix" }] });
  });

  it("keeps a flag that says off", () => {
    const off = { ...synonym, change_type: "set_entity_matching", synonym: "" };
    expect(parseReply("metadata_add", reply(off))).toMatchObject({
      fixes: [{ fix: { change_type: "set_entity_matching", enabled: false } }],
    });
  });
});
