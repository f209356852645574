import { z } from "zod";

const names = z.array(z.string()).default([]);

const facts = z.object({
  tables: names,
  columns: z.array(z.object({ column: z.string(), clause: z.string() })).default([]),
  joins: z
    .array(
      z.object({
        kind: z.string(),
        left: z.string().nullable().default(null),
        right: z.string().default(""),
        condition: z.string().nullable().default(null),
      }),
    )
    .default([]),
  filters: z
    .array(z.object({ sql: z.string(), clause: z.string().default("where"), columns: names, literals: names }))
    .default([]),
  aggregates: z
    .array(z.object({ function: z.string(), distinct: z.boolean().default(false), sql: z.string(), columns: names }))
    .default([]),
  groupBy: names,
  orderBy: z.array(z.object({ expression: z.string(), direction: z.string() })).default([]),
  limit: z.number().nullable().default(null),
  outputs: z.array(z.object({ alias: z.string().nullable().default(null), sql: z.string() })).default([]),
  literals: names,
});

const analysis = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("understood"), facts }),
  z.object({ kind: z.literal("not_understood") }),
]);

const snippet = z.object({
  id: z.string(),
  alias: z.string().default(""),
  display_name: z.string(),
  sql: z.string(),
  synonyms: names,
});

const excerpt = z.object({
  tables: z
    .array(
      z.object({
        identifier: z.string(),
        description: z.string().default(""),
        columns: z
          .array(
            z.object({
              name: z.string(),
              description: z.string().default(""),
              synonyms: names,
              hidden: z.boolean().default(false),
              format_assistance: z.boolean().default(false),
              entity_matching: z.boolean().default(false),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
  join_specs: z
    .array(
      z.object({
        id: z.string(),
        left: z.string(),
        right: z.string(),
        sql: z.string(),
        relationship_type: z.string().default(""),
      }),
    )
    .default([]),
  filters: z.array(snippet).default([]),
  expressions: z.array(snippet).default([]),
  measures: z.array(snippet).default([]),
  instructions: names,
  example_queries: z.array(z.object({ id: z.string(), question: z.string(), sql: z.string() })).default([]),
});

const failure = z.object({
  question_id: z.string(),
  question: z.string(),
  expected_sql: z.string(),
  expected_facts: analysis,
  answered_sql: z.string().nullable().default(null),
  answered_facts: analysis.nullable().default(null),
  space_excerpt: excerpt,
});

const request = z.object({
  category: z.string(),
  failures: z.array(failure),
  tables: z
    .array(z.object({ identifier: z.string(), columns: z.array(z.object({ name: z.string(), type: z.string() })) }))
    .default([]),
  lessons: z.array(z.object({ change_type: z.string(), value: z.string(), outcome: z.string() })).default([]),
});

/** A planning request as the model reads it; members it does not use are dropped. */
export type RequestDocument = z.infer<typeof request>;
export type Failure = RequestDocument["failures"][number];
export type Facts = z.infer<typeof facts>;
export type Excerpt = Failure["space_excerpt"];

/** The last fenced JSON block of a prompt, or undefined when there is none that parses. */
export function lastJsonBlock(prompt: string): unknown {
  const block = [...prompt.matchAll(/```json\s*\n([\s\S]*?)\n\s*```/gu)].at(-1)?.[1];
  if (block === undefined) return undefined;
  try {
    return JSON.parse(block) as unknown;
  } catch {
    return undefined;
  }
}

/** The planning request that ends a prompt, or undefined when the prompt has none of that shape. */
export function requestDocument(prompt: string): RequestDocument | undefined {
  const parsed = request.safeParse(lastJsonBlock(prompt));
  return parsed.success ? parsed.data : undefined;
}

/** The facts of an analysis, or undefined when the query was not understood or there is none. */
export function factsOf(value: Failure["expected_facts"] | null): Facts | undefined {
  return value?.kind === "understood" ? value.facts : undefined;
}
