import { EnhancerError } from "../../lib/core/errors.ts";
import { type ExamSource, loadExam } from "../../lib/exam/load-exam.ts";
import type { Exam } from "../../lib/exam/question.ts";
import type { SpaceDocument } from "../../lib/space/document.ts";
import type { RunContext } from "../run-context.ts";
import { isExamFile, readExamFile } from "./exam-file.ts";

type Context = Pick<RunContext, "settings" | "workspace" | "signal">;

/** Loads and splits the exam that setting `benchmarks` names: `space`, a file, or a table. */
export async function loadExamFor(
  context: Context,
  document: SpaceDocument,
  seed = String(context.settings.seed),
): Promise<Exam> {
  const source = await examSource(context, context.settings.benchmarks, () => Promise.resolve(document));
  return loadExam(source, seed);
}

/**
 * Reads what a name says: `space`, a file on this machine or a volume, or a table.
 * @throws EnhancerError EXAM_INVALID when the name says nothing or cannot be read
 */
export async function examSource(
  context: Context,
  name: string,
  document: () => Promise<SpaceDocument>,
): Promise<ExamSource> {
  if (name === "space") return { kind: "space", name: "the space's own questions", document: await document() };
  if (isExamFile(name)) return (await readExamFile(name, context)).source;
  if (isTable(name)) return { kind: "rows", name, rows: await rowsOf(context, name) };
  throw new EnhancerError({
    code: "EXAM_INVALID",
    message: `${JSON.stringify(name)} names no exam`,
    remedy:
      "Give a file ending in .json, .yml, .yaml, .csv or .md, a table as catalog.schema.table, or `space` for the space's own questions.",
  });
}

function isTable(name: string): boolean {
  return /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+){1,2}$/u.test(name);
}

/** Names were checked by the caller, and go in quoted. */
async function rowsOf(context: Context, table: string): Promise<Record<string, unknown>[]> {
  const name = table
    .split(".")
    .map((part) => `\`${part}\``)
    .join(".");
  const { warehouse_id: warehouseId } = context.settings;
  const outcome = await context.workspace.runStatement(`SELECT * FROM ${name}`, {
    warehouseId: warehouseId ?? "",
    timeoutMs: context.settings.statement_timeout * 1000,
    signal: context.signal,
  });
  if (outcome.kind === "rows") {
    const { columns, rows } = outcome.result;
    return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column.name, row[index] ?? null])));
  }
  throw new EnhancerError({
    code: "EXAM_INVALID",
    message: `The exam table ${table} cannot be read: ${outcome.kind === "failed" ? outcome.message : "the statement was cancelled"}`,
    remedy: "Check the table's name and that this identity may SELECT from it.",
  });
}
