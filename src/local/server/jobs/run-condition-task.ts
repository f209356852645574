import type { Attempt } from "./attempt.ts";
import { decideCondition } from "./condition.ts";
import type { ConditionTask } from "./job-settings.ts";
import { missingMessage, resolveText } from "./references.ts";
import type { TaskEnd } from "./run-if.ts";

/** Decides a condition; which way it went is its outcome. */
export function runConditionTask({ record, lookup }: Attempt, condition: ConditionTask): TaskEnd {
  const left = resolveText(condition.left, lookup);
  const right = resolveText(condition.right, lookup);
  const missing = [...left.missing, ...right.missing];
  if (missing.length > 0) return { result: "FAILED", message: missingMessage(missing) };
  record.resolved = { condition_task: { left: left.value, right: right.value } };
  const end = decideCondition({ op: condition.op, left: left.value, right: right.value });
  if (end.kind === "failed") return { result: "FAILED", message: end.message };
  record.outcome = end.holds ? "true" : "false";
  return { result: "SUCCESS", message: "", outcome: record.outcome };
}
