import type { IntentRow } from "../../lib/state/tables/intents.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { RunContext } from "../run-context.ts";
import type { ProductionRecord } from "./write-production.ts";

/** One time that production was written, or may have been: the shape of `history` with `--json`. */
export type HistoryEntry = {
  readonly at: string;
  readonly kind: "promote" | "rollback";
  /** DONE was read back; anything else means that nobody knows what became of it. */
  readonly status: "DONE" | "INTENDED" | "UNVERIFIED";
  readonly run_id: string;
  /** Who gave the word; null where it was not known. */
  readonly by: string | null;
  readonly why: string | null;
  /** Changes brought or taken back. */
  readonly changes: readonly string[];
  /** Net questions that those changes gained in the run, less than 0 where they were taken back; null for rows that do not tell. */
  readonly effect: number | null;
  /** The run's score at its start and at its end, visible questions. */
  readonly score: { readonly initial: number | null; readonly final: number | null };
  /** The whole snapshot was restored, later edits included. */
  readonly exact: boolean;
  /** Digests of production's configuration. */
  readonly before: string | null;
  readonly after: string | null;
};

/** Every promotion and undo of a space that happened or may have, the oldest first. Writes that were refused are not among them. */
export async function historyOfSpace({ state }: Pick<RunContext, "state">, spaceId: string): Promise<HistoryEntry[]> {
  const [intents, runs] = await Promise.all([
    state.intents.list({
      target: spaceId,
      kind: ["promote", "rollback"],
      status: ["DONE", "INTENDED", "UNVERIFIED"],
    }),
    state.runs.list({ space_id: spaceId }),
  ]);
  const byId = new Map(runs.map((run) => [run.run_id, run]));
  return intents.map((intent) => entryOf(intent, byId.get(intent.run_id)));
}

function entryOf(intent: IntentRow, run: RunRow | undefined): HistoryEntry {
  // Written with the intent, by whoever writes production.
  const record = JSON.parse(intent.result_json ?? "{}") as Partial<ProductionRecord>;
  return {
    at: intent.completed_at ?? intent.created_at,
    kind: intent.kind === "promote" ? "promote" : "rollback",
    // The others were not asked for.
    status: intent.status === "FAILED" ? "UNVERIFIED" : intent.status,
    run_id: intent.run_id,
    by: intent.actor,
    why: intent.reason,
    changes: record.changes ?? [],
    effect: record.effect ?? null,
    score: { initial: run?.initial_score ?? null, final: run?.final_score ?? null },
    exact: record.exact ?? false,
    before: record.before ?? null,
    after: intent.response_digest ?? intent.request_digest,
  };
}
