/** The word in `enhancement_runs.reason` of a run that ended before its first question since its exam cannot be measured by. */
export const examNotFit = "exam_not_fit";
