import { z } from "zod";

const lines = z
  .union([z.array(z.string()), z.string()])
  .transform((value) => (typeof value === "string" ? value : value.join("")));
const names = z.array(z.string()).default([]);

const column = z.object({
  column_name: z.string(),
  description: lines.default(""),
  synonyms: names,
  exclude: z.boolean().default(false),
  enable_format_assistance: z.boolean().default(false),
  enable_entity_matching: z.boolean().default(false),
});

const table = z.object({
  identifier: z.string(),
  description: lines.default(""),
  column_configs: z.array(column).default([]),
});

const side = z.object({ identifier: z.string(), alias: z.string().default("") });
const snippet = z.object({
  sql: lines,
  alias: z.string().default(""),
  display_name: z.string().default(""),
  synonyms: names,
});

const parameter = z.object({
  name: z.string(),
  type_hint: z.string().default("STRING"),
  default_value: z.object({ values: names }).default({ values: [] }),
});

const schema = z.object({
  data_sources: z
    .object({ tables: z.array(table).default([]), metric_views: z.array(table).default([]) })
    .default({ tables: [], metric_views: [] }),
  instructions: z
    .object({
      text_instructions: z.array(z.object({ content: lines })).default([]),
      example_question_sqls: z
        .array(z.object({ question: lines, sql: lines, parameters: z.array(parameter).default([]) }))
        .default([]),
      join_specs: z
        .array(
          z.object({
            left: side,
            right: side,
            sql: z.union([z.array(z.string()), z.string()]),
            comment: lines.default(""),
            instruction: lines.default(""),
          }),
        )
        .default([]),
      sql_snippets: z
        .object({
          filters: z.array(snippet).default([]),
          expressions: z.array(snippet).default([]),
          measures: z.array(snippet).default([]),
        })
        .default({ filters: [], expressions: [], measures: [] }),
    })
    .default({
      text_instructions: [],
      example_question_sqls: [],
      join_specs: [],
      sql_snippets: { filters: [], expressions: [], measures: [] },
    }),
});

/** What the reader uses of a serialized space, version 2: absent members are empty, texts are joined, the rest is ignored. */
export type SpaceContent = z.infer<typeof schema>;
export type ExampleContent = SpaceContent["instructions"]["example_question_sqls"][number];
export type SnippetContent = z.infer<typeof snippet>;
export type JoinContent = SpaceContent["instructions"]["join_specs"][number];

/** @throws ZodError when a member that is used has another shape than the platform's */
export function spaceContent(document: unknown): SpaceContent {
  return schema.parse(document);
}
