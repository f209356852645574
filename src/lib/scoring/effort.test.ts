import { describe, expect, it } from "vitest";
import type { ResultSet } from "../core/statement.ts";
import { viewColumns } from "./column-view.ts";
import { type Effort, maySpend, newEffort } from "./effort.ts";
import { pairColumns } from "./mapping.ts";
import { pairRows } from "./pairing.ts";
import { allRows } from "./row-groups.ts";
import { valueRules } from "./rules.ts";
import { incorrect, sayGivenUp } from "./say.ts";

const rules = valueRules({ tolerance: { absolute: 1 } });

function table(rows: readonly (readonly string[])[]): ResultSet {
  const columns = ["a", "b"].map((name) => ({ name, typeName: "DOUBLE", typeText: "DOUBLE" }));
  return { columns, rows, totalRowCount: rows.length, truncated: false };
}

/** Rows that only a search pairs: each expected one is near both answered ones. */
function unpaired(effort: Effort): number {
  const [left, right] = [
    table([
      ["1", "1"],
      ["2", "2"],
    ]),
    table([
      ["1.5", "1.5"],
      ["1.6", "1.6"],
    ]),
  ].map((one) => viewColumns(one, rules));
  const pairs = (left ?? []).map((column, i) => pairColumns(column, (right ?? [])[i] ?? column, rules));
  return pairRows({ pairs, rules, effort }, allRows(2), allRows(2)).expected.length;
}

describe("the limit of work", () => {
  it("pairs rows as long as it is not reached", () => {
    expect(unpaired(newEffort())).toBe(0);
  });

  it("leaves rows unpaired once it is reached, and remembers that it was", () => {
    const effort = newEffort();
    expect(maySpend(effort, "comparisons", 1e9)).toBe(false);
    expect(unpaired(effort)).toBe(2);
    expect(effort.gaveUp).toBe(true);
  });

  it("is told in the verdict, which stays INCORRECT", () => {
    const verdict = sayGivenUp(incorrect({ mechanism: "value", words: 'The values of "a" differ.', example: {} }));
    expect(verdict).toMatchObject({ verdict: "INCORRECT", reason: "search_given_up", mechanism: "value" });
    expect(verdict.difference?.words).toMatch(/^The values of "a" differ\. .*ended at its limit of work/u);
  });
});
