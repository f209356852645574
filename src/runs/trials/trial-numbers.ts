/**
 * Attempts of one loop's trials share arms, so each trial numbers its own from a block of a hundred: the third pair of the second trial is
 * attempt 103. A trial never asks a question more than forty times on an arm.
 */
const block = 100;

export function storedAttempt(trial: number, attempt: number): number {
  return trial * block + attempt;
}

/** The attempt's number within its trial, or null when it belongs to another one. */
export function attemptInTrial(trial: number, stored: number): number | null {
  const attempt = stored - trial * block;
  return attempt >= 1 && attempt < block ? attempt : null;
}
