import type { Question } from "../exam/question.ts";
import { literalsOf } from "../sql/literals.ts";
import { normalForm } from "../sql/normal-form.ts";
import { embeddedQueries, formsIn } from "./embedded-sql.ts";
import { inEveryReading, plainText } from "./plain-text.ts";
import { wholeWord } from "./whole-word.ts";
import { overlap, runsOf, wordsOf } from "./word-overlap.ts";

/** Says what of a held-out question a text gives away, or null. The sentence itself names no held-out text. */
export type HeldOutGuard = (text: string) => string | null;

/** A stretch this close to a held-out question, and closer than to any visible one, is taken for it. Too low costs a fix, too high the proof. */
const closeness = 0.7;
const runLength = 6;

type Known = { readonly visible: readonly Question[]; readonly heldOut: readonly Question[] };

/** Prepares the guard over all held-out questions: their words, their SQL, and literals that only they use. */
export function heldOutGuard({ visible, heldOut }: Known): HeldOutGuard {
  const visibleTexts = visible.flatMap(textsOf);
  const visibleWords = visibleTexts.map(wordsOf);
  const visibleRuns = new Set(visibleWords.flatMap((words) => [...runsOf(words, runLength)]));
  const sqlOf = (question: Question): readonly string[] => [question.expectedSql, ...question.alternates];
  const visibleMasked = new Set(visible.flatMap(sqlOf).map((sql) => normalForm(sql, "masked")));
  const questions = heldOut.flatMap(textsOf).map((text) => {
    const words = wordsOf(text);
    return { words, runs: [...runsOf(words, runLength)].filter((run) => !visibleRuns.has(run)) };
  });
  const forms = new Set(heldOut.flatMap(sqlOf).map((sql) => normalForm(sql)));
  const masked = new Set(
    heldOut
      .flatMap(sqlOf)
      .map((sql) => normalForm(sql, "masked"))
      .filter((form) => !visibleMasked.has(form)),
  );
  const plain = heldOut
    .flatMap(sqlOf)
    .map(plainText)
    .filter((sql) => sql.length >= 20);
  const literals = secretLiterals(visible, heldOut);

  return (raw) =>
    inEveryReading(raw, (text) => {
      if (text.trim() === "") return null;
      const words = wordsOf(text);
      const runs = runsOf(words, runLength);
      for (const question of questions) {
        if (question.runs.some((run) => runs.has(run))) return "it repeats a held-out question in part";
        const near = overlap(words, question.words);
        if (near < closeness) continue;
        if (visibleWords.every((other) => overlap(words, other) < near)) return "it is close to a held-out question";
      }
      const flat = plainText(text);
      if (plain.some((sql) => flat.includes(sql))) return "it holds the SQL of a held-out question";
      if ([...formsIn(text)].some((form) => forms.has(form)))
        return "it holds the SQL of a held-out question in another writing";
      if (embeddedQueries(text).length > 0 && [...formsIn(text, "masked")].some((form) => masked.has(form))) {
        return "it holds the SQL of a held-out question with other values";
      }
      const shown = ` ${text.normalize("NFC").toLowerCase()} `;
      return literals.some((literal) => literal.test(shown))
        ? "it holds a value that only a held-out question uses"
        : null;
    });
}

const commonLiterals =
  /^(?:(?:year|quarter|month|week|day|hour|minute|second)s?|[yMdHhmsSEaQ]+(?:[-/:. ]+[yMdHhmsSEaQ]+)*|%+)$/u;

/** Literals of held-out questions that no visible question and no visible SQL has. Short numbers and units of time are nobody's secret. */
function secretLiterals(visible: readonly Question[], heldOut: readonly Question[]): readonly RegExp[] {
  const open = visible
    .flatMap((question) => [...textsOf(question), question.expectedSql, ...question.alternates])
    .join("\n")
    .normalize("NFC")
    .toLowerCase();
  const found = new Set(
    heldOut.flatMap((question) => [question.expectedSql, ...question.alternates].flatMap(literalsOf)),
  );
  return [...found]
    .map((literal) =>
      literal
        .normalize("NFC")
        .toLowerCase()
        .replaceAll(/^%+|%+$/gu, ""),
    )
    .filter((literal) => literal.length >= 2 && !commonLiterals.test(literal))
    .filter((literal) => !/^[\d.]+$/u.test(literal) || literal.replaceAll(/\D/gu, "").length >= 4)
    .filter((literal) => !open.includes(literal))
    .map(wholeWord);
}

function textsOf(question: Question): readonly string[] {
  return [question.question, ...(question.koreanQuestion === undefined ? [] : [question.koreanQuestion])];
}
