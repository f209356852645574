import { normalDigest } from "../../sql/normal-form.ts";
import { readsClock } from "../../sql/pin-date.ts";
import { readOnly } from "../../sql/read-only.ts";
import { tokensOf } from "../../sql/read-statement.ts";
import type { Question } from "../question.ts";
import { type Finding, findingOf } from "./finding.ts";
import { alike, alikePairs } from "./alike-questions.ts";

/** An example query of the space. */
export type ExampleQuery = { readonly question: string; readonly sql: string };

/** What is known without the warehouse. */
export type StaticFacts = {
  /** The space's example queries; none where no space is at hand. */
  readonly examples: readonly ExampleQuery[];
  /** The day that `CURRENT_DATE` and its like are pinned to; null pins nothing. */
  readonly asOf: string | null;
};

/** What the exam's text alone shows. The SQL parser must have been loaded. */
export function staticFindings(questions: readonly Question[], facts: StaticFacts): readonly Finding[] {
  return [
    ...questions.flatMap((question) => [...notReadOnly(question), ...relativeDate(question, facts)]),
    ...amongExamples(questions, facts),
    ...nearDuplicates(questions),
  ];
}

function notReadOnly({ id, expectedSql }: Question): readonly Finding[] {
  const allowed = readOnly(expectedSql);
  return allowed.ok ? [] : [findingOf("not_read_only", id, { reason: allowed.reason })];
}

const clockWords = /^(?:current_date|current_timestamp|curdate|now|getdate|localtimestamp|unix_timestamp)$/iu;

function relativeDate({ id, expectedSql }: Question, { asOf }: StaticFacts): readonly Finding[] {
  if (asOf !== null || !readsClock(expectedSql)) return [];
  const tokens = tokensOf(expectedSql);
  const word = typeof tokens === "string" ? undefined : tokens.find(({ text }) => clockWords.test(text));
  return [findingOf("relative_date", id, { expression: word?.text.toUpperCase() ?? "CURRENT_DATE" })];
}

function amongExamples(questions: readonly Question[], { examples }: StaticFacts): readonly Finding[] {
  if (examples.length === 0) return [];
  const asked = alike(
    questions.map(({ question }) => question),
    examples.map(({ question }) => question),
  );
  const answered = new Map(examples.map((example) => [normalDigest(example.sql), example]));
  return questions.flatMap(({ id, expectedSql }, index) => {
    const same = examples[asked.get(index) ?? -1];
    if (same !== undefined) return [findingOf("among_examples", id, { example: same.question, by: "question" })];
    const holder = answered.get(normalDigest(expectedSql));
    return holder === undefined ? [] : [findingOf("among_examples", id, { example: holder.question, by: "sql" })];
  });
}

/** The later of two is named, with the first that it repeats. */
function nearDuplicates(questions: readonly Question[]): readonly Finding[] {
  const first = new Map<number, number>();
  for (const [earlier, later] of alikePairs(questions.map(({ question }) => question))) {
    first.set(later, Math.min(earlier, first.get(later) ?? earlier));
  }
  return [...first].flatMap(([later, earlier]) => {
    const [one, other] = [questions[later], questions[earlier]];
    return one === undefined || other === undefined ? [] : [findingOf("near_duplicate", one.id, { other: other.id })];
  });
}
