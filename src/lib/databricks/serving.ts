import { z } from "zod";
import { EnhancerError } from "../core/errors.ts";
import type { Http } from "./http.ts";
import { readReply } from "./read-reply.ts";

export type ChatRequest = {
  /** Name of the serving endpoint. */
  readonly endpoint: string;
  readonly system: string;
  readonly prompt: string;
  /** Name of the answer's JSON schema. */
  readonly schemaName: string;
  readonly schema: unknown;
  /** Counted in full when the platform admits the call: too many can be refused by themselves. */
  readonly maxTokens: number;
  readonly signal?: AbortSignal;
};

export type ChatReply = {
  /** The answer as it came; to be checked against the schema, which not every model keeps to. */
  readonly text: string;
  readonly tokens: { readonly prompt: number; readonly completion: number };
};

export type EndpointFacts = {
  readonly name: string;
  readonly ready: boolean;
  /** The platform's words for the state, for people. */
  readonly state: string;
  /** `llm/v1/chat` for what we can use; null when not told. */
  readonly task: string | null;
};

export type Serving = ReturnType<typeof createServing>;

const blockSchema = z.looseObject({ type: z.string().optional(), text: z.string().optional() });
const chatSchema = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        message: z.looseObject({ content: z.union([z.string(), z.array(blockSchema)]).nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z.looseObject({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() }).nullish(),
});
const endpointSchema = z.looseObject({
  name: z.string(),
  task: z.string().nullish(),
  state: z.looseObject({ ready: z.string().nullish(), config_update: z.string().nullish() }).nullish(),
});

/** Long answers of large models take minutes. */
const chatTimeoutMs = 300_000;

/** Model serving, as far as it chats. `onTokens` hears what each answer cost, also of answers that are of no use. */
export function createServing(http: Http, onTokens: (tokens: ChatReply["tokens"]) => void = () => {}) {
  return {
    /** One question to a model, answered in JSON. @throws EnhancerError BAD_RESPONSE when the answer is cut or empty */
    chat: async (request: ChatRequest): Promise<ChatReply> => {
      const { endpoint, system, prompt, schemaName, schema, maxTokens, signal } = request;
      const reply = await http({
        method: "POST",
        path: `/serving-endpoints/${encodeURIComponent(endpoint)}/invocations`,
        body: {
          messages: [
            { role: "system", content: system },
            { role: "user", content: prompt },
          ],
          max_tokens: maxTokens,
          response_format: { type: "json_schema", json_schema: { name: schemaName, schema, strict: true } },
        },
        route: "serving.chat",
        subject: endpoint,
        signal,
        timeoutMs: chatTimeoutMs,
        // Asking a model twice costs tokens and changes nothing.
        idempotent: true,
      });
      const parsed = readReply(chatSchema, reply, "serving.chat");
      const tokens = { prompt: parsed.usage?.prompt_tokens ?? 0, completion: parsed.usage?.completion_tokens ?? 0 };
      onTokens(tokens);
      const choice = parsed.choices[0];
      const text = textOf(choice?.message.content);
      if (choice?.finish_reason === "length") {
        throw unusable(
          endpoint,
          `its answer was cut at ${String(maxTokens)} tokens`,
          "Raise the number of tokens or send less.",
          { cut: true },
        );
      }
      if (text === "") {
        const why = `its answer is empty (finish_reason ${choice?.finish_reason ?? "none"})`;
        throw unusable(endpoint, why, "Ask again, or choose another endpoint.");
      }
      return { text, tokens };
    },
    /** Whether an endpoint exists and is ready. @throws EnhancerError NOT_FOUND */
    describeEndpoint: async (endpoint: string, signal?: AbortSignal): Promise<EndpointFacts> => {
      const path = `/api/2.0/serving-endpoints/${encodeURIComponent(endpoint)}`;
      const reply = await http({ method: "GET", path, route: "serving.describe", subject: endpoint, signal });
      const { name, task, state } = readReply(endpointSchema, reply, "serving.describe");
      return {
        name,
        ready: state?.ready === "READY",
        state: [state?.ready, state?.config_update].filter((word) => (word ?? "") !== "").join(", "),
        task: task ?? null,
      };
    },
  };
}

/** Some models answer in blocks, thoughts among them: the text blocks are the answer. */
function textOf(content: string | readonly z.output<typeof blockSchema>[] | null | undefined): string {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content.trim();
  return content
    .filter((block) => block.type === undefined || block.type === "text" || block.type === "output_text")
    .map((block) => block.text ?? "")
    .join("")
    .trim();
}

function unusable(
  endpoint: string,
  why: string,
  remedy: string,
  more: Readonly<Record<string, unknown>> = {},
): EnhancerError {
  return new EnhancerError({
    code: "BAD_RESPONSE",
    message: `The model ${endpoint} gave no usable answer: ${why}.`,
    remedy,
    retryable: true,
    context: { endpoint, ...more },
  });
}
