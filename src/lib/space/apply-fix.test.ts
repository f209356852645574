import { describe, expect, it } from "vitest";
import { idOf, sampleSpace } from "../../../test/space/sample-space.ts";
import { seededIds } from "../core/random.ts";
import { applyFix, describeFix } from "./apply-fix.ts";
import { diffSpaces } from "./diff.ts";
import type { SpaceDocument } from "./document.ts";
import type { Fix } from "./fix.ts";
import { textOf } from "./lines.ts";

const orders = { table: "c.s.orders", column: "amount" };
const join: Extract<Fix, { change_type: "add_join_spec" }> = {
  change_type: "add_join_spec",
  left_table: "c.s.orders",
  right_table: "c.s.customers",
  left_alias: "o",
  right_alias: "c",
  sql: "o.buyer_id = c.id",
  relationship_type: "MANY_TO_ONE",
};
const filter: Extract<Fix, { change_type: "add_filter" }> = {
  change_type: "add_filter",
  sql: "orders.amount < 0",
  display_name: "refunds",
  synonyms: ["환불"],
};
const measure: Extract<Fix, { change_type: "add_measure" }> = {
  change_type: "add_measure",
  sql: "AVG(orders.amount)",
  display_name: "Mean",
  alias: "mean",
  synonyms: [],
};
const columnsOf = (table: string) => (table === "c.s.orders" ? ["amount", "Region", "customer_id", "day"] : null);

function apply(fix: Fix, document: SpaceDocument = sampleSpace()) {
  return applyFix(document, fix, seededIds("t"), { columnsOf });
}

function changesOf(fix: Fix) {
  const result = apply(fix);
  if (result.kind === "refused") throw new Error(result.reason);
  return diffSpaces(sampleSpace(), result.document).map(({ path, before, after }) => ({ path, before, after }));
}

