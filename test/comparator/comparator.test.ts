import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { StatementOutcome } from "../../src/lib/core/statement.ts";
import { policySchema } from "../../src/lib/exam/policy.ts";
import { compareAnswer } from "../../src/lib/scoring/compare-answer.ts";
import { loadParser } from "../../src/lib/sql/parser.ts";

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

const caseSchema = z.strictObject({
  group: z.string(),
  name: z.string(),
  expected: resultSchema,
  actual: resultSchema,
  untruncated: resultSchema.optional(),
  alternates: z.array(z.strictObject({ sql: z.string(), result: resultSchema })).optional(),
  sql: z.string().optional(),
  policy: policySchema.optional(),
  verdict: z.string(),
  reason: z.string().nullable(),
});

const folder = new URL(".", import.meta.url);
const cases = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .flatMap((file) => z.array(caseSchema).parse(JSON.parse(readFileSync(new URL(file, folder), "utf8"))));

function outcomeOf(result: z.infer<typeof resultSchema>): StatementOutcome {
  if (!("state" in result)) {
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
  return result.state === "FAILED"
    ? { kind: "failed", statementId: "s", errorCode: "BAD_REQUEST", message: result.message }
    : { kind: "cancelled", statementId: "s", by: result.by };
}

describe("the comparator's suite", () => {
  beforeAll(loadParser);

  it("has different names for all cases", () => {
    expect(new Set(cases.map(({ group, name }) => `${group}: ${name}`)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });

  it.each(cases.map((one) => [`${one.group}: ${one.name}`, one] as const))("%s", (_name, one) => {
    const verdict = compareAnswer({
      expected: outcomeOf(one.expected),
      actual: outcomeOf(one.actual),
      untruncated: one.untruncated === undefined ? undefined : outcomeOf(one.untruncated),
      alternates: (one.alternates ?? []).map(({ sql, result }) => ({ sql, result: outcomeOf(result) })),
      sql: one.sql ?? null,
      policy: one.policy ?? {},
    });
    expect({ verdict: verdict.verdict, reason: verdict.reason }).toEqual({ verdict: one.verdict, reason: one.reason });
    expect(verdict.mechanism).toBe(verdict.difference?.mechanism ?? null);
  });
});
