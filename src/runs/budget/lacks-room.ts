import type { Exceeded } from "../../lib/forecast/limits.ts";
import type { WantedAsk } from "../asking/asking.ts";
import type { OpenRun } from "../open-run.ts";

/** The limit under which an evaluation cannot be made whole, or null. What is stored of it is not asked again. */
export async function lacksRoom(run: OpenRun, asks: readonly WantedAsk[]): Promise<Exceeded | null> {
  if (!run.budget.isLimited) return null;
  const arms = [...new Set(asks.map((ask) => ask.arm))];
  const rows = await run.state.attempts.list({ run_id: run.run.run_id, iteration_number: run.loop, arms });
  const stored = new Set(rows.map((row) => keyOf(row.benchmark_id, row.space_digest, row.arm, row.attempt)));
  const missing = asks.filter(
    ({ question, spaceDigest, arm, attempt }) => !stored.has(keyOf(question.id, spaceDigest, arm, attempt)),
  );
  return run.budget.lacksRoomFor(missing.length);
}

function keyOf(id: string, digest: string, arm: string, attempt: number): string {
  return JSON.stringify([id, digest, arm, attempt]);
}
