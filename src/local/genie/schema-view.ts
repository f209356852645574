import type { Catalog, CatalogColumn } from "../ports.ts";
import type { SpaceContent } from "./space-content.ts";
import { singular, wordsOf } from "./words.ts";

export type ColumnView = {
  readonly table: string;
  readonly name: string;
  readonly type: "text" | "number" | "date" | "timestamp" | "boolean" | "other";
  /** The name's words without the table's prefix. */
  readonly words: readonly string[];
  /** Description of the space and comment of the catalog, each a text. */
  readonly descriptions: readonly string[];
  readonly synonyms: readonly string[];
  readonly formatAssistance: boolean;
  readonly entityMatching: boolean;
};

export type TableView = {
  /** Three-part name as the space writes it. */
  readonly name: string;
  /** Last part of the name. */
  readonly short: string;
  readonly words: readonly string[];
  readonly descriptions: readonly string[];
  /** Visible columns in table order. */
  readonly columns: readonly ColumnView[];
};

/** The tables of a space as the reader sees them: hidden columns and tables the catalog does not know are left out. */
export async function schemaView(space: SpaceContent, catalog: Catalog): Promise<TableView[]> {
  const views: TableView[] = [];
  for (const source of [...space.data_sources.tables, ...space.data_sources.metric_views]) {
    const columns = await catalog.columns(source.identifier);
    if (columns === null) continue;
    const short = source.identifier.split(".").at(-1)?.replaceAll("`", "") ?? source.identifier;
    const words = wordsOf(short);
    const prefix = sharedPrefix(columns.map(({ name }) => name));
    const configs = new Map(source.column_configs.map((config) => [config.column_name.toLowerCase(), config]));
    views.push({
      name: source.identifier,
      short,
      words,
      descriptions: [source.description].filter((text) => text.trim() !== ""),
      columns: columns.flatMap((column) => {
        const config = configs.get(column.name.toLowerCase());
        // A metric view's measures are no columns to be added up: they are read as measures.
        if (config?.exclude === true || isMeasure(column)) return [];
        return {
          table: source.identifier,
          name: column.name,
          type: typeFamily(column.type),
          words: columnWords(column.name.slice(prefix.length), words),
          descriptions: [config?.description ?? "", column.comment ?? ""].filter((text) => text.trim() !== ""),
          synonyms: config?.synonyms ?? [],
          formatAssistance: config?.enable_format_assistance ?? false,
          entityMatching: config?.enable_entity_matching ?? false,
        };
      }),
    });
  }
  return views.toSorted((left, right) => compareText(left.name, right.name));
}

/** Whether a column is a metric view's measure, which only MEASURE reads. */
export function isMeasure({ type }: CatalogColumn): boolean {
  return type.endsWith(" measure");
}

/** Code-point order. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function typeFamily(type: string): ColumnView["type"] {
  const lower = type.toLowerCase();
  if (/^(?:string|varchar|char|text)/u.test(lower)) return "text";
  if (/^(?:tinyint|smallint|int|integer|bigint|long|short|byte|float|double|real|decimal|numeric)/u.test(lower)) {
    return "number";
  }
  if (lower === "date") return "date";
  if (lower.startsWith("timestamp")) return "timestamp";
  return lower === "boolean" ? "boolean" : "other";
}

/** `x_` or `xy_` where every column of a table of two or more begins so, else nothing. */
function sharedPrefix(names: readonly string[]): string {
  const prefix = /^[a-z]{1,3}_/iu.exec(names[0] ?? "")?.[0] ?? "";
  return names.length > 1 && names.every((name) => name.startsWith(prefix) && name.length > prefix.length)
    ? prefix
    : "";
}

/** A one-word name that begins with its table's word and goes on is split there: the table's word, then the rest. */
function columnWords(name: string, tableWords: readonly string[]): string[] {
  const words = wordsOf(name);
  const only = words[0];
  const noun = singular(tableWords.at(-1) ?? "");
  if (words.length !== 1 || only === undefined || noun.length < 3) return words;
  return only.startsWith(noun) && only.length >= noun.length + 3 ? [noun, only.slice(noun.length)] : words;
}

/** A column that names rows: its last word is an id or key word, or its unsplit name ends in one. */
export function isKey(column: ColumnView): boolean {
  if (column.type === "date" || column.type === "timestamp") return false;
  const last = column.words.at(-1) ?? "";
  return ["id", "key", "no", "uuid", "번호"].includes(last) || /key$|.{2}[^aeiou]id$/u.test(last);
}

/** The column that tells rows of a table apart: the first key column that carries the table's word, else the first key column. */
export function keyOf(table: TableView): ColumnView | undefined {
  const keys = table.columns.filter(isKey);
  const noun = table.words.at(-1) ?? "";
  return keys.find((key) => key.words.join("").startsWith(noun) || key.words.join("") === "id") ?? keys[0];
}

/** The column people read: the first text column called a name or title, else the first text column that is no key. */
export function labelOf(table: TableView): ColumnView | undefined {
  const texts = table.columns.filter((column) => column.type === "text" && !isKey(column));
  const named = texts.find((column) => /(?:name|title|label|명|이름)$/iu.test(column.name));
  return named ?? texts[0];
}