describe("applyFix", () => {
  it.each<[string, Fix, string]>([
    [
      "a synonym that is there, whatever its case",
      { change_type: "add_synonym", ...orders, synonym: "Sales" },
      "duplicate",
    ],
    ["a synonym that is not there", { change_type: "delete_synonym", ...orders, synonym: "sale" }, "not_found"],
    [
      "a table that only sounds alike",
      { change_type: "add_table_description", table: "c.s.order", description: "x" },
      "unknown_table",
    ],
    [
      "a column the catalog does not have",
      { change_type: "add_synonym", table: "c.s.orders", column: "amoun", synonym: "x" },
      "unknown_column",
    ],
    [
      "a description that stands already",
      { change_type: "add_table_description", table: "c.s.orders", description: "Orders\nof all shops" },
      "no_op",
    ],
    ["a line that is not there", { change_type: "update_text_instruction", find: "Be", content: "x" }, "not_found"],
    [
      "a line that is there",
      { change_type: "update_text_instruction", find: "", content: "Round to euros." },
      "duplicate",
    ],
    [
      "a join that is there the other way round",
      {
        ...join,
        left_table: "c.s.customers",
        right_table: "c.s.orders",
        left_alias: "x",
        right_alias: "y",
        sql: "x.id = y.customer_id",
      },
      "duplicate",
    ],
    ["a join of a table that is not in the space", { ...join, right_table: "c.s.nothing" }, "unknown_table"],
    ["a join of two conditions", { ...join, sql: "o.a = c.a AND o.b = c.b" }, "invalid"],
    ["a join under other aliases", { ...join, sql: "x.buyer_id = c.id" }, "invalid"],
    ["a join on one side alone", { ...join, sql: "o.customer_id = o.day" }, "invalid"],
    ["a join on a column that is not there", { ...join, sql: "o.buyer_id = c.id" }, "unknown_column"],
    ["a filter that is there in other spacing", { ...filter, sql: "ORDERS.amount  >\n0;" }, "duplicate"],
    ["a filter of a name that is taken", { ...filter, display_name: "Paid" }, "duplicate"],
    ["a filter with its WHERE", { ...filter, sql: "WHERE orders.amount < 0" }, "invalid"],
    ["a measure under an alias that is taken", { ...measure, alias: "Revenue" }, "duplicate"],
    ["an update of nothing", { change_type: "update_measure", id: idOf("99"), sql: "x" }, "not_found"],
    ["a measure looked for among the filters", { change_type: "delete_filter", id: idOf("f1") }, "not_found"],
    [
      "an example that is answered already",
      { change_type: "add_example_query", question: " total  SALES?", sql: "SELECT 2", usage_guidance: "" },
      "duplicate",
    ],
    ["an example that is not there", { change_type: "delete_example_query", id: idOf("c2") }, "not_found"],
    [
      "a switch that is on already",
      { change_type: "set_entity_matching", table: "c.s.customers", column: "id", enabled: true },
      "no_op",
    ],
    [
      "format assistance off under entity matching",
      { change_type: "set_format_assistance", table: "c.s.customers", column: "id", enabled: false },
      "invalid",
    ],
    [
      "a text longer than the service takes",
      { change_type: "add_table_description", table: "c.s.orders", description: "x".repeat(25_001) },
      "over_limit",
    ],
  ])("refuses %s", (_name, fix, code) => {
    expect(apply(fix)).toMatchObject({ kind: "refused", code });
  });

  it("makes a column's settings where they are missing, in order, in the catalog's spelling", () => {
    const result = apply({ change_type: "add_synonym", table: "C.S.ORDERS", column: "DAY", synonym: "date" });
    expect(result).toMatchObject({ kind: "applied", changed: ["data_sources.tables[c.s.orders].column_configs[day]"] });
    const table = result.kind === "applied" ? result.document.data_sources.tables?.[1] : undefined;
    expect(table?.column_configs?.map((column) => column.column_name)).toEqual(["Region", "amount", "day"]);
  });

  it("replaces exactly one line of the instruction and leaves the others as they are", () => {
    const result = apply({
      change_type: "update_text_instruction",
      find: "Round to euros.",
      content: "Round to cents.",
    });
    const text = result.kind === "applied" ? textOf(result.document.instructions?.text_instructions?.[0]?.content) : "";
    expect(text).toBe("Be brief.\nRound to cents.\nUse UTC.");
  });

  it("adds a line at the end of the instruction, or begins one", () => {
    const fix = { change_type: "update_text_instruction", find: "", content: "Weeks begin on Monday." } as const;
    const [change] = changesOf(fix);
    expect(change?.after).toBe("Be brief.\n  Round to euros.  \nUse UTC.\nWeeks begin on Monday.");
    const empty = apply(fix, { version: 2, data_sources: {} });
    expect(empty.kind === "applied" && empty.document.instructions?.text_instructions).toEqual([
      { id: expect.stringMatching(/^[0-9a-f]{32}$/u) as string, content: ["Weeks begin on Monday."] },
    ]);
  });

  it("refuses to replace a line that stands twice", () => {
    const document = {
      version: 2 as const,
      data_sources: {},
      instructions: { text_instructions: [{ id: idOf("b1"), content: ["a\n", " a \n", "b"] }] },
    };
    expect(apply({ change_type: "update_text_instruction", find: "a", content: "c" }, document)).toMatchObject({
      code: "ambiguous",
    });
  });

  it("writes joins with every name in backticks and the relationship's marker", () => {
    const [change] = changesOf({ ...join, sql: "c.`id` = o.day" });
    expect(change?.after).toMatchObject({
      sql: ["`c`.`id` = `o`.`day`", "--rt=FROM_RELATIONSHIP_TYPE_MANY_TO_ONE--"],
      left: { identifier: "c.s.orders", alias: "o" },
    });
  });

  it("updates a join and keeps its instruction", () => {
    const changes = changesOf({
      change_type: "update_join_spec",
      id: idOf("d1"),
      sql: "orders.customer_id = customers.id",
      relationship_type: "ONE_TO_ONE",
    });
    expect(changes.map((change) => change.path)).toEqual([`instructions.join_specs[${idOf("d1")}].sql`]);
  });

  it("switches entity matching on together with the format assistance it needs", () => {
    const changes = changesOf({
      change_type: "set_entity_matching",
      table: "c.s.orders",
      column: "Region",
      enabled: true,
    });
    expect(changes.map((change) => [change.path.split(".").at(-1), change.before, change.after])).toEqual([
      ["enable_entity_matching", null, true],
      ["enable_format_assistance", null, true],
    ]);
  });

  it("gives a new element an id that the space does not have, whatever was made of the one it follows from", () => {
    const first = apply(filter);
    if (first.kind === "refused") throw new Error(first.reason);
    const second = apply({ ...filter, sql: "orders.amount > 9", display_name: "large" }, first.document);
    expect(second).toMatchObject({ kind: "applied" });
  });

  it("finds columns of metric views", () => {
    const result = apply({ change_type: "add_synonym", table: "c.s.metrics", column: "revenue", synonym: "매출액" });
    expect(result).toMatchObject({ changed: ["data_sources.metric_views[c.s.metrics].column_configs[revenue]"] });
  });

  it("keeps a rule that was broken before from blocking a fix elsewhere", () => {
    const document = sampleSpace();
    document.instructions?.sql_snippets?.filters?.push({ id: "not an id", sql: ["x"], display_name: "y" });
    expect(apply({ change_type: "delete_synonym", ...orders, synonym: "sales" }, document).kind).toBe("applied");
  });

  it("counts the limits over the whole space", () => {
    const document = sampleSpace();
    const filters = Array.from({ length: 195 }, (_, index) => ({
      id: idOf(`e${index.toString(16).padStart(4, "0")}1`),
      sql: [`orders.amount > ${String(index + 1)}`],
      display_name: `filter ${String(index)}`,
    }));
    document.instructions = { ...document.instructions, sql_snippets: { filters } };
    // With one join and one table description there are 197; the limit is 200.
    let result = apply(filter, document);
    for (const count of [1, 2, 3]) {
      expect(result.kind).toBe("applied");
      const next = { ...filter, display_name: `more ${String(count)}`, sql: `orders.amount < -${String(count)}` };
      if (result.kind === "applied") result = applyFix(result.document, next, seededIds(count));
    }
    expect(result).toMatchObject({ kind: "refused", code: "over_limit" });
  });

  it("makes a space that is over a limit smaller, but never larger", () => {
    const document = sampleSpace();
    const filters = Array.from({ length: 200 }, (_, index) => ({
      id: idOf(`e${index.toString(16).padStart(4, "0")}1`),
      sql: [`orders.amount > ${String(index + 1)}`],
      display_name: `filter ${String(index)}`,
    }));
    document.instructions = { ...document.instructions, sql_snippets: { filters } };
    expect(apply({ change_type: "delete_filter", id: filters[0]?.id ?? "" }, document).kind).toBe("applied");
    expect(apply(filter, document)).toMatchObject({ kind: "refused", code: "over_limit" });
  });
});

describe("describeFix", () => {
  it("names what is deleted when the document is at hand", () => {
    const fix = { change_type: "delete_measure", id: idOf("f1") } as const;
    expect(describeFix(fix, "en", sampleSpace())).toBe('Delete the measure "Revenue"');
    expect(describeFix(fix, "ko")).toContain(idOf("f1"));
  });
});
