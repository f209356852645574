import { expect, it } from "vitest";
import { manualClock } from "../../src/lib/core/clock.ts";
import { fixKey } from "../../src/lib/planning/fix-texts.ts";
import { settingsSchema } from "../../src/lib/settings/settings.ts";
import type { ChangeRow } from "../../src/lib/state/tables/changes.ts";
import { changedCheck } from "../../src/runs/change-words.ts";
import { storeLessons } from "../../src/runs/ending/lessons-of-run.ts";
import type { OpenRun } from "../../src/runs/open-run.ts";
import { rejectedFixes } from "../../src/runs/planning/earlier-lessons.ts";
import { memoryState, type TrialState } from "./memory-store.ts";
import { simulatedFix } from "./simulated-run.ts";

type Next = { readonly best?: string; readonly exam?: string; readonly confirm_pairs?: number };

async function begin(state: TrialState, runId: string, { best = "d1", exam = "e1", confirm_pairs = 5 }: Next = {}) {
  const started_at = "2026-01-05T09:00:00.000Z";
  await state.runs.insert({
    run_id: runId,
    space_id: "s",
    status: "RUNNING",
    target_score: 1,
    max_iterations: 1,
    exam_digest: exam,
    started_at,
  });
  await state.spaces.insert([
    { snapshot_id: runId, run_id: runId, role: "dev_best", space_id: "b", digest: best, serialized_space: "{}" },
  ]);
  const settings = settingsSchema.parse({ confirm_pairs });
  // Lessons touch no more of a run.
  return { state, run: await state.runs.get(runId), exam: { digest: exam }, settings } as unknown as OpenRun;
}

/** What a second run on the space may not propose, after a first one in which one fix came to that end. */
async function refusedAfter(row: Partial<ChangeRow>, next: Next = {}, alsoKept = false): Promise<string | undefined> {
  const state = memoryState(manualClock());
  const first = await begin(state, "r1");
  const fix = (number: number, more: Partial<ChangeRow>) => ({
    run_id: "r1",
    iteration_number: 1,
    change_id: `c${String(number)}`,
    change_type: "add_synonym",
    fix_category: "metadata_add",
    fix_json: JSON.stringify(simulatedFix(number)),
    status: "REVERTED" as const,
    ...more,
  });
  await state.changes.insert([fix(0, row)]);
  if (alsoKept) await state.changes.insert([fix(1, { status: "KEPT", validation_status: "PROVEN" })]);
  await storeLessons(first);
  const second = await begin(state, "r2", next);
  return (await rejectedFixes(second)).get(fixKey(simulatedFix(0)));
}

const small = JSON.stringify({ gate: { kind: "not_proven", pairs: 8 } });

it.each<[string, Partial<ChangeRow>, Next, string | undefined]>([
  ["did harm", { validation_status: "HARMFUL" }, { best: "d2", exam: "e2" }, "HARMFUL"],
  ["a person rejected", { status: "REJECTED" }, { best: "d2", exam: "e2" }, "REJECTED by a person"],
  ["a changed space rejected", { status: "REJECTED", decided_by: changedCheck }, {}, undefined],
  ["had no effect", { validation_status: "NO_CHANGE" }, {}, "NO_CHANGE"],
  ["had no effect, on a space changed since", { validation_status: "NO_CHANGE" }, { best: "d2" }, undefined],
  ["had no effect, with an exam changed since", { validation_status: "NO_CHANGE" }, { exam: "e2" }, undefined],
  ["lacked proof", { validation_status: "UNDERPOWERED", evidence_json: small }, { confirm_pairs: 8 }, "UNDERPOWERED"],
  [
    "lacked proof, with more pairs",
    { validation_status: "UNDERPOWERED", evidence_json: small },
    { confirm_pairs: 9 },
    undefined,
  ],
  ["was tested with too few valid answers", { validation_status: "INDECISIVE" }, {}, undefined],
  ["was never tested", { validation_status: "NOT_TESTED" }, {}, undefined],
])("the next run on a space is told of a fix that %s", async (_case, row, next, said) => {
  expect(await refusedAfter(row, next)).toBe(said);
});

it("a fix without effect gets a new try where others were kept beside it", async () => {
  expect(await refusedAfter({ validation_status: "NO_CHANGE" }, {}, true)).toBeUndefined();
});

it("a run is told of its own fixes as well as of earlier runs'", async () => {
  const state = memoryState(manualClock());
  const run = await begin(state, "r1");
  await state.changes.insert([
    {
      run_id: "r1",
      iteration_number: 1,
      change_id: "c0",
      change_type: "add_synonym",
      fix_category: "metadata_add",
      fix_json: JSON.stringify(simulatedFix(0)),
      status: "REVERTED",
      validation_status: "NO_CHANGE",
    },
  ]);
  expect([...(await rejectedFixes(run))]).toEqual([[fixKey(simulatedFix(0)), "NO_CHANGE"]]);
});
