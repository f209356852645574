import type { IterationRow } from "../../lib/state/tables/iterations.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";

/** What a run's loops cost together, in the currency it began with; null where no price was set. */
export function moneyOfRun(
  run: Pick<RunRow, "settings_json">,
  iterations: readonly IterationRow[],
): { readonly amount: number; readonly currency: string } | null {
  if (iterations.every((row) => row.cost_estimate === null)) return null;
  const { currency = "USD" } = JSON.parse(run.settings_json ?? "{}") as { currency?: string };
  return { amount: iterations.reduce((total, row) => total + (row.cost_estimate ?? 0), 0), currency };
}
