/** Two-sided 95 % normal quantile. */
const z = 1.959_963_984_540_054;

/**
 * The Wilson score interval of a share (E. B. Wilson, JASA 22, 1927): 95 % bounds in [0, 1].
 * `n` counts independent things, so repeats of one question must not be counted in it.
 */
export function wilson(correct: number, n: number): readonly [low: number, high: number] {
  if (n <= 0) return [0, 1];
  const share = correct / n;
  const square = z ** 2;
  const centre = (share + square / (2 * n)) / (1 + square / n);
  const half = (z / (1 + square / n)) * Math.sqrt((share * (1 - share)) / n + square / (4 * n ** 2));
  return [Math.max(0, Math.min(share, centre - half)), Math.min(1, Math.max(share, centre + half))];
}
