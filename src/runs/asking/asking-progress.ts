import type { Asking } from "../run-event.ts";
import type { OpenRun } from "../open-run.ts";

/** A step that a question has behind it: Genie answered, its SQL ran, its verdict is there. */
export type AskingStep = "answered" | "executed" | "compared";

/** Counts the steps of one evaluation's questions and estimates what is left of it. */
export function askingProgress(
  run: Pick<OpenRun, "clock" | "workspace">,
  total: number,
): { readonly step: (step: AskingStep) => Asking; readonly verdict: (isCorrect: boolean) => Asking } {
  const began = run.clock.monotonic();
  const count = { answered: 0, executed: 0, compared: 0, correct: 0 };
  const now = (): Asking => {
    const { answered, executed, compared, correct } = count;
    const perMinute = run.workspace.questionRate();
    const secondsLeft = secondsFor(total - compared, compared, (run.clock.monotonic() - began) / 1000, perMinute);
    // A step that nobody told of was made all the same once a later one is.
    const ran = Math.max(executed, compared);
    return { total, asked: Math.max(answered, ran), executed: ran, compared, correct, perMinute, secondsLeft };
  };
  return {
    step: (step) => {
      count[step] += 1;
      return now();
    },
    verdict: (isCorrect) => {
      count.compared += 1;
      if (isCorrect) count.correct += 1;
      return now();
    },
  };
}

/** By the pace so far, but no faster than the quota; nothing can be said before the first. */
function secondsFor(left: number, done: number, passed: number, perMinute: number | null): number | null {
  if (done === 0) return null;
  const byQuota = perMinute === null || perMinute <= 0 ? 0 : (left / perMinute) * 60;
  const first = done <= 3 ? byQuota : 0;
  return Math.max(first, (passed / done) * left);
}
