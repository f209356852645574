import { readFileSync } from "node:fs";
import { z } from "zod";
import type { StatementOutcome } from "../../src/lib/core/statement.ts";
import { policySchema } from "../../src/lib/exam/policy.ts";
import type { Comparison } from "../../src/lib/scoring/decide.ts";

/** A result as the suite's files write it. */
const resultSchema = z.union([
  z.strictObject({
    /** `name TYPE`, the type as SQL writes it. */
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string().nullable())),
    total: z.number().optional(),
    truncated: z.boolean().optional(),
    chunks: z.array(z.number()).optional(),
  }),
  z.strictObject({ state: z.literal("FAILED"), message: z.string() }),
  z.strictObject({ state: z.literal("CANCELED"), by: z.enum(["us", "platform"]) }),
]);

/** What every case of the suite has; its name and its verdict come with the kind of file. */
export const comparisonSchema = z.strictObject({
  expected: resultSchema,
  actual: resultSchema,
  untruncated: resultSchema.optional(),
  alternates: z
    .array(z.strictObject({ sql: z.string(), result: resultSchema, untruncated: resultSchema.optional() }))
    .optional(),
  sql: z.string().optional(),
  policy: policySchema.optional(),
  name: z.string(),
  verdict: z.string(),
});

/** Reads one of the suite's files. */
export function readCases<T>(file: string, schema: z.ZodType<T>): T[] {
  return z.array(schema).parse(JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")));
}

/** A case as the comparator takes it. */
export function comparisonOf(one: z.infer<typeof comparisonSchema>): Comparison {
  return {
    expected: outcomeOf(one.expected),
    actual: outcomeOf(one.actual),
    untruncated: one.untruncated === undefined ? undefined : outcomeOf(one.untruncated),
    alternates: (one.alternates ?? []).map(({ sql, result, untruncated }) => ({
      sql,
      result: outcomeOf(result),
      ...(untruncated === undefined ? {} : { untruncated: outcomeOf(untruncated) }),
    })),
    sql: one.sql ?? null,
    policy: one.policy ?? {},
  };
}

function outcomeOf(result: z.infer<typeof resultSchema>): StatementOutcome {
  if ("state" in result) {
    return result.state === "FAILED"
      ? { kind: "failed", statementId: "s", errorCode: "BAD_REQUEST", message: result.message }
      : { kind: "cancelled", statementId: "s", by: result.by };
  }
  const columns = result.columns.map((column) => {
    const [, name = "", typeText = ""] = /^(\s*\S+) (.+)$/u.exec(column) ?? [];
    return { name, typeText, typeName: typeText.replace(/[(<\s].*$/u, "") };
  });
  const { rows, total, truncated } = result;
  return {
    kind: "rows",
    statementId: "s",
    result: { columns, rows, totalRowCount: total ?? rows.length, truncated: truncated ?? false },
  };
}
