import type { ConditionTask } from "./job-settings.ts";

export type ConditionEnd =
  | { readonly kind: "decided"; readonly holds: boolean }
  | { readonly kind: "failed"; readonly message: string };

/** Decides a condition whose operands are resolved. Equality compares texts, so that `12.0` is not `12`; order compares numbers. */
export function decideCondition({ op, left, right }: Pick<ConditionTask, "op" | "left" | "right">): ConditionEnd {
  if (op === "EQUAL_TO") return { kind: "decided", holds: left === right };
  if (op === "NOT_EQUAL") return { kind: "decided", holds: left !== right };
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one === null || other === null) {
    const wrong = one === null ? left : right;
    return { kind: "failed", message: `Condition ${op} compares numbers, and '${wrong}' is not one.` };
  }
  switch (op) {
    case "GREATER_THAN":
      return { kind: "decided", holds: one > other };
    case "GREATER_THAN_OR_EQUAL":
      return { kind: "decided", holds: one >= other };
    case "LESS_THAN":
      return { kind: "decided", holds: one < other };
    case "LESS_THAN_OR_EQUAL":
      return { kind: "decided", holds: one <= other };
  }
}

function numberOf(text: string): number | null {
  const trimmed = text.trim();
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u.test(trimmed) ? Number(trimmed) : null;
}
