import { beforeAll, describe, expect, it } from "vitest";
import { seededIds } from "../core/random.ts";
import { applyFix } from "../space/apply-fix.ts";
import type { SpaceDocument } from "../space/document.ts";
import { categoryOf, type Fix } from "../space/fix.ts";
import { loadParser } from "../sql/parser.ts";
import { checkFixes, type CheckInput } from "./check-fixes.ts";
import { fixKey } from "./fix-texts.ts";
import type { Proposal } from "./propose-fixes.ts";
import { catalog, heldOut, hex, salesSpace, visible } from "./testing/sales-space.ts";

beforeAll(loadParser);

const orders = "shop.sales.orders";
const customers = "shop.sales.customers";
const propose = (fix: Fix, targets: readonly string[] = ["v1"]): Proposal => ({
  category: categoryOf(fix.change_type),
  fix,
  targets,
  reasoning: "",
});

const probes: string[] = [];

async function check(proposals: readonly Proposal[], change: Partial<CheckInput<SpaceDocument>> = {}) {
  probes.length = 0;
  const ids = seededIds("t");
  return checkFixes<SpaceDocument>({
    proposals,
    offSchema: [],
    document: salesSpace,
    catalog,
    applyFix: (document, fix) => applyFix(document, fix, ids),
    limitProblem: () => null,
    explain: (sql) => {
      probes.push(sql);
      return Promise.resolve({ ok: true });
    },
    rejectedBefore: new Map(),
    failingIds: new Set(["v1", "v2"]),
    visible,
    heldOut,
    ...change,
  });
}

const measure = (sql: string, name = "Revenue"): Fix => ({
  change_type: "add_measure",
  alias: "revenue",
  display_name: name,
  synonyms: [],
  sql,
});
const filter = (sql: string): Fix => ({ change_type: "add_filter", display_name: "Paid", synonyms: [], sql });
const example = (question: string, sql: string): Fix => ({
  change_type: "add_example_query",
  question,
  sql,
  usage_guidance: "",
});
const line = (content: string): Fix => ({ change_type: "update_text_instruction", find: "", content });
const synonym: Fix = { change_type: "add_synonym", table: orders, column: "amount", synonym: "매출액" };
const join = (sql: string, right = customers): Fix => ({
  change_type: "add_join_spec",
  left_table: orders,
  right_table: right,
  left_alias: "orders",
  right_alias: "customers",
  sql,
  relationship_type: "MANY_TO_ONE",
});

