import { describe, expect, it } from "vitest";
import { type RunStatus, runStatuses } from "../../lib/state/words.ts";
import { nextSteps } from "./next-steps.ts";

type Run = Parameters<typeof nextSteps>[0];
const run = (status: RunStatus, outcome: Run["outcome"] = null): Run => ({
  run_id: "r1",
  status,
  outcome,
  reason: null,
  job_id: null,
  space_id: "s1",
  space_name: "Bakery",
});
const table = (verdict: "PROMOTE" | "HOLD" | "REJECT") => ({ verdict, rules: [] });

it.each([
  ["PROMOTE", "promote"],
  ["HOLD", "promote"],
] as const)("after %s gives the exact command", (verdict, command) => {
  const steps = nextSteps(run("TARGET_REACHED", "IMPROVED"), table(verdict), false, true);
  for (const text of [steps.en, steps.ko])
    expect(text).toMatch(new RegExp(`\`npx genie-enhancer ${command} --run r1 --local\`$`, "u"));
});

it("after REJECT gives no command that would write production", () => {
  const steps = nextSteps(run("PLATEAU"), table("REJECT"), false, false);
  expect(steps.en + steps.ko).not.toContain("npx");
});

it("after a promotion gives the way back", () => {
  expect(nextSteps(run("TARGET_REACHED", "IMPROVED"), table("PROMOTE"), true, false).en).toContain(
    "`npx genie-enhancer rollback --run r1`",
  );
});

it("hands a space in a bundle's folder over as a file, and names the way past that", () => {
  const rule = {
    rule: "bundle_folder",
    verdict: "WARN",
    required: "none",
    observed: "/x/.bundle",
    questions: [],
  } as const;
  const steps = nextSteps(run("TARGET_REACHED", "IMPROVED"), { verdict: "PROMOTE", rules: [rule] }, false, true);
  for (const text of [steps.en, steps.ko]) {
    expect(text).toContain("`Bakery.geniespace.json`");
    expect(text).toMatch(/promote --run r1 --local --force`$/u);
    expect(text).not.toMatch(/`[가-힣]/u);
  }
});

it("names the job of a job's run, by which the command finds its tables", () => {
  const ofJob = { ...run("TARGET_REACHED", "IMPROVED"), job_id: "6" };
  expect(nextSteps(ofJob, table("PROMOTE"), false, true).en).toMatch(/promote --run r1 --job-id 6`$/u);
});

it("after a conflict sends to the edits, then to promote", () => {
  expect(nextSteps(run("TARGET_REACHED", "CONFLICT"), table("PROMOTE"), false, false).en).toMatch(
    /edited the same places.*promote --run r1`$/u,
  );
});

it.each([
  ["STOPPED", "resume"],
  ["FAILED", "resume"],
  ["RUNNING", "status"],
  ["NEEDS_ANOTHER_LOOP", "status"],
] as const)("a run that is %s is for `%s`", (status, command) => {
  expect(nextSteps(run(status), null, false, false).en).toContain(`npx genie-enhancer ${command} --run r1\``);
});

it("tells an exam that is too easy from one where nothing helped", () => {
  expect(nextSteps(run("TARGET_REACHED"), null, false, false).en).toContain("before any change");
  expect(nextSteps(run("PLATEAU"), null, false, false).en).toContain("nothing was proven");
});

describe.each(runStatuses)("a run that is %s", (status) => {
  it("has a next step in both languages that ends as a sentence or a command, with no particle behind a command", () => {
    const steps = nextSteps(run(status), null, false, true);
    expect(steps.en).toMatch(/[.`]$/u);
    expect(steps.ko).toMatch(/[.`]$/u);
    expect(steps.ko).toMatch(/[가-힣]/u);
    expect(steps.ko).not.toMatch(/`[가-힣]/u);
    expect(steps.en).not.toContain("written");
  });
});
