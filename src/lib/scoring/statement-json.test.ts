import { describe, expect, it, beforeAll } from "vitest";
import { loadParser } from "../sql/parser.ts";
import { compareCase } from "./compare-case.ts";
import { parseStatement } from "./statement-json.ts";

function response(rows: readonly (readonly (string | null)[])[] | undefined, more: object = {}): object {
  return {
    statement_id: "01f0",
    status: { state: "SUCCEEDED" },
    manifest: {
      format: "JSON_ARRAY",
      schema: {
        column_count: 1,
        columns: [
          {
            name: "n",
            position: 0,
            type_name: "DECIMAL",
            type_text: "DECIMAL(10,2)",
            type_precision: 10,
            type_scale: 2,
          },
        ],
      },
      total_row_count: rows?.length ?? 0,
      truncated: false,
    },
    result: rows === undefined ? {} : { chunk_index: 0, data_array: rows },
    ...more,
  };
}

describe("parseStatement", () => {
  it("reads columns and rows", () => {
    expect(parseStatement(response([["1.50"], [null]]), "e")).toEqual({
      kind: "rows",
      statementId: "01f0",
      result: {
        columns: [{ name: "n", typeName: "DECIMAL", typeText: "DECIMAL(10,2)", precision: 10, scale: 2 }],
        rows: [["1.50"], [null]],
        totalRowCount: 2,
        truncated: false,
      },
    });
  });

  it("takes a missing data_array for no rows", () => {
    expect(parseStatement(response(undefined), "e")).toMatchObject({
      kind: "rows",
      result: { rows: [], totalRowCount: 0 },
    });
  });

  it("puts chunks together in their order", () => {
    const result = [
      { chunk_index: 1, data_array: [["2"]] },
      { chunk_index: 0, data_array: [["1"]] },
    ];
    expect(parseStatement(response([["1"], ["2"]], { result }), "e")).toMatchObject({
      result: { rows: [["1"], ["2"]] },
    });
  });

  it("reads a response inside Genie's wrapper", () => {
    expect(parseStatement({ statement_response: response([["1"]]) }, "e").kind).toBe("rows");
  });

  it.each([
    ["FAILED", "failed"],
    ["CANCELED", "cancelled"],
    ["CLOSED", "cancelled"],
  ])("reads the state %s", (state, kind) => {
    expect(parseStatement({ status: { state, error: { error_code: "BAD_REQUEST", message: "x" } } }, "e").kind).toBe(
      kind,
    );
  });

  it.each([[{}], [{ status: { state: "RUNNING" } }], [{ status: { state: "SUCCEEDED" } }], [response([["1", "2"]])]])(
    "refuses what is no finished result",
    (json) => {
      expect(() => parseStatement(json, "The expected result")).toThrow(/The expected result is not the response/u);
    },
  );
});

describe("compareCase", () => {
  beforeAll(loadParser);

  it("gives the id back with the verdict", () => {
    expect(compareCase({ id: "q1", expected: response([["1.50"]]), actual: response([["1.5"]]), policy: {} })).toEqual({
      id: "q1",
      verdict: "CORRECT",
      reason: null,
      mechanism: null,
      difference: null,
      accepted_by: null,
    });
  });

  it("says how results differ, with the smallest example", () => {
    const verdict = compareCase({ expected: response([["1.50"]]), actual: response([["2"]]) });
    expect(verdict).toMatchObject({ verdict: "INCORRECT", reason: "value", mechanism: "value" });
    expect(verdict.difference?.words).toBe('"n" should be "1.50" and is "2".');
  });

  it("refuses a policy that is none", () => {
    const one = response([["1"]]);
    expect(() => compareCase({ expected: one, actual: one, policy: { tolerance: { relative: 1 }, round: 1 } })).toThrow(
      expect.objectContaining({ code: "EXAM_INVALID" }),
    );
    expect(() => compareCase([])).toThrow(expect.objectContaining({ code: "BAD_REQUEST" }));
  });
});
