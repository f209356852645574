import type { Message, Standing } from "./message.ts";
import { workingStatus } from "./message-status.ts";

const resultLifeMs = 3_600_000;

/** Where a message stands at a moment. */
export function standingOf(message: Message, now: number): Standing {
  const { rule, outcome } = message;
  if (rule?.kind === "unknown_status" && message.polls <= rule.polls) return { kind: "working", status: rule.status };
  if (rule?.kind === "stuck") return { kind: "working", status: "ASKING_AI" };
  const share = message.latencyMs === 0 ? 1 : (now - message.createdAt) / message.latencyMs;
  if (share < 1 || outcome === null) {
    return { kind: "working", status: workingStatus(Math.min(share, 0.99), message.course, outcome) };
  }
  switch (outcome.kind) {
    case "failed":
      return { kind: "FAILED" };
    case "cancelled":
      return { kind: "CANCELLED" };
    case "text":
      return { kind: "COMPLETED" };
    case "sql":
      return { kind: hasRows(message, now) ? "COMPLETED" : "QUERY_RESULT_EXPIRED" };
  }
}

function hasRows(message: Message, now: number): boolean {
  const { result } = message;
  return result !== null && result.rows !== null && result.storedAt + resultLifeMs > now;
}
