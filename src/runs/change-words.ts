import type { ChangeRow } from "../lib/state/tables/changes.ts";

/** Written to dev-working and not decided yet. */
export function isActive(row: ChangeRow): boolean {
  return row.status === "APPLIED";
}

/** In dev-best, and so part of what a promotion would bring. */
export function isKept(row: ChangeRow): boolean {
  return row.status === "KEPT" || row.status === "PROMOTED";
}

/** Who rejected a plan that was made for something else. No person said anything against its fixes. */
export const changedCheck = "check: changed since it was planned";
