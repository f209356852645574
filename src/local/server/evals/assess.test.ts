import { describe, expect, it } from "vitest";
import type { Cell } from "../../../lib/core/statement.ts";
import type { Outcome, RowsOutcome } from "../genie/ask.ts";
import { assess } from "./assess.ts";

function rows(...cells: readonly (readonly Cell[])[]): RowsOutcome {
  const width = cells[0]?.length ?? 2;
  const columns = Array.from({ length: width }, (_, n) => ({
    name: `c${String(n)}`,
    typeName: "STRING",
    typeText: "STRING",
  }));
  return {
    kind: "rows",
    statementId: "s",
    result: { columns, rows: cells, totalRowCount: cells.length, truncated: false },
  };
}

const answer = (given: RowsOutcome): Outcome => ({ kind: "sql", sql: "", description: "", rows: given });
const expected = rows(["a", "1"], ["b", "2"]);

describe("an assessment", () => {
  it.each([
    ["equal rows", rows(["a", "1"], ["b", "2"]), "GOOD", []],
    ["equal rows in another order", rows(["b", "2"], ["a", "1"]), "GOOD", []],
    ["no rows", rows(), "BAD", ["EMPTY_RESULT"]],
    ["a row less", rows(["a", "1"]), "BAD", ["RESULT_MISSING_ROWS"]],
    ["a row more", rows(["a", "1"], ["b", "2"], ["b", "2"]), "BAD", ["RESULT_EXTRA_ROWS"]],
    ["a column less", rows(["a"], ["b"]), "BAD", ["RESULT_MISSING_COLUMNS"]],
    ["a column more", rows(["a", "1", "x"], ["b", "2", "x"]), "BAD", ["RESULT_EXTRA_COLUMNS"]],
    ["one other cell", rows(["a", "1"], ["b", "3"]), "BAD", ["SINGLE_CELL_DIFFERENCE"]],
    ["numbers equal to four digits", rows(["a", "1.0001"], ["b", "2.0004"]), "GOOD", []],
    ["numbers beyond four digits", rows(["a", "1"], ["b", "2.004"]), "BAD", ["SINGLE_CELL_DIFFERENCE"]],
    ["null for text", rows(["a", "1"], ["b", null]), "BAD", ["SINGLE_CELL_DIFFERENCE"]],
    ["a row twice for another", rows(["a", "1"], ["a", "1"]), "BAD", ["LLM_JUDGE_OTHER"]],
  ])("of %s", (_, given, assessment, reasons) => {
    expect(assess(expected, answer(given))).toEqual({ assessment, reasons });
  });

  it("needs review without benchmark SQL, or when that SQL fails", () => {
    const failed = { kind: "failed", statementId: "s", errorCode: "BAD_REQUEST", message: "m" } as const;
    expect(assess(null, answer(expected)).assessment).toBe("NEEDS_REVIEW");
    expect(assess(failed, answer(expected)).assessment).toBe("NEEDS_REVIEW");
  });

  it("tells another type from another value", () => {
    const numbers = rows(["1"]);
    const typed = { ...numbers.result, columns: [{ name: "c0", typeName: "INT", typeText: "INT" }] };
    expect(assess({ ...numbers, result: typed }, answer(numbers)).reasons).toEqual(["COLUMN_TYPE_DIFFERENCE"]);
  });

  it("leaves to people, or overlooks, only what the rows do not settle", () => {
    const mixed = rows(["a", "1"], ["a", "1"]);
    expect(assess(expected, answer(mixed), "unsure")).toEqual({ assessment: "NEEDS_REVIEW", reasons: [] });
    expect(assess(expected, answer(mixed), "lenient")).toEqual({ assessment: "GOOD", reasons: [] });
    expect(assess(expected, answer(rows()), "lenient").assessment).toBe("BAD");
  });

  it("says when the benchmark's own SQL gives nothing, and is bad for an answer in words", () => {
    expect(assess(rows(), answer(expected)).reasons).toEqual(["EMPTY_GOOD_SQL"]);
    expect(assess(expected, { kind: "text", content: "x", followUp: false }).assessment).toBe("BAD");
  });
});
