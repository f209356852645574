import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { EnhancerError } from "../../lib/core/errors.ts";
import { type ExamSource, loadExam } from "../../lib/exam/load-exam.ts";
import type { Exam } from "../../lib/exam/question.ts";
import type { SpaceDocument } from "../../lib/space/document.ts";
import type { RunContext } from "../run-context.ts";

/** Loads and splits the exam that setting `benchmarks` names: `space`, a JSON or YAML file, or a table. */
export async function loadExamFor(context: RunContext, document: SpaceDocument): Promise<Exam> {
  return loadExam(await sourceOf(context, document), String(context.settings.seed));
}

async function sourceOf(context: RunContext, document: SpaceDocument): Promise<ExamSource> {
  const { benchmarks } = context.settings;
  if (benchmarks === "space") return { kind: "space", name: "the space's own questions", document };
  if (/\.(?:json|ya?ml)$/iu.test(benchmarks))
    return { kind: "text", name: basename(benchmarks), text: await textOf(context, benchmarks) };
  if (/^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+){1,2}$/u.test(benchmarks)) {
    return { kind: "rows", name: benchmarks, rows: await rowsOf(context, benchmarks) };
  }
  throw new EnhancerError({
    code: "EXAM_INVALID",
    message: `Setting benchmarks = ${JSON.stringify(benchmarks)} names no exam`,
    remedy:
      "Give a file ending in .json, .yml or .yaml, a table as catalog.schema.table, or `space` for the space's own questions.",
  });
}

/** A file on a volume is read through the workspace, so that it is found from every machine. */
async function textOf({ workspace, signal }: RunContext, path: string): Promise<string> {
  try {
    return await (path.startsWith("/Volumes/") ? workspace.files.read(path, signal) : readFile(path, "utf8"));
  } catch (cause) {
    throw new EnhancerError({
      code: "EXAM_INVALID",
      message: `The exam file ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: "Check the path in setting benchmarks; it counts from the folder the command is started in.",
      cause,
    });
  }
}

/** Names were checked by the caller, and go in quoted. */
async function rowsOf(context: RunContext, table: string): Promise<Record<string, unknown>[]> {
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
    remedy: "Check the name in setting benchmarks and that this identity may SELECT from the table.",
  });
}
