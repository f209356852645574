import { z } from "zod";

/** A language a notebook can be in. */
export type NotebookLanguage = "PYTHON" | "SQL" | "SCALA" | "R";

/** A content recognised as a notebook: the path without its extension, and the source. */
export type NotebookSource = { readonly path: string; readonly language: NotebookLanguage; readonly source: Buffer };

const languages: Readonly<Record<string, NotebookLanguage>> = { py: "PYTHON", sql: "SQL", scala: "SCALA", r: "R" };
const comments: Readonly<Record<NotebookLanguage, string>> = { PYTHON: "#", SQL: "--", SCALA: "//", R: "#" };

/** The notebook that a file is when it is imported, or null: told by its first line, or by the extension `.ipynb`. */
export function notebookIn(path: string, content: Buffer): NotebookSource | null {
  const [, bare, extension] = /^(.*[^/])\.([A-Za-z]+)$/u.exec(path) ?? [];
  if (bare === undefined || extension === undefined) return null;
  if (extension.toLowerCase() === "ipynb") return fromJupyter(bare, content);
  const language = languages[extension.toLowerCase()];
  if (language === undefined) return null;
  const firstLine = /^[^\r\n]*/u.exec(content.subarray(0, 100).toString("utf8"))?.[0];
  return firstLine === headerOf(language) ? { path: bare, language, source: content } : null;
}

/** The source as it is kept: with the header, which an import of plain source may leave out. */
export function withHeader(language: NotebookLanguage, source: Buffer): Buffer {
  const header = headerOf(language);
  return source.toString("utf8").startsWith(header) ? source : Buffer.concat([Buffer.from(`${header}\n`), source]);
}

function headerOf(language: NotebookLanguage): string {
  return `${comments[language]} Databricks notebook source`;
}

const lines = z.union([z.string(), z.array(z.string()).transform((all) => all.join(""))]);

const jupyter = z.object({
  cells: z.array(z.object({ cell_type: z.string(), source: lines })),
  metadata: z.object({ language_info: z.object({ name: z.string() }).optional() }).optional(),
});

/** Turns cells into notebook source: that is what runs, and what an export gives. */
function fromJupyter(bare: string, content: Buffer): NotebookSource | null {
  const parsed = jupyter.safeParse(parsedJson(content));
  if (!parsed.success) return null;
  const name = parsed.data.metadata?.language_info?.name.toUpperCase() ?? "PYTHON";
  const language = name === "SQL" || name === "SCALA" || name === "R" ? name : "PYTHON";
  const comment = comments[language];
  const cells = parsed.data.cells.map(({ cell_type: kind, source }) =>
    kind === "code" ? source : magic(comment, kind === "markdown" ? "%md" : "%raw", source),
  );
  const text = [headerOf(language), cells.join(`\n\n${comment} COMMAND ----------\n\n`), ""].join("\n");
  return { path: bare, language, source: Buffer.from(text) };
}

function magic(comment: string, word: string, source: string): string {
  return [word, ...source.split("\n")].map((line) => `${comment} MAGIC ${line}`).join("\n");
}

function parsedJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString("utf8")) as unknown;
  } catch {
    return null;
  }
}
