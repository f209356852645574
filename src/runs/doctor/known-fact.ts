import { EnhancerError } from "../../lib/core/errors.ts";
import type { Known } from "./check.ts";

/** What an earlier check left. @throws EnhancerError INTERNAL where a check reads what none of those it needs leaves */
export function knownFact<K extends keyof Known>(known: Known, name: K): NonNullable<Known[K]> {
  const fact = known[name];
  if (fact !== undefined && fact !== null) return fact;
  throw new EnhancerError({
    code: "INTERNAL",
    message: `A check reads ${name}, which no check before it found`,
    remedy: "This is a defect: please report it with the command that shows it.",
  });
}
