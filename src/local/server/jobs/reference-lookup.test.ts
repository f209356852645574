import { describe, expect, it } from "vitest";
import { type JobScope, lookupIn, type TaskScope } from "./reference-lookup.ts";
import { missingMessage, referencesIn, resolveText, resolveTexts } from "./references.ts";

const job: JobScope = {
  id: "11",
  runId: "22",
  name: "enhance",
  repairCount: 1,
  trigger: "one_time",
  // A Sunday.
  startedAt: Date.UTC(2026, 0, 4, 9, 5, 6, 7),
  parameters: {
    loop: "2",
    "a.b": "dotted",
    when: "{{job.start_time.iso_date}}",
    later: "{{tasks.score.values.n}}",
    self: "{{job.parameters.loop}}",
  },
  workspace: { id: "33", url: "https://w" },
};
const task: TaskScope = {
  name: "plan",
  runId: "44",
  executionCount: 3,
  notebookPath: "/n/plan",
  other: (key) =>
    key === "score"
      ? {
          runId: "55",
          executionCount: 2,
          result: "SUCCESS_WITH_FAILURES",
          values: { n: 4, ok: true, list: ["a"], text: "{{job.id}}", "x-y": "z" },
        }
      : null,
  input: { name: "n", deep: { list: [1, "two"] } },
};

describe("references", () => {
  it.each([
    ["{{job.id}}/{{job.run_id}}", "11/22"],
    ["{{ job.name }}", "enhance"],
    ["{{job.repair_count}}", "1"],
    ["{{job.trigger.type}}", "one_time"],
    ["{{job.start_time.iso_date}} {{job.start_time.iso_datetime}}", "2026-01-04 2026-01-04T09:05:06"],
    ["{{job.start_time.iso_weekday}} {{job.start_time.is_weekday}}", "7 false"],
    ["{{job.start_time.year}}-{{job.start_time.month}}-{{job.start_time.day}}", "2026-1-4"],
    ["{{job.start_time.timestamp_ms}}", "1767517506007"],
    ["{{job.parameters.loop}}", "2"],
    ["{{job.parameters.`a.b`}}", "dotted"],
    ["{{job.parameters.when}}", "2026-01-04"],
    ["{{job.parameters.later}}", "4"],
    ["{{task.name}} {{task.run_id}} {{task.execution_count}} {{task.notebook_path}}", "plan 44 3 /n/plan"],
    ["{{tasks.score.run_id}} {{tasks.score.execution_count}}", "55 2"],
    ["{{tasks.score.result_state}}", "success_with_failures"],
    ["{{tasks.score.values.n}}{{tasks.score.values.ok}}", "4true"],
    ["{{tasks.score.values.list}}", '["a"]'],
    ["{{tasks.score.values.x-y}}", "z"],
    ["{{workspace.id}} {{workspace.url}}", "33 https://w"],
    ["{{input}}", '{"name":"n","deep":{"list":[1,"two"]}}'],
    ["{{input.name}} {{input.deep.list}} {{input.deep.list.1}}", 'n [1,"two"] two'],
    ["a value is not looked through: {{tasks.score.values.text}}", "a value is not looked through: {{job.id}}"],
    ["{{secrets.a}} {{}} {{job.id} {job.id}}", "{{secrets.a}} {{}} {{job.id} {job.id}}"],
  ])("%s stands for %s", (text, expected) => {
    expect(resolveText(text, lookupIn(job, task))).toEqual({ value: expected, missing: [] });
  });

  it.each([
    "{{job.naem}}",
    "{{job.parameters.none}}",
    "{{job.parameters.self}}",
    "{{job.parameters.constructor}}",
    "{{job.start_time.century}}",
    "{{job.trigger.file_arrival.location}}",
    "{{task.none}}",
    "{{tasks.none.values.n}}",
    "{{tasks.score.values.none}}",
    "{{tasks.score.values.toString}}",
    "{{tasks.score.output}}",
    "{{workspace.name}}",
    "{{input.none}}",
  ])("%s stands for nothing", (text) => {
    expect(resolveText(`a ${text}`, lookupIn(job, task)).missing).toEqual([text]);
  });

  it("speak of tasks only where there is one", () => {
    const text = "{{job.id}} {{task.name}} {{tasks.score.values.n}} {{input}}";
    expect(resolveText(text, lookupIn(job, null))).toEqual({
      value: "11 {{task.name}} {{tasks.score.values.n}} {{input}}",
      missing: [],
    });
    expect(resolveText("{{input}}", lookupIn(job, { ...task, input: undefined })).missing).toEqual(["{{input}}"]);
  });

  it("are named once each when they stand for nothing", () => {
    const { missing } = resolveTexts({ a: "{{input.x}} {{input.x}}", b: "{{task.y}}" }, lookupIn(job, task));
    expect(missingMessage(missing)).toBe("Dynamic value references {{input.x}}, {{task.y}} could not be resolved.");
  });

  it("are found in a text", () => {
    expect(referencesIn("{{a.b}} and {{ c.`d e`.f }}")).toEqual([
      ["a", "b"],
      ["c", "d e", "f"],
    ]);
  });
});
