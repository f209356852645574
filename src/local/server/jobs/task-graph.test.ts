import { describe, expect, it } from "vitest";
import { circularKey, closure, leafKeys, selectTasks } from "./task-graph.ts";

const task = (key: string, on: string): { task_key: string; depends_on: { task_key: string }[] } => ({
  task_key: key,
  depends_on: [...on].map((each) => ({ task_key: each })),
});
// a → b → d, c → d, e alone
const tasks = [task("a", ""), task("b", "a"), task("c", ""), task("d", "bc"), task("e", "")];
const sorted = (keys: Iterable<string>): string => [...keys].toSorted().join("");

describe("the graph of tasks", () => {
  it("knows its leaves", () => {
    expect(sorted(leafKeys(tasks))).toBe("de");
  });

  it("knows what lies up and down from a task, itself included", () => {
    expect(sorted(closure(tasks, ["a"], "downstream"))).toBe("abd");
    expect(sorted(closure(tasks, ["d"], "upstream"))).toBe("abcd");
  });

  it.each([
    [["b"], "b"],
    [["+b"], "ab"],
    [["b+"], "bd"],
    [["+b+", "e"], "abde"],
    [[], ""],
  ])("selects by %j the tasks %s", (only, expected) => {
    const { keys, unknown } = selectTasks(tasks, only);
    expect([sorted(keys), unknown]).toEqual([expected, null]);
  });

  it("selects all without a list, and names a key it does not know", () => {
    expect(sorted(selectTasks(tasks, null).keys)).toBe("abcde");
    expect(selectTasks(tasks, ["a", "+z"]).unknown).toBe("z");
  });

  it("finds circles", () => {
    expect(circularKey(tasks)).toBeNull();
    expect(circularKey([task("a", "c"), task("b", "a"), task("c", "b")])).toBe("a");
    expect(circularKey([task("a", "a")])).toBe("a");
  });
});
