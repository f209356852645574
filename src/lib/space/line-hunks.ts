/** Lines `from` to `to` (not included) of the base, put in place by `lines`. */
export type Hunk = { readonly from: number; readonly to: number; readonly lines: readonly string[] };

/** What changed from one list of lines to the other, by their longest common subsequence. */
export function hunksOf(whole: readonly string[], other: readonly string[]): Hunk[] {
  // Only what lies between the equal ends is compared, since the comparison takes the square of its length.
  const shorter = Math.min(whole.length, other.length);
  let head = 0;
  while (head < shorter && whole[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && whole[whole.length - 1 - tail] === other[other.length - 1 - tail]) tail += 1;
  return innerHunks(whole.slice(head, whole.length - tail), other.slice(head, other.length - tail)).map(
    ({ from, to, lines }) => ({ from: from + head, to: to + head, lines }),
  );
}

function innerHunks(before: readonly string[], after: readonly string[]): Hunk[] {
  const common = commonLengths(before, after);
  const hunks: Hunk[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [from, start] = [i, j];
    while ((i < before.length || j < after.length) && !(i < before.length && before[i] === after[j])) {
      if (j >= after.length || (i < before.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))) i += 1;
      else j += 1;
    }
    if (i > from || j > start) hunks.push({ from, to: i, lines: after.slice(start, j) });
    while (i < before.length && j < after.length && before[i] === after[j]) {
      i += 1;
      j += 1;
    }
  }
  return hunks;
}

/** Length of the longest common subsequence of the two tails from each pair of places. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => Array.from({ length: after.length + 1 }, () => 0));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = table[i] ?? [];
      row[j] =
        before[i] === after[j] ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}
