import { type Hunk, hunksOf } from "./line-hunks.ts";

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
