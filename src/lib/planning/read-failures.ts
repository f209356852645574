import { z } from "zod";
import { toEnhancerError } from "../core/errors.ts";
import type { FailureCategory } from "../scoring/verdict.ts";
import type { FailureEvidence } from "./evidence.ts";
import { jsonIn } from "./json-in-reply.ts";
import type { PlanningModel } from "./propose-fixes.ts";
import { languageOf, renderPrompt } from "./render-prompt.ts";
import type { JsonSchema } from "./reply-schema.ts";

/** A model's reading of one failure. It explains; it decides nothing about right and wrong. */
export type FailureReading = { readonly category: FailureCategory; readonly explanation: string };

export type FailureReadings = {
  readonly readings: ReadonlyMap<string, FailureReading>;
  /** Why readings are missing, or null. */
  readonly problem: string | null;
  readonly tokens: number;
};

const replySchema = z.object({
  readings: z.array(z.object({ question_id: z.string(), category: z.string(), explanation: z.string() })),
});

/**
 * Asks a model for the category of failures that the queries' facts do not settle, all in one call.
 * @throws EnhancerError INTERRUPTED when told to stop
 */
export async function readFailures(input: {
  readonly failures: readonly FailureEvidence[];
  /** The failure categories in use. */
  readonly categories: readonly FailureCategory[];
  readonly templates: ReadonlyMap<string, string>;
  readonly model: PlanningModel;
}): Promise<FailureReadings> {
  const { failures, categories, templates, model } = input;
  const none = { readings: new Map<string, FailureReading>(), problem: null, tokens: 0 };
  if (failures.length === 0) return none;
  const data = { failures: failures.map(({ space_excerpt: _excerpt, ...shown }) => shown) };
  const language = languageOf(failures.map((failure) => failure.question));
  let reply;
  try {
    const prompt = renderPrompt(templates, "explain_failures", data, { language }, "explain_system");
    reply = await model({ ...prompt, schemaName: "failure_reading", schema: schemaFor(categories) });
  } catch (thrown) {
    const error = toEnhancerError(thrown);
    if (error.code === "INTERRUPTED") throw error;
    return { ...none, problem: `the model was not reached: ${error.message}` };
  }
  const value = jsonIn(reply.text);
  const parsed = replySchema.safeParse(value);
  if (!parsed.success) {
    const problem = typeof value === "string" ? value : "the reply does not fit its schema";
    return { ...none, problem, tokens: reply.tokens };
  }
  const asked = new Set(failures.map((failure) => failure.question_id));
  const readings = parsed.data.readings.flatMap(({ question_id: id, category, explanation }) => {
    const known = categories.find((candidate) => candidate === category);
    return known === undefined || !asked.has(id) ? [] : [[id, { category: known, explanation }] as const];
  });
  return { readings: new Map(readings), problem: null, tokens: reply.tokens };
}

function schemaFor(categories: readonly FailureCategory[]): JsonSchema {
  const properties = {
    question_id: { type: "string" },
    category: { type: "string", enum: categories },
    explanation: { type: "string" },
  };
  const reading = { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
  return {
    type: "object",
    properties: { readings: { type: "array", items: reading } },
    required: ["readings"],
    additionalProperties: false,
  };
}
