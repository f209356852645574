/** How one visible question did in the baseline asks of a run. */
export type Calibrated = {
  readonly questionId: string;
  /** Valid baseline answers (three when nothing broke). */
  readonly asked: number;
  readonly right: number;
};

export type BaselineAnswer = { readonly questionId: string; readonly answer: Answer };

/** An answer as the gate sees it: INFRA and NOT_EVALUABLE verdicts are `invalid`, NO_ANSWER is `wrong`. */
export type Answer = "right" | "wrong" | "invalid";

/** Pass counts per question, in the order the questions first appear. */
export function calibrate(answers: readonly BaselineAnswer[]): Calibrated[] {
  const byQuestion = new Map<string, { asked: number; right: number }>();
  for (const { questionId, answer } of answers) {
    const count = byQuestion.get(questionId) ?? { asked: 0, right: 0 };
    byQuestion.set(questionId, count);
    if (answer === "invalid") continue;
    count.asked += 1;
    if (answer === "right") count.right += 1;
  }
  return [...byQuestion].map(([questionId, count]) => ({ questionId, ...count }));
}

/**
 * Right in at least two of the three asks: what counts as right at the start, and what the guard set holds.
 * Where more answers are known, the same share of them.
 */
export function usuallyRight(question: Calibrated): boolean {
  return question.right >= 2 && question.right * 3 >= question.asked * 2;
}

/** Neither always right nor always wrong. */
export function isFlaky(question: Calibrated): boolean {
  return question.right > 0 && question.right < question.asked;
}
