import type { StatementOutcome } from "../../core/statement.ts";
import { isPermissionFailure } from "../../core/permission-failure.ts";
import type { Question } from "../question.ts";
import { type Finding, findingOf } from "./finding.ts";

/** Longer than this, Genie's own statement may well run into its limit. */
const slowSeconds = 50;

/**
 * What the running of the expected SQL shows: that it fails and why, that it was stopped, that it is slow, or that it gives nothing.
 * @param shown whether a failure's message, which may quote values, may stand in the finding
 */
export function expectedRun(
  question: Question,
  outcome: StatementOutcome,
  seconds: number,
  shown: "message" | "condition",
): readonly Finding[] {
  if (outcome.kind === "cancelled") return [findingOf("timeout", question.id, { seconds })];
  if (outcome.kind === "failed") return [failure(question, outcome, shown)];
  const slow = seconds > slowSeconds ? [findingOf("slow", question.id, { seconds })] : [];
  const isEmpty = outcome.result.totalRowCount === 0 && outcome.result.rows.length === 0;
  return isEmpty && question.policy.empty_ok !== true ? [...slow, findingOf("empty", question.id, null)] : slow;
}

function failure(
  { id }: Question,
  outcome: StatementOutcome & { readonly kind: "failed" },
  shown: "message" | "condition",
): Finding {
  const { errorCode, message } = outcome;
  const condition = /\[([A-Z][A-Z0-9_.]+)\]/u.exec(message)?.[1] ?? errorCode;
  const reason = shown === "message" ? firstLine(message) : condition;
  if (isPermissionFailure(outcome)) return findingOf("permission", id, { reason });
  const name = /`(?:[^`]|``)+`(?:\.`(?:[^`]|``)+`)*/u.exec(message)?.[0];
  if (name !== undefined && /^(?:TABLE_OR_VIEW|SCHEMA|CATALOG)_NOT_FOUND/u.test(condition)) {
    return findingOf("unknown_table", id, { name });
  }
  if (name !== undefined && condition.startsWith("UNRESOLVED_COLUMN")) return findingOf("unknown_column", id, { name });
  if (condition === "NO_SUCH_CATALOG_EXCEPTION") {
    return findingOf("unknown_table", id, { name: /'([^']+)'/u.exec(message)?.[1] ?? reason });
  }
  return findingOf("expected_fails", id, { reason });
}

function firstLine(message: string): string {
  const line = (message.split("\n")[0] ?? "").trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
