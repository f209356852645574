/** Baseline asks a question: three tell a flaky question from a wrong one, and cost no more than the first confirmed fix saves. */
export const baselineRepeats = 3;
