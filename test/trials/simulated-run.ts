import { manualClock } from "../../src/lib/core/clock.ts";
import { drawOf, seededIds } from "../../src/lib/core/random.ts";
import { digestText } from "../../src/lib/core/digest.ts";
import { settingsSchema } from "../../src/lib/settings/settings.ts";
import { serializeSpace, spaceDigest } from "../../src/lib/space/canonical.ts";
import { parseSpace, type SpaceDocument } from "../../src/lib/space/document.ts";
import type { Fix } from "../../src/lib/space/fix.ts";
import type { AttemptRow, NewAttemptRow } from "../../src/lib/state/tables/attempts.ts";
import type { ChangeRow } from "../../src/lib/state/tables/changes.ts";
import type { Arm, SpaceRole } from "../../src/lib/state/words.ts";
import type { Asker, WantedAsk } from "../../src/runs/asking/asking.ts";
import type { OpenRun } from "../../src/runs/open-run.ts";
import type { RunContext } from "../../src/runs/run-context.ts";
import type { RunEvent } from "../../src/runs/run-event.ts";
import { settleWrites } from "../../src/runs/settle-writes.ts";
import { decideAll } from "../../src/runs/trials/decide-all.ts";
import { finishKeeping } from "../../src/runs/trials/keep-record.ts";
import { restoreWorking } from "../../src/runs/trials/trial-space.ts";
import { memoryState } from "./memory-store.ts";

/** A question by its chance of a right answer, given the numbers of the fixes that the asked configuration holds. */
export type SimulatedQuestion = (fixes: ReadonlySet<number>) => number;

/** An exam and a plan of one loop, with what is true of them. */
export type World = {
  readonly seed: string;
  readonly questions: readonly SimulatedQuestion[];
  /** Questions that each fix declares as its targets, by number. */
  readonly plan: readonly (readonly number[])[];
  readonly strategy: OpenRun["settings"]["strategy"];
};

export type Simulated = {
  readonly context: RunContext;
  readonly run: OpenRun["run"];
  readonly exam: OpenRun["exam"];
  readonly loop: number;
  /** Each question put to Genie, in order. */
  readonly asked: readonly string[];
  readonly events: readonly RunEvent[];
};

const runId = "r1";
const calibrationAsks = 3;
const spaces = { production: "production", dev_best: "best", dev_working: "working" } as const;

const idOf = (question: number): string => `q${String(question)}`;
const numberOf = (id: string): number => Number(id.slice(1));

/** A fix that only its number tells from others. */
export function simulatedFix(number: number): Fix {
  return { change_type: "add_synonym", table: "c.s.t", column: `k${String(number)}`, synonym: `fix ${String(number)}` };
}

function fixesIn(document: SpaceDocument): Set<number> {
  return new Set([...JSON.stringify(document).matchAll(/"fix (\d+)"/gu)].map(([, number]) => Number(number)));
}

/** A run whose plan was applied and waits for its trials. Answers follow from the seed and what is asked, not from when it is asked. */
export async function simulatedRun(world: World): Promise<Simulated> {
  const clock = manualClock();
  const state = memoryState(clock);
  const ids = seededIds(world.seed);
  const columns = world.plan.map((_, number) => ({ column_name: `k${String(number)}` }));
  const empty = parseSpace(
    JSON.stringify({ version: 2, data_sources: { tables: [{ identifier: "c.s.t", column_configs: columns }] } }),
  );
  const held = new Map(Object.values(spaces).map((id) => [id as string, { text: serializeSpace(empty), version: 1 }]));
  const known = new Map([[spaceDigest(empty), fixesIn(empty)]]);
  const asked: string[] = [];
  const events: RunEvent[] = [];

  const get = (spaceId: string): Promise<{ serializedSpace: string; etag: string }> => {
    const space = held.get(spaceId);
    return space === undefined
      ? Promise.reject(new Error(`no space ${spaceId}`))
      : Promise.resolve({ serializedSpace: space.text, etag: String(space.version) });
  };
  const update = (spaceId: string, { serializedSpace }: { readonly serializedSpace: string }): Promise<object> => {
    const document = parseSpace(serializedSpace);
    known.set(spaceDigest(document), fixesIn(document));
    held.set(spaceId, { text: serializeSpace(document), version: (held.get(spaceId)?.version ?? 0) + 1 });
    return Promise.resolve({});
  };
  const ask = (wanted: WantedAsk): Promise<NewAttemptRow> => {
    const text = held.get(wanted.spaceId)?.text ?? "";
    // Asking another configuration than the one that is recorded would be a false record.
    if (spaceDigest(parseSpace(text)) !== wanted.spaceDigest) return Promise.reject(new Error("another configuration"));
    asked.push(JSON.stringify([wanted.question.id, wanted.spaceDigest, wanted.arm, wanted.attempt]));
    const chance = world.questions[numberOf(wanted.question.id)]?.(known.get(wanted.spaceDigest) ?? new Set()) ?? 0;
    const right = drawOf(world.seed, wanted.question.id, wanted.spaceDigest, wanted.arm, wanted.attempt) < chance;
    return Promise.resolve(answer(wanted, right));
  };

  const context: RunContext = {
    settings: settingsSchema.parse({ strategy: world.strategy, indexing_wait: 0 }),
    clock,
    ids,
    // The trials read and write spaces, and the simulated asker asks; nothing else of a workspace is reached.
    workspace: { spaces: { get, update }, ask } as unknown as RunContext["workspace"],
    workspaceName: "simulated",
    // Trials touch no other table.
    state: state as unknown as RunContext["state"],
    signal: new AbortController().signal,
    report: (event) => void events.push(event),
    productVersion: "0",
    job: null,
  };
  const questions = world.questions.map((_, number) => ({
    id: idOf(number),
    question: `${idOf(number)}?`,
    expectedSql: "SELECT 1",
    alternates: [],
    policy: {},
    mustPass: false,
    split: "visible" as const,
  }));
  await state.runs.insert({
    run_id: runId,
    space_id: spaces.production,
    status: "RUNNING",
    target_score: 1,
    max_iterations: 1,
    started_at: clock.now().toISOString(),
    dev_best_space_id: spaces.dev_best,
    dev_working_space_id: spaces.dev_working,
  });
  const run = await state.runs.get(runId);
  if (run === null) throw new Error("the run was just stored");
  const digest = spaceDigest(empty);
  await state.spaces.insert(
    Object.entries(spaces).map(([role, space_id]) => ({
      snapshot_id: `first ${role}`,
      run_id: runId,
      iteration_number: 0,
      // The keys are the roles.
      role: role as SpaceRole,
      space_id,
      digest,
      serialized_space: serializeSpace(empty),
    })),
  );
  const simulated: Simulated = {
    context,
    run,
    exam: { digest: "e", source: "simulated", questions },
    loop: 1,
    asked,
    events,
  };
  await askerOf(simulated)(
    questions.flatMap((question) =>
      Array.from({ length: calibrationAsks }, (_, index) => ({
        question,
        spaceId: spaces.dev_best,
        spaceDigest: digest,
        arm: "baseline" as const,
        attempt: index + 1,
      })),
    ),
  );
  await state.changes.insert(
    world.plan.map((targets, number) => ({
      run_id: runId,
      iteration_number: 1,
      change_id: `f${String(number)}`,
      position: number + 1,
      change_type: "add_synonym",
      fix_category: "metadata_add",
      change_value: `fix ${String(number)}`,
      fix_json: JSON.stringify(simulatedFix(number)),
      targets_json: JSON.stringify(targets.map(idOf)),
      status: "APPLIED" as const,
      validation_status: "NOT_TESTED" as const,
    })),
  );
  return simulated;
}

