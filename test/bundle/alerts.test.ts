import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FilledState, openFilledState, place } from "./filled-state.ts";
import { readBundle } from "./read-bundle.ts";

const alerts = readBundle().resources.alerts;

/** An alert's query as it is deployed beside the filled state. */
function queryOf(name: string): string {
  const text = alerts[name]?.query_text ?? "";
  return text.replaceAll("${var.catalog}", place.catalog).replaceAll("${resources.schemas.state.name}", place.schema);
}

describe("alerts", () => {
  let state: FilledState;
  beforeAll(async () => {
    state = await openFilledState();
  }, 120_000);
  afterAll(() => state.close());

  it.each(Object.entries(alerts))("alert %s counts the rows of its query", async (name, { evaluation }) => {
    expect(evaluation).toMatchObject({
      source: { aggregation: "COUNT" },
      comparison_operator: "GREATER_THAN",
      threshold: { value: { double_value: 0 } },
      empty_result_state: "OK",
    });
    const rows = await state.query(queryOf(name));
    expect(rows).toHaveLength(1);
    expect(Object.keys(rows[0] ?? {})).toContain(evaluation.source.name);
  });

  it("names the space whose score dropped, until it is watched again and fine", async () => {
    expect(await state.query(queryOf("score_dropped"))).toMatchObject([
      { space_name: "Sales", run_id: "watched", score: 0.9, decision_reason: "The score dropped." },
    ]);
    await state.query(
      "UPDATE enhancement_runs SET reason = 'watch', updated_at = updated_at + INTERVAL 1 DAY WHERE run_id = 'watched'",
    );
    expect(await state.query(queryOf("score_dropped"))).toEqual([]);
  });

  it("names the run whose plan awaits a person, with the fixes of its latest loop, until it goes on", async () => {
    expect(await state.query(queryOf("awaiting_approval"))).toMatchObject([
      { space_name: "Sales", run_id: "waiting", iteration_number: 2, fixes: 1n },
    ]);
    await state.query("UPDATE enhancement_runs SET status = 'RUNNING' WHERE run_id = 'waiting'");
    expect(await state.query(queryOf("awaiting_approval"))).toEqual([]);
  });
});
