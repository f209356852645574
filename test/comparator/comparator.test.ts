import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { compareAnswer } from "../../src/lib/scoring/compare-answer.ts";
import { loadParser } from "../../src/lib/sql/parser.ts";
import { comparisonOf, comparisonSchema, readCases } from "./case.ts";

const caseSchema = comparisonSchema.extend({ group: z.string(), reason: z.string().nullable() });

const cases = readdirSync(new URL(".", import.meta.url))
  .filter((file) => file.endsWith(".json") && file !== "another-route.json")
  .flatMap((file) => readCases(file, caseSchema));

describe("the comparator's suite", () => {
  beforeAll(loadParser);

  it("has different names for all cases", () => {
    expect(new Set(cases.map(({ group, name }) => `${group}: ${name}`)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(300);
  });

  it.each(cases.map((one) => [`${one.group}: ${one.name}`, one] as const))("%s", (_name, one) => {
    const verdict = compareAnswer(comparisonOf(one));
    expect({ verdict: verdict.verdict, reason: verdict.reason }).toEqual({ verdict: one.verdict, reason: one.reason });
    expect(verdict.mechanism).toBe(verdict.difference?.mechanism ?? null);
  });
});