describe("checkFixes", () => {
  it.each<[string, Fix]>([
    ["a synonym", synonym],
    ["a synonym in another case of names", { ...synonym, table: "SHOP.sales.Orders", column: "AMOUNT" }],
    ["a measure", measure("SUM(orders.amount)")],
    [
      "a measure over a filter",
      measure("SUM(CASE WHEN `orders`.`status` = 'paid' THEN orders.amount END) / NULLIF(COUNT(*), 0)"),
    ],
    ["a filter", filter("orders.status = 'paid'")],
    [
      "an expression",
      {
        change_type: "add_expression",
        alias: "month",
        display_name: "Month",
        synonyms: [],
        sql: "date_trunc('month', orders.day)",
      },
    ],
    ["a join", join("`orders`.`customer_id` = `customers`.`customer_id`")],
    [
      "an example",
      example(
        "Average amount by channel",
        `SELECT o.channel, AVG(o.amount) AS mean FROM ${orders} o GROUP BY o.channel`,
      ),
    ],
    ["an instruction", line("Revenue counts paid orders only.")],
    [
      "a description",
      { change_type: "add_column_description", table: orders, column: "status", description: "State of the order." },
    ],
    ["a deletion", { change_type: "delete_example_query", id: hex("2") }],
  ])("lets %s through", async (_what, fix) => {
    expect(await check([propose(fix)])).toEqual({ passed: [propose(fix)], blocked: [] });
  });

  it("has the warehouse plan every SQL as a whole query", async () => {
    await check([
      propose(measure("SUM(orders.amount)")),
      propose(filter("customers.country = 'web'")),
      propose(join("`orders`.`customer_id` = `customers`.`customer_id`")),
    ]);
    expect(probes).toEqual([
      "SELECT SUM(orders.amount) FROM `shop`.`sales`.`orders`",
      "SELECT 1 FROM `shop`.`sales`.`customers` WHERE customers.country = 'web'",
      "SELECT 1 FROM `shop`.`sales`.`orders` AS `orders` JOIN `shop`.`sales`.`customers` AS `customers` ON `orders`.`customer_id` = `customers`.`customer_id`",
    ]);
  });

  it.each<[string, string, Fix]>([
    ["a table that is not there", "unknown_table", { ...synonym, table: "shop.sales.order" }],
    ["part of a table's name", "unknown_table", { ...synonym, table: "x.sales.orders" }],
    ["a column that is not there", "unknown_column", { ...synonym, column: "amoun" }],
    ["a join to a strange table", "unknown_table", join("`a`.`x` = `b`.`x`", "shop.sales.nowhere")],
    ["what the space has", "no_effect|duplicate", { ...synonym, synonym: "매출" }],
    ["an id that is not there", "no_effect", { change_type: "delete_measure", id: hex("a") }],
    [
      "an example that the space has",
      "duplicate",
      example("Other words", `select x.channel, count(*) from ${orders} x group by 1`),
    ],
    ["a measure that does not aggregate", "sql", measure("orders.amount")],
    ["a filter that aggregates", "sql", filter("SUM(orders.amount) > 1")],
    ["columns without their table", "sql", measure("SUM(amount)")],
    ["a strange column in SQL", "sql", measure("SUM(orders.amoun)")],
    ["a strange table in SQL", "sql", measure("SUM(nowhere.amount)")],
    ["a snippet that closes its bracket", "sql", filter("orders.status = 'paid') OR (1 = 1")],
    ["a snippet with a tail", "sql", measure("SUM(orders.amount) FROM shop.sales.orders")],
    ["a snippet with a statement behind", "sql", measure("SUM(orders.amount); DROP TABLE x")],
    ["a snippet with a comment", "sql", measure("SUM(orders.amount) -- all")],
    ["a snippet that reads elsewhere", "sql", filter("orders.status IN (SELECT x FROM other.secret.t)")],
    ["a snippet that leaves the data", "sql", filter("ai_query('m', orders.status) = 'x'")],
    ["an example that writes", "sql", example("Empty", `DELETE FROM ${orders}`)],
    ["an example on a strange table", "sql", example("Other", "SELECT COUNT(*) FROM shop.sales.returns")],
    [
      "a visible answer as an example",
      "visible_answer",
      example("Web orders", `SELECT COUNT(*) AS n FROM ${orders} z WHERE z.channel = 'web'`),
    ],
    [
      "a visible answer in an instruction",
      "visible_answer",
      line(`Use ${visible[0]?.expectedSql.toLowerCase() ?? ""}`),
    ],
    [
      "a visible answer in a description",
      "visible_answer",
      {
        change_type: "add_table_description",
        table: orders,
        description: `Count by ${visible[1]?.expectedSql ?? ""}.`,
      },
    ],
    [
      "a held-out question as an example",
      "held_out",
      example(heldOut[0]?.question ?? "", `SELECT MAX(amount) FROM ${orders}`),
    ],
    ["a held-out value as a synonym", "held_out", { ...synonym, synonym: "refunded-q" }],
    ["a held-out value in SQL", "held_out", filter("orders.status = 'refunded-q'")],
  ])("blocks %s", async (_what, expected, fix) => {
    const { passed, blocked } = await check([propose(fix)]);
    expect(passed).toEqual([]);
    expect(blocked).toEqual([
      expect.objectContaining({
        check: expect.stringMatching(new RegExp(`^(?:${expected})$`, "u")),
        reason: expect.stringMatching(/\w/u),
      }),
    ]);
  });

  it("blocks a visible answer and a held-out question cut up over two fixes", async () => {
    const sql = visible[0]?.expectedSql ?? "";
    const words = heldOut[0]?.question ?? "";
    const halves = (text: string, at: string): readonly Fix[] => [
      line(text.slice(0, text.indexOf(at))),
      line(text.slice(text.indexOf(at))),
    ];
    for (const [first, second] of [halves(sql, "WHERE"), halves(words, "spent the")]) {
      if (first === undefined || second === undefined) throw new Error("nothing was cut");
      for (const order of [
        [first, second],
        [second, first],
      ]) {
        const { passed, blocked } = await check(order.map((fix) => propose(fix)));
        expect(passed).toHaveLength(1);
        expect(blocked).toEqual([
          expect.objectContaining({ check: expect.stringMatching(/^(?:visible_answer|held_out)$/u) }),
        ]);
      }
    }
  });

  it("blocks the rest of a visible answer whose beginning stands in the instruction already", async () => {
    const [head, tail] = (visible[1]?.expectedSql ?? "").split(" WHERE ");
    const grown = applyFix(salesSpace, line(`${head ?? ""} is the start`), seededIds("l"));
    if (grown.kind !== "applied") throw new Error("the line was refused");
    const { blocked } = await check([propose(line(`WHERE ${tail ?? ""}`))], { document: grown.document });
    expect(blocked[0]?.check).toBe("visible_answer");
  });

  it.each([[[]], [["v3"]], [["v1", "h1"]]])("blocks targets %j", async (targets) => {
    const { blocked } = await check([propose(synonym, targets)]);
    expect(blocked[0]?.check).toBe("targets");
    expect(blocked[0]?.reason).not.toContain("h1");
  });

  it("blocks what was rejected before, in whatever writing", async () => {
    const rejectedBefore = new Map([[fixKey(measure("sum( orders.AMOUNT )")), "no target moved"]]);
    const { blocked } = await check(
      [propose(measure("SUM(orders.amount)")), propose(measure("AVG(orders.amount)", "Mean"))],
      { rejectedBefore },
    );
    expect(blocked).toEqual([
      expect.objectContaining({ check: "rejected_before", reason: expect.stringContaining("no target moved") }),
    ]);
  });

  it("blocks the second of two equal proposals", async () => {
    const { passed, blocked } = await check([propose(synonym), propose({ ...synonym, column: "AMOUNT" }, ["v2"])]);
    expect(passed).toHaveLength(1);
    expect(blocked[0]?.check).toBe("duplicate");
  });

  it("blocks what the warehouse cannot plan, with its words", async () => {
    const { blocked } = await check([propose(filter("orders.status = 'paid'"))], {
      explain: () => Promise.resolve({ ok: false, reason: "type mismatch" }),
    });
    expect(blocked[0]).toMatchObject({ check: "sql", reason: expect.stringContaining("type mismatch") });
  });

  it("counts limits over the proposals together", async () => {
    const limitProblem = (document: SpaceDocument): string | null =>
      (document.instructions?.sql_snippets?.measures ?? []).length > 2 ? "3 measures, at most 2" : null;
    const second: Fix = {
      change_type: "add_measure",
      alias: "mean",
      display_name: "Mean",
      synonyms: [],
      sql: "AVG(orders.amount)",
    };
    const { passed, blocked } = await check([propose(measure("SUM(orders.amount)")), propose(second)], {
      limitProblem,
    });
    expect(passed).toHaveLength(1);
    expect(blocked).toEqual([expect.objectContaining({ check: "over_limit", reason: "3 measures, at most 2" })]);
  });

  it("reports what was no fix at all", async () => {
    const offSchema = [
      { category: "metadata_add", reason: "the proposal does not fit its schema: x", raw: 7 },
    ] as const;
    expect((await check([], { offSchema })).blocked).toEqual([
      expect.objectContaining({ check: "off_schema", fix: null, raw: 7 }),
    ]);
  });
});
