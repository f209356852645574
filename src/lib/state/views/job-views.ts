import { newestOf, type View } from "../views.ts";

const runKey = ["run_id"];
const runAge = ["fence", "updated_at"];

/** The two views under the names that the first generation's dashboards ask for. */
export const jobViews: readonly View[] = [
  {
    name: "genie_job_runs",
    comment: "Runs, in the columns of earlier dashboards",
    body: (from) => `SELECT r.run_id, r.space_id, r.status, r.current_stage, r.settings_json AS config,
  r.created_at, r.updated_at, r.completed_at
FROM ${newestOf(from("enhancement_runs"), runKey, runAge)} AS r`,
  },
  {
    name: "genie_job_stage_results",
    comment: "Attempts at stages, in the columns of earlier dashboards",
    body: (
      from,
    ) => `SELECT s.run_id, s.stage_name, s.stage_number, s.status, s.input_json, s.output_json, s.error_message,
  s.started_at, s.completed_at, s.duration_seconds
FROM ${newestOf(from("enhancement_stages"), ["run_id", "iteration_number", "stage_name", "attempt"], runAge)} AS s`,
  },
];
