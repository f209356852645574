import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../sql/parser.ts";
import { mineEvidence, type VisibleFailure } from "./mine-evidence.ts";
import { evidenceInput, failures, heldOut, hex } from "./testing/sales-space.ts";

beforeAll(loadParser);

describe("mineEvidence", () => {
  it("asks only categories that the evidence bears on", () => {
    expect([...mineEvidence(evidenceInput).keys()]).toEqual([
      "instruction_fix",
      "join_specs_add",
      "sql_snippets_delete",
      "sql_snippets_add",
      "metadata_delete",
      "metadata_add",
      "sample_queries_delete",
      "sample_queries_add",
    ]);
    expect(
      mineEvidence(evidenceInput)
        .get("join_specs_add")
        ?.failures.map((failure) => failure.question_id),
    ).toEqual(["v1"]);
  });

  it("shows facts of both queries and the part of the space about their tables", () => {
    const [first, second] = mineEvidence(evidenceInput).get("metadata_add")?.failures ?? [];
    expect(first?.expected_facts).toMatchObject({
      kind: "understood",
      facts: { tables: ["shop.sales.customers", "shop.sales.orders"] },
    });
    expect(first?.space_excerpt.measures.map((measure) => measure.id)).toEqual([hex("3")]);
    expect(first?.space_excerpt.instructions).toEqual(["Amounts are in won.", "Leave out test orders."]);
    expect(second?.answered_facts).toBeNull();
    expect(second?.space_excerpt.tables.map((table) => table.identifier)).toEqual(["shop.sales.orders"]);
  });

  it("by default lets no cell leave, and no value that only Genie's query or its comments name", () => {
    const shown = JSON.stringify([...mineEvidence(evidenceInput).values()]);
    for (const secret of ["Secret", "12345", "777"]) expect(shown).not.toContain(secret);
    const words = mineEvidence(evidenceInput).get("metadata_add")?.failures[0]?.difference.words;
    expect(words).toContain("Rows expected: 4, answered: 4.");
    expect(words).toContain("country, total");
  });

  it("shows values when the setting says so", () => {
    const all = mineEvidence({ ...evidenceInput, shareValues: { kind: "all" } }).get("metadata_add")?.failures[0];
    expect(all?.difference.words).toContain("12345");
    expect(all?.answered_sql).toContain("Kim Secret");
    const some = { kind: "listed", columns: ["shop.sales.customers.country"] } as const;
    expect(JSON.stringify(mineEvidence({ ...evidenceInput, shareValues: some }).get("metadata_add"))).not.toContain(
      "12345",
    );
  });

  it("keeps literals of the question and the expected query, and units of dates", () => {
    const answeredSql =
      "SELECT date_trunc('month', day), 'web', 'hidden' FROM shop.sales.orders WHERE status = 'paid' AND x = 98765 LIMIT 10";
    const [first] = failures;
    const shown = mineEvidence({
      ...evidenceInput,
      failures: first === undefined ? [] : [{ ...first, answeredSql }],
    }).get("metadata_add")?.failures[0]?.answered_sql;
    expect(shown).toBe(
      "SELECT date_trunc('month', day), '…', '…' FROM shop.sales.orders WHERE status = 'paid' AND x = 0 LIMIT 10",
    );
  });

  it("never shows a held-out question, not even where the space itself holds it", () => {
    const document = {
      version: 2,
      data_sources: {
        tables: [{ identifier: "shop.sales.orders", description: [`Answers: ${heldOut[1]?.question ?? ""}`] }],
      },
      instructions: {
        text_instructions: [
          { id: hex("1"), content: ["Customers of busan-haeundae count twice.\n", "Keep this line."] },
        ],
        example_question_sqls: [{ id: hex("2"), question: ["x"], sql: [heldOut[1]?.expectedSql ?? ""] }],
      },
      benchmarks: { questions: heldOut.map((held) => ({ id: hex("9"), question: [held.question] })) },
    };
    const shown = JSON.stringify([...mineEvidence({ ...evidenceInput, document }).values()]);
    expect(shown).toContain("Keep this line.");
    for (const secret of ["Busan", "busan", "refunded-q", "환불", "spring"]) expect(shown).not.toContain(secret);
  });

  it("never shows a held-out value that stands in a synonym, a join, Genie's query or a cell", () => {
    const [first] = failures;
    const words = 'status = "refunded-q" is missing';
    const failure = {
      ...first,
      answeredSql: "SELECT COUNT(*), 'seen' FROM shop.sales.orders WHERE status = 'refunded-q'",
      difference: { mechanism: "missing_rows", words, example: {} },
    } as VisibleFailure;
    const side = (identifier: string): object => ({ identifier, alias: "a" });
    const document = {
      version: 2,
      data_sources: {
        tables: [
          {
            identifier: "shop.sales.orders",
            column_configs: [{ column_name: "status", synonyms: ["refunded-q", "state"] }],
          },
        ],
      },
      instructions: {
        join_specs: [
          {
            id: hex("4"),
            left: side("shop.sales.orders"),
            right: side("shop.sales.customers"),
            sql: ["a.status = 'refunded-q'"],
          },
        ],
        sql_snippets: {
          filters: [
            {
              id: hex("5"),
              display_name: "Open",
              sql: ["orders.status = 'open'"],
              synonyms: ["refunded-q", "not done"],
            },
          ],
        },
      },
    };
    const shareValues = { kind: "all" } as const;
    const shown = JSON.stringify([
      ...mineEvidence({ ...evidenceInput, failures: [failure], document, shareValues }).values(),
    ]);
    for (const kept of ["state", "not done"]) expect(shown).toContain(kept);
    expect(shown).not.toContain("refunded-q");
    expect(shown).toContain("SELECT COUNT(*), '…' FROM shop.sales.orders WHERE status = '…'");
  });

  it("drops failures that no space can mend", () => {
    const refused = failures.map((failure) => Object.assign({}, failure, { category: "permission_denied" as const }));
    expect(mineEvidence({ ...evidenceInput, failures: refused }).size).toBe(0);
  });

  it("reads a space of any shape without failing", () => {
    for (const document of [null, 7, [], { instructions: "x", data_sources: [] }]) {
      expect(mineEvidence({ ...evidenceInput, document }).get("instruction_fix")?.failures).toHaveLength(2);
    }
  });
});
