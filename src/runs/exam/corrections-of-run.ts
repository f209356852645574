import type { Exam } from "../../lib/exam/question.ts";
import type { CorrectionReport } from "../../lib/report/correction-report.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import { namedPolicy } from "./accept-answer.ts";

/** Questions whose wrong answers a declared policy would accept, in the exam's order, each by its newest such answer. */
export function correctionsOf(
  run: { readonly run_id: string; readonly isLocal: boolean },
  exam: Pick<Exam, "questions">,
  attempts: readonly AttemptRow[],
): readonly CorrectionReport[] {
  return exam.questions.flatMap((question): readonly CorrectionReport[] => {
    const accepted = attempts.filter(
      (row) => row.benchmark_id === question.id && !row.passed && row.accepted_by_json !== null,
    );
    const newest = accepted.toSorted((one, other) => (one.created_at < other.created_at ? -1 : 1)).at(-1);
    const named = namedPolicy(newest?.accepted_by_json ?? null);
    if (newest === undefined || named === null) return [];
    const same = accepted.filter((row) => row.accepted_by_json === newest.accepted_by_json);
    const [expected, answered] = examplesOf(newest.difference_json);
    return [
      {
        questionId: question.id,
        question: question.question,
        policy: JSON.stringify(named.policy),
        words: named.words,
        answers: same.length,
        expected,
        answered,
        command: `genie-enhancer exam accept ${shellWord(question.id)} --run ${run.run_id}${run.isLocal ? " --local" : ""} --why "…"`,
      },
    ];
  });
}

/** Both sides of the smallest difference: values, else how many rows; null where it has none. */
function examplesOf(json: string | null): readonly [string | null, string | null] {
  const { example } = JSON.parse(json ?? "{}") as { readonly example?: Readonly<Record<string, unknown>> };
  const text = (value: unknown): string | null =>
    value === undefined || value === null ? null : typeof value === "string" ? value : JSON.stringify(value);
  const side = (name: "expected" | "actual"): string | null => text(example?.[name] ?? example?.[`${name}_rows`]);
  return [side("expected"), side("actual")];
}

function shellWord(id: string): string {
  return /^[\p{L}\p{N}_.:-]+$/u.test(id) ? id : `'${id.replaceAll("'", `'\\''`)}'`;
}
