import { expect, it } from "vitest";
import type { PromotionRule } from "../../lib/gate/promotion.ts";
import { choicesOfRun } from "./choices-of-run.ts";

const run = {
  run_id: "r1",
  status: "TARGET_REACHED",
  job_id: null,
  dev_best_space_id: "b1",
  dev_working_space_id: "w1",
} as const;

it.each([
  ["PROMOTE", ["promote", "continue", "keep", "discard"]],
  ["HOLD", ["continue", "promote", "keep", "discard"]],
  ["REJECT", ["continue", "keep", "discard"]],
] as const)("after %s offers %j, each with its command in both languages", (verdict, names) => {
  const choices = choicesOfRun(run, { verdict, rules: [] }, false, true);
  expect(choices.map(({ choice }) => choice)).toEqual(names);
  for (const { choice, command, label, words } of choices) {
    expect(command).toBe(`npx genie-enhancer ${choice} --run r1 --local`);
    expect([label.ko, words.ko].join("")).toMatch(/[가-힣]/u);
  }
});

it("offers no clones that are gone, no loop to a run that was broken off, and nothing once promoted", () => {
  const gone = { ...run, dev_best_space_id: null, dev_working_space_id: null, status: "STOPPED" } as const;
  const table = { verdict: "PROMOTE", rules: [] } as const;
  expect(choicesOfRun(gone, table, false, false).map(({ choice }) => choice)).toEqual(["promote"]);
  expect(choicesOfRun(run, table, true, false)).toEqual([]);
  expect(choicesOfRun(run, null, false, false)).toEqual([]);
});

it("says that a space in a bundle's folder is handed over", () => {
  const rule: PromotionRule = {
    rule: "bundle_folder",
    verdict: "WARN",
    required: "none",
    observed: "/x/.bundle/y",
    questions: [],
  };
  const [promote] = choicesOfRun(run, { verdict: "PROMOTE", rules: [rule] }, false, false);
  expect(promote?.words.en).toContain("for a review");
});
