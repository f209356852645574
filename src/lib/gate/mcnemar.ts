/** Sums are scaled down before they leave a number's range: binomial coefficients of a thousand pairs do not fit one. */
const scaleBits = 900;

/**
 * One-sided exact McNemar test: the probability of at least `wins` heads in `wins + losses` fair tosses.
 * Under the sharp null (no question's chance changed) every discordant pair is a fair toss, so pairs of several questions pool.
 * Source: Q. McNemar, Psychometrika 12 (1947), in its exact conditional form.
 * @returns a p-value from 0 to 1; 1 when there is no discordant pair, 0 only below what a number can hold
 */
export function mcnemarOneSided(wins: number, losses: number): number {
  const n = wins + losses;
  let term = 1;
  let tail = 0;
  let exponent = -n;
  // Walk the binomial coefficients from n downwards: C(n, n) = 1, C(n, k - 1) = C(n, k) * k / (n - k + 1).
  for (let k = n; k >= wins; k -= 1) {
    tail += term;
    term = (term * k) / (n - k + 1);
    if (tail > 2 ** scaleBits || term > 2 ** scaleBits) {
      tail /= 2 ** scaleBits;
      term /= 2 ** scaleBits;
      exponent += scaleBits;
    }
  }
  return Math.min(1, tail * 2 ** exponent);
}
