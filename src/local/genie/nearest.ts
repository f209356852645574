import { type ColumnView, isKey, type TableView } from "./schema-view.ts";
import { englishForms, koreanForms, likeness, wordsOf } from "./words.ts";

const enough = 0.6;

/** The numeric column whose name is likest to the words, among the preferred tables first; undefined where none is near. */
export function nearestAmount(
  words: readonly string[],
  tables: readonly TableView[],
  preferred: readonly string[],
): ColumnView | undefined {
  return nearest(words, tables, preferred, (column) => column.type === "number" && !isKey(column));
}

/** The column whose name is likest to the words, among the preferred tables first; undefined where none is near. */
export function nearestColumn(
  words: readonly string[],
  tables: readonly TableView[],
  preferred: readonly string[],
): ColumnView | undefined {
  return nearest(words, tables, preferred, () => true);
}

function nearest(
  words: readonly string[],
  tables: readonly TableView[],
  preferred: readonly string[],
  fits: (column: ColumnView) => boolean,
): ColumnView | undefined {
  const first = tables.filter(({ name }) => preferred.includes(name));
  return best(words, first, fits) ?? best(words, tables, fits);
}

function best(
  words: readonly string[],
  tables: readonly TableView[],
  fits: (column: ColumnView) => boolean,
): ColumnView | undefined {
  let found: { column: ColumnView; score: number } | undefined;
  for (const column of tables.flatMap((table) => table.columns).filter(fits)) {
    const score = likenessOf(words, column);
    if (score >= enough && score > (found?.score ?? 0)) found = { column, score };
  }
  return found?.column;
}

/** The best likeness of any word, or of all joined, to any word of the column's name, or to the whole of it. */
function likenessOf(words: readonly string[], column: ColumnView): number {
  const names = [
    ...column.words,
    column.words.join(""),
    ...column.synonyms.flatMap(wordsOf),
    ...column.descriptions.flatMap(wordsOf),
  ].filter((name) => name.length > 2);
  const forms = [
    ...words.flatMap((word) => (/\p{Script=Hangul}/u.test(word) ? koreanForms(word) : englishForms(word))),
    words.join(""),
  ].filter((form) => form.length > 2);
  return Math.max(0, ...forms.flatMap((form) => names.map((name) => likeness(form, name))));
}
