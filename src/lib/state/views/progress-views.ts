import { newestOf, type View } from "../views.ts";

const age = ["fence", "updated_at"];
const runs = (from: (name: string) => string): string => newestOf(from("enhancement_runs"), ["run_id"], age);
const iterations = (from: (name: string) => string): string =>
  newestOf(from("enhancement_iterations"), ["run_id", "iteration_number"], age);

/** Where runs stand, what they changed, what fails, and what one can go back to. */
export const progressViews: readonly View[] = [
  {
    name: "vw_current_progress",
    comment: "One row a run with its latest loop, whatever its status",
    body: (from) => `SELECT r.run_id, r.space_id, r.space_name, r.status, r.outcome, r.current_stage,
  i.iteration_number, r.max_iterations, r.initial_score, coalesce(i.score, r.best_score, r.initial_score) AS current_score,
  r.best_score, r.target_score, coalesce(i.score, r.best_score, r.initial_score) - r.initial_score AS improvement,
  CASE WHEN r.completed_at IS NOT NULL THEN 'ended'
    WHEN r.status = 'AWAITING_APPROVAL' THEN 'waiting for a person'
    WHEN r.best_score >= r.target_score THEN 'target in reach'
    ELSE 'under way' END AS progress,
  CAST(unix_timestamp(coalesce(r.completed_at, current_timestamp())) - unix_timestamp(r.started_at) AS DOUBLE) / 60 AS minutes,
  r.started_at, r.completed_at
FROM ${runs(from)} AS r
LEFT JOIN (
  SELECT * FROM ${iterations(from)} AS every_loop
  QUALIFY row_number() OVER (PARTITION BY run_id ORDER BY iteration_number DESC) = 1
) AS i ON i.run_id = r.run_id`,
  },
  {
    name: "vw_change_distribution",
    comment: "Fixes of each run by type, with how many were applied and kept",
    body: (from) => `SELECT c.run_id, c.change_type, max(c.fix_category) AS fix_category, count(*) AS change_count,
  count(DISTINCT c.target_table) AS tables_affected,
  sum(CASE WHEN c.applied_successfully THEN 1 ELSE 0 END) AS applied,
  sum(CASE WHEN c.status IN ('KEPT', 'PROMOTED') THEN 1 ELSE 0 END) AS kept,
  CAST(sum(CASE WHEN c.applied_successfully THEN 1 ELSE 0 END) AS DOUBLE) / count(*) AS success_rate
FROM ${newestOf(from("enhancement_changes"), ["run_id", "iteration_number", "change_id"], age)} AS c
GROUP BY c.run_id, c.change_type`,
  },
  {
    name: "vw_failure_patterns",
    comment: "Questions that failed in each loop, by kind of failure",
    body: (
      from,
    ) => `SELECT b.run_id, b.iteration_number, coalesce(b.failure_category, b.failure_reason, b.verdict) AS failure_category,
  count(DISTINCT b.benchmark_id) AS failure_count, count(*) AS attempts,
  array_join(array_sort(collect_set(b.question)), ' | ') AS questions
FROM ${from("enhancement_benchmarks")} AS b
WHERE NOT b.passed AND b.arm <> 'platform'
GROUP BY b.run_id, b.iteration_number, coalesce(b.failure_category, b.failure_reason, b.verdict)`,
  },
  {
    name: "vw_rollback_points",
    comment: "Configurations one can go back to, with the score of their loop",
    body: (
      from,
    ) => `SELECT s.run_id, s.iteration_number, s.role, s.snapshot_id, s.space_id, s.digest, s.reason, i.score, i.status,
  concat(s.role, ' at loop ', CAST(s.iteration_number AS STRING)) AS label, s.created_at
FROM ${newestOf(from("enhancement_spaces"), ["snapshot_id"], ["created_at"])} AS s
LEFT JOIN ${iterations(from)} AS i ON i.run_id = s.run_id AND i.iteration_number = s.iteration_number`,
  },
];
