import type { SpaceDocument } from "./document.ts";
import { textOf } from "./lines.ts";
import { pathText } from "./path.ts";
import type { SpaceProblem } from "./problem.ts";
import { tableEntries, visitStrings } from "./visit.ts";

/** What the service allows, as its documentation says. */
export const spaceLimits = {
  /** Tables, views and metric views together. */
  tables: 30,
  /** Example queries and SQL functions one each, and one for the text instruction. */
  instructions: 100,
  /** Table descriptions, joins, filters, expressions and measures together. */
  snippets: 200,
  textInstructions: 1,
  benchmarkQuestions: 500,
  entityMatchingColumns: 120,
  stringCharacters: 25_000,
  arrayElements: 10_000,
  documentBytes: 3_500_000,
  /** Comments, instructions and usage guidance together. */
  notesBytes: 64 * 1024,
} as const;

/** Every limit that the document breaks, all at once. */
export function limitProblems(document: SpaceDocument): SpaceProblem[] {
  const { instructions } = document;
  const snippets = instructions?.sql_snippets;
  const tables = tableEntries(document);
  const texts = instructions?.text_instructions ?? [];
  const notes = [
    ...(instructions?.join_specs ?? []),
    ...(snippets?.filters ?? []),
    ...(snippets?.expressions ?? []),
    ...(snippets?.measures ?? []),
  ].flatMap((entry) => [textOf(entry.comment), textOf(entry.instruction)]);
  const guidance = (instructions?.example_question_sqls ?? []).map((example) => textOf(example.usage_guidance));
  const counts: readonly Counted[] = [
    ["data_sources", "tables and metric views", tables.length, spaceLimits.tables],
    [
      "instructions",
      "instructions (example queries, functions, the text)",
      (instructions?.example_question_sqls ?? []).length +
        (instructions?.sql_functions ?? []).length +
        Math.min(1, texts.length),
      spaceLimits.instructions,
    ],
    [
      "instructions.sql_snippets",
      "snippets (table descriptions, joins, filters, expressions, measures)",
      tables.filter(({ table }) => textOf(table.description) !== "").length +
        (instructions?.join_specs ?? []).length +
        [snippets?.filters, snippets?.expressions, snippets?.measures].flatMap((list) => list ?? []).length,
      spaceLimits.snippets,
    ],
    ["instructions.text_instructions", "text instructions", texts.length, spaceLimits.textInstructions],
    [
      "benchmarks.questions",
      "benchmark questions",
      document.benchmarks?.questions?.length ?? 0,
      spaceLimits.benchmarkQuestions,
    ],
    [
      "data_sources.tables",
      "columns with entity matching",
      tables
        .flatMap(({ table }) => table.column_configs ?? [])
        .filter((column) => column.enable_entity_matching === true).length,
      spaceLimits.entityMatchingColumns,
    ],
    [
      "instructions",
      "bytes of comments, instructions and usage guidance",
      [...notes, ...guidance].reduce((sum, text) => sum + Buffer.byteLength(text), 0),
      spaceLimits.notesBytes,
    ],
    ["", "bytes in the whole document", Buffer.byteLength(JSON.stringify(document)), spaceLimits.documentBytes],
  ];
  const strings = visitStrings(document).flatMap(({ steps, kind, size }): SpaceProblem[] => {
    const [limit, unit] =
      kind === "string"
        ? ([spaceLimits.stringCharacters, "characters"] as const)
        : ([spaceLimits.arrayElements, "elements"] as const);
    return size > limit ? [tooMany(pathText(steps), unit, size, limit)] : [];
  });
  return [
    ...counts.flatMap(([path, what, found, limit]) => (found > limit ? [tooMany(path, what, found, limit)] : [])),
    ...strings,
  ];
}

type Counted = readonly [path: string, what: string, found: number, limit: number];

function tooMany(path: string, what: string, found: number, limit: number): SpaceProblem {
  return {
    path,
    code: "over_limit",
    severity: "error",
    message: `${String(found)} ${what}, at most ${String(limit)} are allowed`,
    found,
  };
}
