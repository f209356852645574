import fc from "fast-check";
import { expect, it } from "vitest";
import { halves } from "./fix-groups.ts";

const fix = (changeId: string, ...targets: string[]): { changeId: string; targets: string[] } => ({
  changeId,
  targets,
});
const ids = (group: readonly { changeId: string }[]): string[] => group.map(({ changeId }) => changeId);

it("keeps fixes of one question together", () => {
  const [left, right] = halves([fix("join", "q1"), fix("filter", "q2"), fix("synonym", "q1"), fix("rule", "q3")]);
  expect([ids(left), ids(right)]).toEqual([
    ["join", "synonym"],
    ["filter", "rule"],
  ]);
});

it("cuts a single cluster in the middle", () => {
  const [left, right] = halves([fix("a", "q"), fix("b", "q"), fix("c", "q")]);
  expect([ids(left), ids(right)]).toEqual([["a", "b"], ["c"]]);
});

it("loses no fix and leaves no half empty", () => {
  const fixes = fc.uniqueArray(
    fc.record({ changeId: fc.string(), targets: fc.array(fc.constantFrom("q1", "q2", "q3", "q4"), { minLength: 1 }) }),
    {
      minLength: 2,
      selector: ({ changeId }) => changeId,
    },
  );
  fc.assert(
    fc.property(fixes, (group) => {
      const [left, right] = halves(group);
      expect(left.length).toBeGreaterThan(0);
      expect(right.length).toBeGreaterThan(0);
      expect(ids([...left, ...right]).toSorted()).toEqual(ids(group).toSorted());
    }),
  );
});
