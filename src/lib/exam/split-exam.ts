import { drawOf } from "../core/random.ts";
import { normalDigest } from "../sql/normal-form.ts";
import { examDigest } from "./exam-digest.ts";
import type { Exam, Question } from "./question.ts";

/** Below this, a held-out part would be too small to say anything and would cost too much of the visible one. */
const fewestForHoldingOut = 15;
const heldOutShare = 0.2;

/**
 * Decides which questions are held out: a fifth, spread over the categories, drawn by the exam's digest and the seed alone.
 * Questions that share their text or their SQL with another stay visible: holding one of them out would hide nothing.
 * The SQL parser must have been loaded.
 */
export function splitExam(questions: readonly Question[], seed: string): Exam["questions"] {
  const heldOut = questions.length < fewestForHoldingOut ? new Set<string>() : chosen(questions, seed);
  return questions.map((question): Exam["questions"][number] =>
    Object.assign({}, question, { split: heldOut.has(question.id) ? ("held_out" as const) : ("visible" as const) }),
  );
}

function chosen(questions: readonly Question[], seed: string): ReadonlySet<string> {
  const digest = examDigest(questions);
  const wanted = Math.round(questions.length * heldOutShare);
  const groups = Map.groupBy(alone(questions), (question) => question.category ?? "");
  const total = [...groups.values()].reduce((sum, group) => sum + group.length, 0);
  const shares = [...groups].map(([category, group]) => {
    const exact = (Math.min(wanted, total) * group.length) / total;
    return { category, group, whole: Math.floor(exact), rest: exact - Math.floor(exact) };
  });
  const left = Math.min(wanted, total) - shares.reduce((sum, share) => sum + share.whole, 0);
  const draw = (...parts: readonly string[]): number => drawOf(digest, seed, ...parts);
  const favoured = new Set(
    shares
      .toSorted((a, b) => b.rest - a.rest || draw("category", a.category) - draw("category", b.category))
      .slice(0, left)
      .map((share) => share.category),
  );
  return new Set(
    shares.flatMap(({ category, group, whole }) =>
      group
        .toSorted((a, b) => draw("question", a.id) - draw("question", b.id))
        .slice(0, whole + (favoured.has(category) ? 1 : 0))
        .map((question) => question.id),
    ),
  );
}

function alone(questions: readonly Question[]): readonly Question[] {
  const keys = (question: Question): readonly string[] => [
    `text ${question.question.normalize("NFC").toLowerCase().replace(/\s+/gu, " ")}`,
    ...new Set([question.expectedSql, ...question.alternates].map((sql) => `sql ${normalDigest(sql)}`)),
  ];
  const all = questions.map(keys);
  const counts = new Map<string, number>();
  for (const key of all.flat()) counts.set(key, (counts.get(key) ?? 0) + 1);
  return questions.filter((_, index) => all[index]?.every((key) => counts.get(key) === 1) === true);
}
