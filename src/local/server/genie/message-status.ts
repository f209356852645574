import type { Outcome } from "./ask.ts";

export type WorkingStatus =
  | "SUBMITTED"
  | "FETCHING_METADATA"
  | "FILTERING_CONTEXT"
  | "ASKING_AI"
  | "PENDING_WAREHOUSE"
  | "EXECUTING_QUERY";

/** What a message shows before it ends, by the share of its latency that has passed. The order is the one seen live. */
export type Course = {
  /** The warehouse was asleep. */
  readonly waitsForWarehouse: boolean;
  /** The first SQL failed and Genie went back to the model. */
  readonly repairs: boolean;
};

/** The status at `share` (0 to 1) of the latency; `outcome` is null while the answer is still being made. */
export function workingStatus(
  share: number,
  course: Course,
  outcome: { readonly kind: Outcome["kind"] } | null,
): WorkingStatus {
  if (share < 0.04) return "SUBMITTED";
  if (share < 0.12) return "FETCHING_METADATA";
  if (share < 0.2) return "FILTERING_CONTEXT";
  if (share < 0.7 || outcome?.kind !== "sql") return "ASKING_AI";
  if (share < 0.76 && course.waitsForWarehouse) return "PENDING_WAREHOUSE";
  if (share >= 0.84 && share < 0.92 && course.repairs) return "ASKING_AI";
  return "EXECUTING_QUERY";
}
