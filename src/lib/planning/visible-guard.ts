import type { Question } from "../exam/question.ts";
import { literalsOf } from "../sql/literals.ts";
import { likenesses, likenessesWithin, normalForm } from "../sql/normal-form.ts";
import { embeddedQueries, formsIn } from "./embedded-sql.ts";
import { inEveryReading, plainText } from "./plain-text.ts";

/** Shorter SQL than this is compared as a query only: as a run of letters it could stand in any prose. */
const shortest = 20;

/**
 * A guard that finds a visible question's expected SQL in a text: as it stands, in another writing, inside a larger query,
 * or with nothing changed but the places of its values. A space that holds the answers proves nothing.
 */
export function visibleGuard(visible: readonly Question[]): (text: string) => string | null {
  const answers = visible.flatMap((question) =>
    [question.expectedSql, ...question.alternates].map((sql) => ({ id: question.id, sql })),
  );
  const plain = answers
    .map(({ id, sql }) => ({ id, sql: shortNames(plainText(sql)) }))
    .filter(({ sql }) => sql.length >= shortest)
    .map(({ id, sql }) => ({ id, sql, clauses: clausesOf(sql) }));
  const alike = new Map(answers.flatMap(({ id, sql }) => Array.from(likenesses(sql), (form) => [form, id] as const)));
  const forms = new Map(answers.map(({ id, sql }) => [normalForm(sql), id]));
  const masked = Map.groupBy(answers, ({ sql }) => normalForm(sql, "masked"));
  return (raw) =>
    inEveryReading(raw, (text) => {
      const flat = shortNames(plainText(text));
      const pasted = plain.find(({ sql }) => flat.includes(sql));
      if (pasted !== undefined) return `it holds the expected SQL of ${pasted.id}`;
      const piecemeal = plain.find(({ clauses }) => clauses.every((clause) => flat.includes(clause)));
      if (piecemeal !== undefined) return `it holds the expected SQL of ${piecemeal.id} in pieces`;
      for (const form of formsIn(text)) {
        const id = forms.get(form);
        if (id !== undefined) return `it holds the expected SQL of ${id} in another writing`;
      }
      for (const query of embeddedQueries(text)) {
        const like = Array.from(likenessesWithin(query), (form) => alike.get(form)).find((id) => id !== undefined);
        if (like !== undefined) return `it holds the expected SQL of ${like} in another dress`;
        const values = sortedLiterals(query);
        for (const form of formsIn(query, "masked")) {
          const twin = masked.get(form)?.find(({ sql }) => sortedLiterals(sql) === values);
          if (twin !== undefined) return `it holds the expected SQL of ${twin.id} with its values in other places`;
        }
      }
      return null;
    });
}

/** Table names by their last part, since a text may leave out catalog and schema. */
function shortNames(flat: string): string {
  return flat.replaceAll(/[\p{L}\p{N}_-]+\.[\p{L}\p{N}_-]+\.(?=[\p{L}_])/gu, "");
}

/** The clauses of a query as plain text, each with its keyword: so a query shows however it is cut up. */
function clausesOf(flat: string): readonly string[] {
  return flat
    .split(
      /(?<![\p{L}\p{N}_])(?=(?:select|from|join|where|group by|having|qualify|order by|limit|union)(?![\p{L}\p{N}_]))/u,
    )
    .map((clause) =>
      clause
        .trim()
        .replace(/\b(?:inner|left|right|full|cross)$/u, "")
        .trim(),
    )
    .filter((clause) => clause !== "");
}

function sortedLiterals(sql: string): string {
  return JSON.stringify([...literalsOf(sql)].toSorted());
}
