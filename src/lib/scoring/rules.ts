import { EnhancerError } from "../core/errors.ts";
import type { Policy } from "../exam/policy.ts";
import type { ValueType } from "./column-type.ts";
import { checkTimeZone } from "./instant.ts";
import type { Tolerance } from "./tolerance.ts";

/** How values are compared under one question's policy. */
export type ValueRules = {
  /** Declared by the question; null leaves the defaults by type. */
  readonly tolerance: Tolerance | null;
  readonly round: number | null;
  readonly caseIgnored: boolean;
  readonly timeZone: string;
};

const defaultTolerance = {
  double: { relative: 1e-9, absolute: 0 },
  float: { relative: 1e-6, absolute: 0 },
} as const satisfies Record<string, Tolerance>;

/**
 * The policy's rules for values.
 * @throws EnhancerError EXAM_INVALID when the policy contradicts itself or names no real time zone
 */
export function valueRules(policy: Policy): ValueRules {
  if (policy.tolerance !== undefined && policy.round !== undefined) {
    throw new EnhancerError({
      code: "EXAM_INVALID",
      message: "The policy declares both tolerance and round",
      remedy: "Keep the one that fits the question: they exclude each other.",
    });
  }
  const timeZone = policy.time_zone ?? "UTC";
  checkTimeZone(timeZone);
  return {
    tolerance:
      policy.tolerance === undefined
        ? null
        : { relative: policy.tolerance.relative ?? 0, absolute: policy.tolerance.absolute ?? 0 },
    round: policy.round ?? null,
    caseIgnored: policy.case === "ignore",
    timeZone,
  };
}

/** The tolerance between two number types; null where values must be equal. */
export function toleranceBetween(left: ValueType, right: ValueType, rules: ValueRules): Tolerance | null {
  if (left.family !== "number" || right.family !== "number" || rules.round !== null) return null;
  if (rules.tolerance !== null) return rules.tolerance;
  if (left.width === "float" || right.width === "float") return defaultTolerance.float;
  if (left.width === "double" || right.width === "double") return defaultTolerance.double;
  return null;
}
