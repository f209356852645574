import type { ScoringPorts } from "../../lib/scoring/ports.ts";
import { pinDate } from "../../lib/sql/pin-date.ts";
import type { OpenRun } from "../open-run.ts";

/** Rows of a result at most: two results cut here cannot be told apart, and are nobody's fault (docs/gate.md). */
const mostRows = 1_000_000;

/** Runs SQL of the exam or of Genie for a comparison, under the run's limits and its pinned day. */
export function scoringSql({ settings, workspace }: Pick<OpenRun, "settings" | "workspace">): ScoringPorts["run"] {
  return (sql, signal) =>
    workspace.runStatement(pinDate(sql, settings.as_of).sql, {
      warehouseId: settings.warehouse_id ?? "",
      timeoutMs: settings.statement_timeout * 1000,
      rowLimit: mostRows,
      signal,
    });
}
