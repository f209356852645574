import type { StatementOutcome } from "./statement.ts";

const refusals =
  /\b(?:INSUFFICIENT_PERMISSIONS|PERMISSION_DENIED|UNAUTHORIZED_ACCESS)\b|does not have (?:SELECT|USE|EXECUTE|READ|BROWSE)\b|Insufficient privileges/iu;

/**
 * Whether a statement failed because this identity may not read something, rather than because of its text. The Statement Execution API
 * says BAD_REQUEST to both: the difference stands in the SQLSTATE (42501) and in the message.
 */
export function isPermissionFailure(outcome: StatementOutcome): boolean {
  if (outcome.kind !== "failed") return false;
  return outcome.sqlState === "42501" || refusals.test(outcome.errorCode) || refusals.test(outcome.message);
}
