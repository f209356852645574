import type { RunState } from "./job-run.ts";

/** How a run or an attempt stands, in the API's older and newer form. */
export function stateView(state: RunState): Record<string, unknown> {
  return {
    state: {
      life_cycle_state: state.lifeCycle,
      state_message: state.message,
      user_cancelled_or_timedout: state.result === "CANCELED" || state.result === "TIMEDOUT",
      ...(state.result === null ? {} : { result_state: state.result }),
    },
    status: statusView(state),
  };
}

const codes: Readonly<Record<string, string>> = {
  SUCCESS: "SUCCESS",
  SUCCESS_WITH_FAILURES: "SUCCESS_WITH_FAILURES",
  CANCELED: "USER_CANCELED",
  UPSTREAM_CANCELED: "CANCELED",
  MAXIMUM_CONCURRENT_RUNS_REACHED: "MAX_CONCURRENT_RUNS_EXCEEDED",
  EXCLUDED: "SKIPPED",
  UPSTREAM_FAILED: "SKIPPED",
  DISABLED: "DISABLED",
};

function statusView({ lifeCycle, result, message }: RunState): Record<string, unknown> {
  if (lifeCycle === "QUEUED") {
    return { state: "QUEUED", queue_details: { code: "MAX_CONCURRENT_RUNS_REACHED", message } };
  }
  if (result === null) return { state: lifeCycle === "WAITING_FOR_RETRY" ? "WAITING" : lifeCycle };
  const code = lifeCycle === "INTERNAL_ERROR" ? "INTERNAL_ERROR" : (codes[result] ?? "RUN_EXECUTION_ERROR");
  const type = lifeCycle === "INTERNAL_ERROR" ? "INTERNAL_ERROR" : kindOf(result);
  return { state: "TERMINATED", termination_details: { code, type, message } };
}

function kindOf(result: string): string {
  return ["SUCCESS", "SUCCESS_WITH_FAILURES", "EXCLUDED", "DISABLED"].includes(result) ? "SUCCESS" : "CLIENT_ERROR";
}

/** When something began and ended and how long it took, in milliseconds; 0 for what is not over. */
export function timesView(startedAt: number | null, endedAt: number | null): Record<string, number> {
  const took = startedAt === null || endedAt === null ? 0 : endedAt - startedAt;
  return {
    start_time: startedAt ?? 0,
    end_time: endedAt ?? 0,
    setup_duration: 0,
    execution_duration: took,
    cleanup_duration: 0,
    run_duration: took,
  };
}
