/** Lines `from` to `to` (not included) of the base, put in place by `lines`. */
type Hunk = { readonly from: number; readonly to: number; readonly lines: readonly string[] };

/**
 * Three-way merge of a text by lines. Both sides may change different lines, and both may add lines at the same place
 * (theirs come first); two changes of the same lines give null.
 */
export function mergeLines(base: string, ours: string, theirs: string): string | null {
  const [from, left, right] = [base, ours, theirs].map((text) => text.replace(/\n$/u, "").split("\n")) as [
    string[],
    string[],
    string[],
  ];
  const [mine, others] = [hunksOf(from, left), hunksOf(from, right)];
  if (mine.some((a) => others.some((b) => collide(a, b)))) return null;
  const insertsLast = (a: Hunk, b: Hunk): number => a.from - b.from || a.to - b.to;
  const same = (a: Hunk): boolean => mine.some((b) => JSON.stringify(a) === JSON.stringify(b));
  const hunks = [...others.filter((hunk) => !same(hunk)), ...mine].toSorted(insertsLast);
  const merged: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    merged.push(...from.slice(at, hunk.from), ...hunk.lines);
    at = Math.max(at, hunk.to);
  }
  merged.push(...from.slice(at));
  const ending = [base, ours, theirs].map((text) => text.endsWith("\n"));
  const newline = ending[1] === ending[0] ? ending[2] === true : ending[1] === true;
  return merged.join("\n") + (newline ? "\n" : "");
}

function collide(a: Hunk, b: Hunk): boolean {
  if (JSON.stringify(a) === JSON.stringify(b)) return false;
  const insertions = a.from === a.to && b.from === b.to;
  return !insertions && a.from < Math.max(b.to, b.from + 1) && b.from < Math.max(a.to, a.from + 1);
}

/** What changed from one list of lines to the other, by their longest common subsequence. */
function hunksOf(whole: readonly string[], other: readonly string[]): Hunk[] {
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
