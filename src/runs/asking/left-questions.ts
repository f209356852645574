import { EnhancerError } from "../../lib/core/errors.ts";
import type { Place } from "../../lib/databricks/genie.ts";
import type { OpenRun } from "../open-run.ts";
import type { WantedAsk } from "./asking.ts";

/** Gives the message of an earlier asking of the question in the space, each once, or undefined when there is none left. */
export type LeftQuestions = (spaceId: string, question: string) => Place | undefined;

const none: LeftQuestions = () => undefined;

/**
 * What a stage that was cut off had asked and not stored: it is still in the spaces' conversations, finished or under way. Looked for only
 * when this stage of this loop was begun before; a conversation that any row of the run names is left out, and so is one from before the
 * space took its present configuration. A search that fails costs at worst that those questions are asked again.
 */
export async function leftQuestions(run: OpenRun, missing: readonly WantedAsk[]): Promise<LeftQuestions> {
  const began = await firstBegun(run);
  if (began === null) return none;
  const waiting = new Map<string, Place[]>();
  for (const [spaceId, asks] of Map.groupBy(missing, (ask) => ask.spaceId)) {
    const since = await configuredSince(run, spaceId, began);
    const questions = new Set(asks.map(({ question }) => question.question));
    try {
      const found = await run.workspace.askedSince(spaceId, {
        since,
        questions,
        signal: run.signal,
        claimed: () => claimedBy(run),
      });
      for (const { question, place } of found) {
        const key = keyOf(spaceId, question);
        waiting.set(key, [...(waiting.get(key) ?? []), place]);
      }
    } catch (thrown) {
      if (run.signal.aborted || !(thrown instanceof EnhancerError)) throw thrown;
      run.report({ kind: "problem", message: `Earlier answers were not looked up: ${thrown.message}` });
    }
  }
  return (spaceId, question) => waiting.get(keyOf(spaceId, question))?.shift();
}

function keyOf(spaceId: string, question: string): string {
  return JSON.stringify([spaceId, question.trim()]);
}

/** When this stage of this loop was begun for the first time, if that was not just now; else null. */
async function firstBegun(run: OpenRun): Promise<Date | null> {
  const rows = await run.state.stages.list(run.run.run_id, { iteration_number: run.loop });
  const current = rows.findLast((row) => row.status === "RUNNING");
  const same = rows.filter((row) => row.stage_name === current?.stage_name);
  const first = same[0];
  return first === undefined || same.length < 2 ? null : new Date(first.started_at);
}

/** Answers from before the run last wrote to the space are of another configuration. */
async function configuredSince(run: OpenRun, spaceId: string, began: Date): Promise<Date> {
  const writes = await run.state.intents.list({ run_id: run.run.run_id, target: spaceId });
  const last = writes
    .map((row) => row.completed_at ?? row.created_at)
    .toSorted()
    .at(-1);
  return last === undefined || new Date(last) < began ? began : new Date(last);
}

async function claimedBy(run: OpenRun): Promise<ReadonlySet<string>> {
  const rows = await run.state.attempts.list({ run_id: run.run.run_id });
  return new Set(rows.flatMap((row) => row.conversation_id ?? []));
}
