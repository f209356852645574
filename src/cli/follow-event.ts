import type { RunEvent } from "../runs/run-event.ts";

/** What is told of a run that works elsewhere: what its own process would tell, read off the tables, and its job runs. */
export type FollowEvent =
  | RunEvent
  | { readonly kind: "job_run"; readonly loop: number; readonly url: string }
  | { readonly kind: "queued"; readonly message: string }
  | { readonly kind: "validated"; readonly kept: number; readonly reverted: number };
