import { EnhancerError } from "../../lib/core/errors.ts";
import { examDigest } from "../../lib/exam/exam-digest.ts";
import type { Exam } from "../../lib/exam/question.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { RunContext } from "../run-context.ts";

type FixedExam = Pick<RunRow, "exam_digest" | "settings_json">;

/** The seed that a run's exam was split by: the one that it was begun with. */
export function splitSeedOf({ settings_json }: Pick<RunRow, "settings_json">): string {
  const { seed = 1 } = JSON.parse(settings_json ?? "{}") as { seed?: number };
  return String(seed);
}

/** The exam that a run was fixed to, as its rows are, null where none is stored. */
export async function examRows(state: RunContext["state"], run: FixedExam): Promise<Exam | null> {
  return run.exam_digest === null ? null : state.questions.load(run.exam_digest, splitSeedOf(run));
}

/**
 * The exam that a run was fixed to, null where none is stored.
 * @throws EnhancerError EXAM_INVALID when its rows are not what the digest vouches for: what was changed would be measured by
 */
export async function storedExam(state: RunContext["state"], run: FixedExam): Promise<Exam | null> {
  const exam = await examRows(state, run);
  if (exam === null) return null;
  const { digest } = exam;
  const found = examDigest(exam.questions);
  if (found === digest) return exam;
  throw new EnhancerError({
    code: "EXAM_INVALID",
    message: `The stored exam ${digest.slice(0, 12)} was changed after it was fixed: its rows in enhancement_questions have the digest ${found.slice(0, 12)}`,
    remedy:
      "Put the rows back as they were (Delta keeps earlier versions), or start a new run with the exam as you want it.",
    context: { expected: digest, found },
  });
}
