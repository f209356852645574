import type { MergeConflict } from "../../lib/space/merge.ts";
import type { WriteGuard } from "../../lib/space/write-space.ts";

/** What writing production came to: the shape of `promote` and `rollback` with `--json`. */
export type ProductionWrite = {
  readonly run_id: string;
  readonly space_id: string;
  /** Digests of production's configuration. */
  readonly before: string;
  readonly after: string;
  /** Read back and found to be exactly what was sent. */
  readonly verified: boolean;
  readonly conflicts: readonly MergeConflict[];
  /** What held others off while it was written; null where nothing was written. */
  readonly guarded_by: WriteGuard | null;
  /** Where the configuration was put for review instead, since a bundle's next deployment would overwrite it; null where it was written. */
  readonly handed_over: string | null;
};
