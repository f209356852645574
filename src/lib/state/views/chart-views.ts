import { newestOf, type View } from "../views.ts";

const age = ["fence", "updated_at"];

/** Views that charts are drawn from. */
export const chartViews: readonly View[] = [
  {
    name: "vw_score_trend",
    comment: "Score of each loop with its interval, beside the target",
    body: (
      from,
    ) => `SELECT i.run_id, r.space_id, r.space_name, i.iteration_number, i.score, i.score_low, i.score_high, i.score_delta,
  r.target_score, i.total_benchmarks, i.passed, i.failed, i.no_answer, i.not_evaluable, i.infra, i.repeats, i.num_changes,
  i.decision, i.started_at, i.completed_at
FROM ${newestOf(from("enhancement_iterations"), ["run_id", "iteration_number"], age)} AS i
JOIN ${newestOf(from("enhancement_runs"), ["run_id"], age)} AS r ON r.run_id = i.run_id`,
  },
  {
    name: "vw_fix_effectiveness",
    comment: "What each type of fix came to, over all runs",
    body: (from) => `SELECT c.fix_category, c.change_type, count(*) AS proposed,
  sum(CASE WHEN c.status = 'BLOCKED' THEN 1 ELSE 0 END) AS blocked,
  sum(CASE WHEN c.applied_successfully THEN 1 ELSE 0 END) AS applied,
  sum(CASE WHEN c.status IN ('KEPT', 'PROMOTED') THEN 1 ELSE 0 END) AS kept,
  sum(CASE WHEN c.status IN ('REVERTED', 'UNDONE') THEN 1 ELSE 0 END) AS reverted,
  CAST(sum(CASE WHEN c.status IN ('KEPT', 'PROMOTED') THEN 1 ELSE 0 END) AS DOUBLE)
    / nullif(sum(CASE WHEN c.applied_successfully THEN 1 ELSE 0 END), 0) AS keep_rate,
  avg(c.effect) AS average_effect
FROM ${newestOf(from("enhancement_changes"), ["run_id", "iteration_number", "change_id"], age)} AS c
GROUP BY c.fix_category, c.change_type`,
  },
  {
    name: "vw_question_history",
    comment: "How each question fared in each loop and arm",
    body: (
      from,
    ) => `SELECT b.run_id, b.iteration_number, b.arm, b.benchmark_id, max(b.question) AS question, max(b.split) AS split,
  count(*) AS attempts, sum(CASE WHEN b.passed THEN 1 ELSE 0 END) AS correct,
  CAST(sum(CASE WHEN b.passed THEN 1 ELSE 0 END) AS DOUBLE) / count(*) AS pass_rate,
  max(CASE WHEN b.passed THEN NULL ELSE b.failure_category END) AS failure_category,
  avg(b.response_time_seconds) AS average_seconds, max(b.created_at) AS last_asked_at
FROM ${newestOf(
      from("enhancement_benchmarks"),
      ["run_id", "iteration_number", "arm", "attempt", "benchmark_id", "space_digest"],
      ["created_at"],
    )} AS b
GROUP BY b.run_id, b.iteration_number, b.arm, b.benchmark_id`,
  },
];
