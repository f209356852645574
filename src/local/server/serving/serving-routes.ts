import { Hono } from "hono";
import { z } from "zod";
import type { ModelResponder } from "../../ports.ts";
import { doesNotExist } from "../api-error.ts";
import { readBody } from "../read-body.ts";
import type { AppEnv, Surroundings } from "../surroundings.ts";
import { checkResponseSchema } from "./check-schema.ts";
import { estimateTokens } from "./estimate-tokens.ts";

const blocks = z.array(z.object({ type: z.string(), text: z.string().optional() }));

const chatBody = z.object({
  model: z.string().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.union([z.string(), blocks]) })).min(1),
  max_tokens: z.number().int().positive().optional(),
  response_format: z
    .discriminatedUnion("type", [
      z.object({ type: z.literal("text") }),
      z.object({ type: z.literal("json_object") }),
      z.object({
        type: z.literal("json_schema"),
        json_schema: z.object({ name: z.string(), schema: z.unknown(), strict: z.boolean().optional() }),
      }),
    ])
    .optional(),
});

/** What a served model answers with, and in which form. */
export type Serving = {
  readonly responder: ModelResponder;
  /** Names of the endpoints there are. */
  readonly endpoints: readonly string[];
  /** Endpoints that give their answer as a list of blocks with the model's reasoning before the text. */
  readonly blockEndpoints: readonly string[];
};

/** Chat completions of served models, and their list. */
export function servingRoutes(around: Surroundings, serving: Serving): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const known = (name: string): string => {
    if (serving.endpoints.includes(name)) return name;
    throw doesNotExist(`Endpoint with name '${name}' does not exist.`);
  };

  app.get("/api/2.0/serving-endpoints", (c) => c.json({ endpoints: serving.endpoints.map(listedView) }));
  app.get("/api/2.0/serving-endpoints/:name", (c) => c.json(endpointView(known(c.req.param("name")))));

  const complete = (name: string, body: z.output<typeof chatBody>): Record<string, unknown> => {
    const format = body.response_format;
    if (format?.type === "json_schema") checkResponseSchema(format.json_schema.schema);
    const reply = serving.responder({
      prompt: textOf(body.messages.findLast((message) => message.role === "user")?.content ?? ""),
      schemaName: format?.type === "json_schema" ? format.json_schema.name : null,
      schema: format?.type === "json_schema" ? format.json_schema.schema : null,
    });
    const whole = typeof reply === "string" ? reply : JSON.stringify(reply);
    const { text, finish } = cut(whole, body.max_tokens);
    const promptTokens = estimateTokens(body.messages.map((message) => textOf(message.content)).join("\n"));
    const completionTokens = estimateTokens(text);
    return {
      id: `chatcmpl_${around.ids.uuid("completion")}`,
      object: "chat.completion",
      created: Math.floor(around.clock.now().getTime() / 1000),
      model: name,
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: serving.blockEndpoints.includes(name) ? blocksOf(text) : text },
          finish_reason: finish,
        },
      ],
      usage: {
        prompt_tokens: promptTokens,
        completion_tokens: completionTokens,
        total_tokens: promptTokens + completionTokens,
      },
    };
  };

  app.post("/serving-endpoints/chat/completions", async (c) => {
    const body = await readBody(c, chatBody);
    return c.json(complete(known(body.model ?? ""), body));
  });
  app.post("/serving-endpoints/:name/invocations", async (c) => {
    const name = known(c.req.param("name"));
    // The platform names here what answered; its SDKs read it from there.
    return c.json(complete(name, await readBody(c, chatBody)), 200, { "served-model-name": name });
  });
  return app;
}

function textOf(content: string | z.output<typeof blocks>): string {
  return typeof content === "string" ? content : content.map((block) => block.text ?? "").join("");
}

function cut(text: string, mostTokens: number | undefined): { text: string; finish: "stop" | "length" } {
  const tokens = estimateTokens(text);
  if (mostTokens === undefined || tokens <= mostTokens) return { text, finish: "stop" };
  return { text: text.slice(0, Math.floor((text.length * mostTokens) / tokens)), finish: "length" };
}

function blocksOf(text: string): readonly Record<string, unknown>[] {
  const summary = [{ type: "summary_text", text: "Rules were applied to the request." }];
  return [
    { type: "reasoning", summary },
    { type: "text", text },
  ];
}

function endpointView(name: string): Record<string, unknown> {
  return { ...listedView(name), permission_level: "CAN_QUERY" };
}

function listedView(name: string): Record<string, unknown> {
  return {
    name,
    id: name,
    task: "llm/v1/chat",
    state: { ready: "READY", config_update: "NOT_UPDATING" },
    config: {
      served_entities: [
        { name, entity_name: `system.ai.${name.replace(/^databricks-/u, "")}`, foundation_model: { name } },
      ],
    },
  };
}
