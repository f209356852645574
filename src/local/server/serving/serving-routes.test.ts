import { describe, expect, it } from "vitest";
import { testWorkspace } from "../test-workspace.ts";

const path = "/serving-endpoints/local-model/invocations";
const messages = [
  { role: "system", content: "Plan." },
  { role: "user", content: "질문 하나" },
];
const format = (schema: unknown): unknown => ({
  type: "json_schema",
  json_schema: { name: "fixes", schema, strict: true },
});
const text = { type: "string" };

describe("model serving", () => {
  it("answers a chat with the document of the schema asked for", async () => {
    const workspace = await testWorkspace();
    const request = { messages, response_format: format({ type: "object", properties: { prompt: text } }) };
    const { body, headers } = await workspace.call("POST", path, request);
    expect(headers.get("served-model-name")).toBe("local-model");
    expect(body.choices[0].finish_reason).toBe("stop");
    expect(JSON.parse(body.choices[0].message.content)).toEqual({ prompt: "질문 하나", schemaName: "fixes" });
    expect(body.usage.total_tokens).toBe(body.usage.prompt_tokens + body.usage.completion_tokens);
    expect(body.usage.prompt_tokens).toBeGreaterThan(2);
  });

  it("answers in blocks where the endpoint does", async () => {
    const workspace = await testWorkspace({ blockEndpoints: ["local-model"] });
    const { body } = await workspace.call("POST", path, { messages });
    expect(body.choices[0].message.content.map((block: { type: string }) => block.type)).toEqual(["reasoning", "text"]);
  });

  it("cuts what is longer than max_tokens", async () => {
    const workspace = await testWorkspace();
    const { body } = await workspace.call("POST", path, { messages, max_tokens: 3 });
    expect(body.choices[0].finish_reason).toBe("length");
    expect(() => JSON.parse(body.choices[0].message.content) as unknown).toThrow(SyntaxError);
  });

  it.each([
    ["anyOf", { anyOf: [text] }],
    ["oneOf", { type: "object", properties: { a: { oneOf: [text] } } }],
    ["allOf", { type: "array", items: { allOf: [text] } }],
    ["pattern", { type: "object", properties: { a: { ...text, pattern: "x" } } }],
    ["$ref", { type: "object", additionalProperties: { $ref: "#/$defs/a" } }],
    ["prefixItems", { type: "array", prefixItems: [text] }],
    [
      "65 keys",
      { type: "object", properties: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`k${String(n)}`, text])) },
    ],
  ])("refuses a schema with %s", async (what, schema) => {
    const workspace = await testWorkspace();
    const { status, body } = await workspace.call("POST", path, { messages, response_format: format(schema) });
    expect([status, body.error_code]).toEqual([400, "BAD_REQUEST"]);
    expect(body.message).toContain(what);
  });

  it("takes 64 keys, and properties that are called like keywords", async () => {
    const workspace = await testWorkspace();
    const names = ["pattern", "anyOf", ...Array.from({ length: 62 }, (_, n) => `k${String(n)}`)];
    const schema = { type: "object", properties: Object.fromEntries(names.map((name) => [name, text])) };
    expect((await workspace.call("POST", path, { messages, response_format: format(schema) })).status).toBe(200);
  });

  it("lists its endpoints and knows no others", async () => {
    const workspace = await testWorkspace();
    const { body } = await workspace.call("GET", "/api/2.0/serving-endpoints");
    expect(body.endpoints).toMatchObject([
      { name: "local-model", state: { ready: "READY", config_update: "NOT_UPDATING" } },
    ]);
    expect((await workspace.call("GET", "/api/2.0/serving-endpoints/other")).status).toBe(404);
    const unknown = await workspace.call("POST", "/serving-endpoints/other/invocations", { messages });
    expect([unknown.status, unknown.body.error_code]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
    const openAi = await workspace.call("POST", "/serving-endpoints/chat/completions", {
      model: "local-model",
      messages,
    });
    expect(openAi.body.model).toBe("local-model");
  });
});
