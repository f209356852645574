import type { Question } from "../exam/question.ts";
import { literalsOf } from "../sql/literals.ts";
import { normalForm } from "../sql/normal-form.ts";
import { embeddedQueries, formsIn } from "./embedded-sql.ts";
import { plainText } from "./held-out-guard.ts";

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
  const plain = answers.map(({ id, sql }) => ({ id, sql: plainText(sql) })).filter(({ sql }) => sql.length >= shortest);
  const forms = new Map(answers.map(({ id, sql }) => [normalForm(sql), id]));
  const masked = Map.groupBy(answers, ({ sql }) => normalForm(sql, "masked"));
  return (text) => {
    const flat = plainText(text);
    const pasted = plain.find(({ sql }) => flat.includes(sql));
    if (pasted !== undefined) return `it holds the expected SQL of ${pasted.id}`;
    for (const form of formsIn(text)) {
      const id = forms.get(form);
      if (id !== undefined) return `it holds the expected SQL of ${id} in another writing`;
    }
    for (const query of embeddedQueries(text)) {
      const values = sortedLiterals(query);
      for (const form of formsIn(query, "masked")) {
        const twin = masked.get(form)?.find(({ sql }) => sortedLiterals(sql) === values);
        if (twin !== undefined) return `it holds the expected SQL of ${twin.id} with its values in other places`;
      }
    }
    return null;
  };
}

function sortedLiterals(sql: string): string {
  return JSON.stringify([...literalsOf(sql)].toSorted());
}
