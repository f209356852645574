import { beforeAll, describe, expect, it } from "vitest";
import { policySchema } from "../../src/lib/exam/policy.ts";
import { compareAnswer } from "../../src/lib/scoring/compare-answer.ts";
import { decide } from "../../src/lib/scoring/decide.ts";
import { loadParser } from "../../src/lib/sql/parser.ts";
import { comparisonOf, comparisonSchema, readCases } from "./case.ts";

const caseSchema = comparisonSchema.extend({ accepted_by: policySchema.nullable() });
const cases = readCases("another-route.json", caseSchema);
const ofForm = cases.filter(({ accepted_by }) => accepted_by !== null);

describe("right by another route", () => {
  beforeAll(loadParser);

  it("has forty differences of form and as many wrong answers", () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(ofForm.length).toBeGreaterThanOrEqual(40);
    expect(cases.length - ofForm.length).toBeGreaterThanOrEqual(40);
  });

  it.each(cases.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const comparison = comparisonOf(one);
    const { acceptedBy, ...verdict } = compareAnswer(comparison);
    expect(acceptedBy?.policy ?? null).toEqual(one.accepted_by);
    expect({ ...verdict, acceptedBy: null }).toEqual(decide(comparison));
    expect(verdict.verdict).toBe(one.verdict);
    if (acceptedBy === null) return;
    const declared = { ...comparison.policy, ...acceptedBy.policy };
    expect(compareAnswer({ ...comparison, policy: declared })).toMatchObject({ verdict: "CORRECT", acceptedBy: null });
  });
});
