import { invalidParameter } from "../api-error.ts";
import { dataSources, type Lines, type SpaceDocument } from "./space-document.ts";

const guidanceBytes = 64 * 1024;

/**
 * Refuses documents over the platform's counts: data sources, instruction budget, knowledge-store snippets, text blocks,
 * benchmark questions, columns with entity matching, and bytes of guidance.
 * @throws ApiError 400
 */
export function checkLimits(document: SpaceDocument): void {
  const { instructions } = document;
  const textBlocks = instructions?.text_instructions?.length ?? 0;
  if (textBlocks > 1) throw invalidParameter("Invalid export proto: text_instructions must contain at most one item");

  const sources = dataSources(document);
  const joins = instructions?.join_specs ?? [];
  const { filters = [], expressions = [], measures = [] } = instructions?.sql_snippets ?? {};
  const snippets = [...filters, ...expressions, ...measures];
  const examples = instructions?.example_question_sqls ?? [];
  const questions = document.benchmarks?.questions ?? [];
  const described = sources.filter((source) => source.description !== undefined).length;
  const matched = sources.flatMap((source) =>
    (source.column_configs ?? []).filter((config) => config.enable_entity_matching === true),
  ).length;

  atMost(30, sources.length, "tables and metric views");
  atMost(100, examples.length + (instructions?.sql_functions?.length ?? 0) + textBlocks, "instructions");
  atMost(200, described + joins.length + snippets.length, "table descriptions, joins and SQL expressions");
  atMost(500, questions.length, "benchmark questions");
  atMost(120, matched, "columns with entity matching");

  const guidance = [...joins, ...snippets].flatMap((item) => [item.comment, item.instruction]);
  const bytes = [...guidance, ...examples.map((example) => example.usage_guidance)].reduce(
    (sum, lines) => sum + bytesOf(lines),
    0,
  );
  if (bytes > guidanceBytes) {
    throw invalidParameter(
      `Invalid export proto: Exceeded maximum number (${String(guidanceBytes)}) of bytes in comments, instructions and usage guidance`,
    );
  }
}

function atMost(limit: number, count: number, what: string): void {
  if (count <= limit) return;
  throw invalidParameter(
    `Invalid export proto: Exceeded maximum number (${String(limit)}) of ${what}: got ${String(count)}`,
  );
}

function bytesOf(lines: Lines | undefined): number {
  return Buffer.byteLength((lines ?? []).join(""));
}
