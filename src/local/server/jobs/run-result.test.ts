import { describe, expect, it } from "vitest";
import { runResult } from "./run-result.ts";

const resultOf = (dependencies: Readonly<Record<string, string>>, ends: Readonly<Record<string, string>>): string => {
  const tasks = Object.entries(dependencies).map(([key, on]) => ({
    task_key: key,
    depends_on: [...on].map((each) => ({ task_key: each })),
  }));
  return runResult(tasks, (key) => ({ result: ends[key] ?? "", message: `why ${key}` })).result;
};

describe("a run's result", () => {
  // Each task by a letter, with those it depends on.
  const chain = { a: "", b: "a" };
  const fork = { a: "", b: "a", c: "a" };
  it.each([
    [chain, { a: "SUCCESS", b: "SUCCESS" }, "SUCCESS"],
    [chain, { a: "FAILED", b: "SUCCESS" }, "SUCCESS_WITH_FAILURES"],
    [chain, { a: "FAILED", b: "EXCLUDED" }, "SUCCESS_WITH_FAILURES"],
    [chain, { a: "SUCCESS", b: "EXCLUDED" }, "SUCCESS"],
    [chain, { a: "DISABLED", b: "SUCCESS" }, "SUCCESS"],
    [chain, { a: "FAILED", b: "UPSTREAM_FAILED" }, "FAILED"],
    [chain, { a: "CANCELED", b: "UPSTREAM_CANCELED" }, "CANCELED"],
    [chain, { a: "SUCCESS", b: "TIMEDOUT" }, "TIMEDOUT"],
    [fork, { a: "SUCCESS", b: "TIMEDOUT", c: "CANCELED" }, "TIMEDOUT"],
    [fork, { a: "SUCCESS", b: "TIMEDOUT", c: "FAILED" }, "FAILED"],
    [fork, { a: "SUCCESS", b: "SUCCESS", c: "FAILED" }, "FAILED"],
    [fork, { a: "SUCCESS", b: "SUCCESS_WITH_FAILURES", c: "SUCCESS" }, "SUCCESS"],
  ] as const)("of %j ending %j is %s", (dependencies, ends, expected) => {
    expect(resultOf(dependencies, ends)).toBe(expected);
  });

  it("says which task failed first, and that others were skipped for it", () => {
    const tasks = [{ task_key: "a" }, { task_key: "b", depends_on: [{ task_key: "a" }] }];
    const ends: Readonly<Record<string, string>> = { a: "FAILED", b: "UPSTREAM_FAILED" };
    expect(runResult(tasks, (key) => ({ result: ends[key] ?? "", message: `why ${key}` })).message).toBe(
      "Task a failed with message: why a. This caused downstream tasks to get skipped.",
    );
  });
});
