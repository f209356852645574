import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isGood } from "./run-if.ts";
import { walkTasks } from "./walk-tasks.ts";

/** Graphs in which a task depends on some of those before it, and how each would end if it ran. */
const graphs = fc
  .array(
    fc.record({
      edges: fc.array(fc.nat(), { maxLength: 3 }),
      result: fc.constantFrom("SUCCESS", "FAILED", "CANCELED", "TIMEDOUT"),
      rule: fc.constantFrom("ALL_SUCCESS", "ALL_DONE", "NONE_FAILED", "AT_LEAST_ONE_FAILED"),
      selected: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((nodes) =>
    nodes.map(({ edges, ...node }, index) => ({
      ...node,
      task: {
        task_key: `t${String(index)}`,
        run_if: node.rule as "ALL_SUCCESS",
        depends_on: [...new Set(index === 0 ? [] : edges.map((edge) => edge % index))].map((on) => ({
          task_key: `t${String(on)}`,
        })),
      },
    })),
  );

describe("a walk over tasks", () => {
  it("ends every selected task once, after all it depends on, and runs none under ALL_SUCCESS after a failure", async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async (graph) => {
        const ends = new Map<string, string>();
        const selected = new Set(graph.filter((node) => node.selected).map((node) => node.task.task_key));
        const note = (key: string, result: string): { result: string; message: string } => {
          expect(ends.has(key)).toBe(false);
          ends.set(key, result);
          return { result, message: "" };
        };
        const upstream = (task: { depends_on?: { task_key: string }[] | undefined }): (string | undefined)[] =>
          (task.depends_on ?? []).map(({ task_key: key }) => (selected.has(key) ? ends.get(key) : "DISABLED"));
        await walkTasks(
          graph.map(({ task }) => task),
          selected,
          {
            standing: () => ({ result: "DISABLED", message: "" }),
            run: async (task) => {
              await Promise.resolve();
              const before = upstream(task);
              expect(before).not.toContain(undefined);
              const bad = before.filter((result) => !isGood(result ?? ""));
              expect(task.run_if === "ALL_SUCCESS" ? bad : []).toEqual([]);
              return note(task.task_key, graph.find((node) => node.task === task)?.result ?? "");
            },
            skip: (task, result) => {
              expect(upstream(task)).not.toContain(undefined);
              return note(task.task_key, result);
            },
          },
        );
        expect(new Set(ends.keys())).toEqual(selected);
      }),
    );
  });
});
