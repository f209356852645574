import { normalDigest } from "../sql/normal-form.ts";
import type { Question } from "./question.ts";
import { nearDuplicates } from "./similar-questions.ts";

/**
 * Questions that give one another away, put together: whose SQL, any alternate included, has the same normal form, and whose texts are
 * near-duplicates. Every question is in one family; families and their members stand in the exam's order. The SQL parser must have been loaded.
 */
export function familiesOf<Q extends Question>(questions: readonly Q[]): readonly (readonly Q[])[] {
  const parents = questions.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? root;
    for (let at = index; at !== root;) {
      const next = parents[at] ?? root;
      parents[at] = root;
      at = next;
    }
    return root;
  };
  const unite = (one: number, other: number): void => {
    const [first, second] = [rootOf(one), rootOf(other)].toSorted((a, b) => a - b);
    if (first !== undefined && second !== undefined) parents[second] = first;
  };
  const firstWith = new Map<string, number>();
  for (const [index, question] of questions.entries()) {
    for (const key of keysOf(question)) {
      const first = firstWith.get(key);
      if (first === undefined) firstWith.set(key, index);
      else unite(first, index);
    }
  }
  for (const [one, other] of nearDuplicates(questions.map((question) => question.question))) unite(one, other);
  return [...Map.groupBy(questions.keys(), rootOf).values()].map((members) =>
    members.flatMap((index) => questions[index] ?? []),
  );
}

function keysOf({ question, expectedSql, alternates }: Question): readonly string[] {
  return [
    `text ${question.normalize("NFC").toLowerCase().replaceAll(/\s+/gu, " ").trim()}`,
    ...new Set([expectedSql, ...alternates].map((sql) => `sql ${normalDigest(sql)}`)),
  ];
}
