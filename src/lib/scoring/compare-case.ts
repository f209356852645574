import { z } from "zod";
import { EnhancerError } from "../core/errors.ts";
import { policySchema } from "../exam/policy.ts";
import { compareAnswer } from "./compare-answer.ts";
import { parseStatement } from "./statement-json.ts";
import type { AcceptedBy, Difference, Mechanism, VerdictKind } from "./verdict.ts";

const caseSchema = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  expected: z.unknown(),
  actual: z.unknown(),
  untruncated: z.unknown().optional(),
  alternates: z
    .array(z.object({ sql: z.string(), result: z.unknown(), untruncated: z.unknown().optional() }))
    .nullish(),
  sql: z.string().nullish(),
  policy: policySchema.nullish(),
});

/** What the `compare` command prints for one case. */
export type CaseVerdict = {
  readonly id?: string | number;
  readonly verdict: VerdictKind;
  readonly reason: string | null;
  readonly mechanism: Mechanism | null;
  readonly difference: Difference | null;
  /** The smallest declared policy that would accept a wrong answer. */
  readonly accepted_by: AcceptedBy | null;
};

/**
 * Compares one case of the `compare` command: `{id?, expected, actual, untruncated?, alternates?, sql?, policy?}`, results in the
 * Statement Execution shape. The SQL parser must be loaded.
 * @throws EnhancerError BAD_REQUEST when the case has another shape, EXAM_INVALID when its policy is not one
 */
export function compareCase(json: unknown): CaseVerdict {
  const parsed = caseSchema.safeParse(json);
  if (!parsed.success) {
    const ofPolicy = parsed.error.issues.some(({ path }) => path[0] === "policy");
    throw new EnhancerError({
      code: ofPolicy ? "EXAM_INVALID" : "BAD_REQUEST",
      message: `The case cannot be compared: ${z.prettifyError(parsed.error)}`,
      remedy:
        "Give expected and actual, and if needed untruncated, alternates, sql and policy, as docs/gate.md describes them.",
    });
  }
  const { id, alternates, untruncated, sql, policy } = parsed.data;
  const { acceptedBy, ...verdict } = compareAnswer({
    expected: parseStatement(parsed.data.expected, "The expected result"),
    actual: parseStatement(parsed.data.actual, "The answered result"),
    untruncated: isSet(untruncated) ? parseStatement(untruncated, "The untruncated result") : undefined,
    alternates: (alternates ?? []).map((alternate, i) => ({
      sql: alternate.sql,
      result: parseStatement(alternate.result, `The result of alternate ${String(i + 1)}`),
      ...(isSet(alternate.untruncated)
        ? { untruncated: parseStatement(alternate.untruncated, `The untruncated result of alternate ${String(i + 1)}`) }
        : {}),
    })),
    sql: sql ?? null,
    policy: policy ?? {},
  });
  return { ...(isSet(id) ? { id } : {}), ...verdict, accepted_by: acceptedBy };
}

function isSet<T>(value: T): value is NonNullable<T> {
  return value !== null && value !== undefined;
}
