import type { AskOutcome } from "./ports.ts";
import { without } from "./say.ts";
import type { Verdict } from "./verdict.ts";

/** The verdict of an outcome that has no SQL to judge; null when there is some. */
export function verdictOfOutcome(outcome: AskOutcome): Verdict | null {
  switch (outcome.kind) {
    case "sql":
      return null;
    case "text":
      return without("NO_ANSWER", outcome.followUp ? "clarification" : "text_only");
    case "failed":
      return without("NO_ANSWER", "genie_failed");
    case "cancelled":
      return without("NO_ANSWER", "genie_cancelled");
    case "infra":
      return without("INFRA", outcome.reason);
  }
}
