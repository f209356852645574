import { z } from "zod";
import { EnhancerError } from "../core/errors.ts";
import { parseJson } from "../core/json.ts";
import { spaceShape } from "./shape.ts";
import { migrateVersion1 } from "./version-1.ts";
import { withoutNulls } from "./without-nulls.ts";

/** A text in pieces, which the service puts together without anything between them. */
const lines = z.array(z.string());
const someLines = lines.min(1);
const id = z.string();

const columnConfig = z.looseObject({
  column_name: z.string(),
  display_name: z.string().optional(),
  description: lines.optional(),
  synonyms: z.array(z.string()).optional(),
  exclude: z.boolean().optional(),
  enable_format_assistance: z.boolean().optional(),
  enable_entity_matching: z.boolean().optional(),
});

const tableSource = z.looseObject({
  identifier: z.string(),
  description: lines.optional(),
  column_configs: z.array(columnConfig).optional(),
});

const parameter = z.looseObject({
  name: z.string(),
  type_hint: z.string().optional(),
  description: lines.optional(),
  default_value: z.looseObject({ values: z.array(z.string()).optional() }).optional(),
});

const exampleQuery = z.looseObject({
  id,
  question: someLines,
  sql: someLines,
  parameters: z.array(parameter).optional(),
  usage_guidance: lines.optional(),
});

const joinSide = z.looseObject({ identifier: z.string(), alias: z.string().optional() });

const joinSpec = z.looseObject({
  id,
  left: joinSide,
  right: joinSide,
  sql: someLines,
  comment: lines.optional(),
  instruction: lines.optional(),
});

const filterSnippet = z.looseObject({
  id,
  sql: someLines,
  display_name: z.string().optional(),
  synonyms: z.array(z.string()).optional(),
  comment: lines.optional(),
  instruction: lines.optional(),
});

const namedSnippet = filterSnippet.extend({ alias: z.string().optional() });

const benchmarkQuestion = z.looseObject({
  id,
  question: someLines,
  answer: z.array(z.looseObject({ format: z.string(), content: lines })).optional(),
  evaluation_note: lines.optional(),
});

/** `serialized_space`, version 2. Members that are not known here are kept as they are, on every level. */
export const spaceSchema = z.looseObject({
  version: z.literal(2),
  config: z
    .looseObject({ sample_questions: z.array(z.looseObject({ id, question: someLines })).optional() })
    .optional(),
  data_sources: z
    .looseObject({ tables: z.array(tableSource).optional(), metric_views: z.array(tableSource).optional() })
    .default({}),
  instructions: z
    .looseObject({
      text_instructions: z.array(z.looseObject({ id, content: lines.optional() })).optional(),
      example_question_sqls: z.array(exampleQuery).optional(),
      sql_functions: z.array(z.looseObject({ id, identifier: z.string(), description: lines.optional() })).optional(),
      join_specs: z.array(joinSpec).optional(),
      sql_snippets: z
        .looseObject({
          filters: z.array(filterSnippet).optional(),
          expressions: z.array(namedSnippet).optional(),
          measures: z.array(namedSnippet).optional(),
        })
        .optional(),
    })
    .optional(),
  benchmarks: z.looseObject({ questions: z.array(benchmarkQuestion).optional() }).optional(),
});

export type SpaceDocument = z.infer<typeof spaceSchema>;
export type TableSource = z.infer<typeof tableSource>;
export type ColumnConfig = z.infer<typeof columnConfig>;
export type JoinSpec = z.infer<typeof joinSpec>;
export type ExampleQuery = z.infer<typeof exampleQuery>;
export type Snippet = z.infer<typeof namedSnippet>;

/** Reads a configuration from its JSON text or its parsed form. Version 1 is taken over into version 2. @throws EnhancerError SPACE_INVALID naming every wrong member */
export function parseSpace(input: string | object): SpaceDocument {
  const parsed = spaceSchema.safeParse(rawSpace(typeof input === "string" ? readText(input) : input));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.map(String).join(".") || "document"}: ${issue.message}`,
  );
  throw invalid(problems.join("; "));
}

/** What is checked against the schema: version 2, and a member that is null is one that is not there, as the service takes it. */
export function rawSpace(value: unknown): unknown {
  return withoutNulls(spaceShape, migrateVersion1(value));
}

function readText(input: string): unknown {
  try {
    return parseJson(input);
  } catch (thrown) {
    throw invalid(`it is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function invalid(why: string): EnhancerError {
  return new EnhancerError({
    code: "SPACE_INVALID",
    message: `The space's configuration cannot be read: ${why}`,
    remedy: "Export the space again, or correct the members named.",
  });
}
