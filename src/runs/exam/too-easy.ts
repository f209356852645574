/** The word in `enhancement_runs.reason` of a run whose exam was passed before any change. */
export const tooEasy = "too_easy";

/** From here on an exam cannot show an improvement. */
const tooEasyFrom = 0.99;

/** Whether the first score leaves nothing to improve. */
export function isTooEasy(share: number): boolean {
  return share >= tooEasyFrom - 1e-9;
}