/** What the validate stage does between opening the run and its result, from the rows as they stand. */
export async function settleLoop(simulated: Simulated, context: RunContext = simulated.context): Promise<void> {
  await settleWrites(context, runId);
  const run = openRun(simulated, context);
  await finishKeeping(run);
  await decideAll(run, askerOf({ ...simulated, context }));
  await restoreWorking(run);
}

function openRun({ run, exam, loop }: Simulated, context: RunContext): OpenRun {
  // The lease and the budget are the stage's and the real asker's.
  return { ...context, run, exam, loop, deadline: null } as unknown as OpenRun;
}

/** Asks what has no row yet, a row as soon as there is an answer. */
function askerOf({ context, loop }: Pick<Simulated, "context" | "loop">): Asker {
  const { state } = context;
  return async (wanted) => {
    const arms = [...new Set(wanted.map((one) => one.arm))];
    const stored = async (): Promise<Map<string, AttemptRow>> => {
      const rows = await state.attempts.list({ run_id: runId, iteration_number: loop, arms });
      return new Map(rows.map((row) => [keyOf(row.benchmark_id, row.space_digest, row.arm, row.attempt), row]));
    };
    const before = await stored();
    for (const one of wanted) {
      if (before.has(keyOf(one.question.id, one.spaceDigest, one.arm, one.attempt))) continue;
      await state.attempts.insert([await simulatedAsk(context, one)]);
    }
    const after = await stored();
    return wanted.flatMap((one) => after.get(keyOf(one.question.id, one.spaceDigest, one.arm, one.attempt)) ?? []);
  };
}

function simulatedAsk(context: RunContext, wanted: WantedAsk): Promise<NewAttemptRow> {
  // Put there by simulatedRun.
  const { ask } = context.workspace as unknown as { ask: (wanted: WantedAsk) => Promise<NewAttemptRow> };
  return ask(wanted);
}

function keyOf(questionId: string, digest: string, arm: Arm, attempt: number): string {
  return JSON.stringify([questionId, digest, arm, attempt]);
}

function answer(wanted: WantedAsk, right: boolean): NewAttemptRow {
  return {
    run_id: runId,
    iteration_number: 1,
    arm: wanted.arm,
    attempt: wanted.attempt,
    benchmark_id: wanted.question.id,
    split: "visible",
    passed: right,
    verdict: right ? "CORRECT" : "INCORRECT",
    space_id: wanted.spaceId,
    space_digest: wanted.spaceDigest,
  };
}

/** How a loop ended: each fix's row without ids and times, and what stands in the clones. */
export async function endingOf({ context }: Simulated): Promise<{
  readonly changes: readonly ChangeRow[];
  readonly kept: readonly number[];
  readonly digests: readonly string[];
  readonly rows: readonly AttemptRow[];
}> {
  const changes = await context.state.changes.list({ run_id: runId });
  const kept = changes.filter((row) => row.status === "KEPT").map((row) => Number(row.change_id.slice(1)));
  const held = await Promise.all(
    [spaces.production, spaces.dev_best, spaces.dev_working].map((id) => context.workspace.spaces.get(id)),
  );
  const rows = await context.state.attempts.list({ run_id: runId });
  return { changes, kept, digests: held.map(({ serializedSpace }) => digestText(serializedSpace)), rows };
}
