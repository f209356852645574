import { nameAnotherRoute } from "./another-route.ts";
import { type Comparison, decide } from "./decide.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Judges an answer's result by the expected one, and names the declared policy that would accept a wrong one, as docs/gate.md lays
 * down. Pure; the SQL parser must be loaded.
 * @throws EnhancerError EXAM_INVALID when the policy contradicts itself
 */
export function compareAnswer(comparison: Comparison): Verdict {
  return nameAnotherRoute(comparison, decide(comparison));
}
