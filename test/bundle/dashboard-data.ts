import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDashboard, statementOf, widgetsOf } from "./dashboard.ts";
import type { FilledState } from "./filled-state.ts";
import { byName } from "./read-bundle.ts";

const dashboard = readDashboard();
const widgets = widgetsOf(dashboard);

/** What the dashboard asks of the state tables, on one warehouse. */
export function describeDashboardData(warehouse: string, open: () => Promise<FilledState>): void {
  describe(`the dashboard's data on ${warehouse}`, () => {
    let state: FilledState;
    beforeAll(async () => {
      state = await open();
    }, 120_000);
    afterAll(() => state.close());

    it.each(dashboard.datasets.map((one) => [one.name, one] as const))(
      "finds in dataset %s the columns that widgets name",
      async (name, found) => {
        const rows = await state.query(statementOf(found));
        expect(rows.length).toBeGreaterThan(0);
        const queries = widgets.flatMap((widget) => widget.queries).filter(({ query }) => query.datasetName === name);
        expect(queries.length).toBeGreaterThan(0);
        for (const { query } of queries) {
          const fields = query.fields.map((one) => `${one.expression} AS \`${one.name}\``).join(", ");
          const grouped = query.fields.flatMap(({ name: own, expression }) =>
            expression === `\`${own}\`` ? [expression] : [],
          );
          const group = query.disaggregated || grouped.length === 0 ? "" : ` GROUP BY ${grouped.join(", ")}`;
          const shown = await state.query(`SELECT ${fields} FROM (${statementOf(found)}) AS dataset${group}`);
          expect([query.fields, shown.length > 0]).toEqual([query.fields, true]);
        }
      },
    );

    it("knows every dataset that a widget names", () => {
      const names = dashboard.datasets.map((one) => one.name);
      const named = widgets.flatMap((widget) => widget.queries.map(({ query }) => query.datasetName));
      expect(named.filter((one) => !names.includes(one))).toEqual([]);
    });

    it("shows of each row the newest writing, and tells what people look for", async () => {
      const rowsOf = async (dataset: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
        const found = dashboard.datasets.find((one) => one.name === dataset);
        return found === undefined ? [] : state.query(statementOf(found));
      };
      const runs = await rowsOf("runs");
      expect(
        runs
          .map(({ run_id, kind, status }) => [String(run_id), kind, status] as const)
          .toSorted(([one], [other]) => byName(one, other)),
      ).toEqual([
        ["ended", "enhance", "TARGET_REACHED"],
        ["waiting", "enhance", "AWAITING_APPROVAL"],
        ["watched", "watch", "MAX_LOOPS"],
      ]);
      expect(await rowsOf("open_approvals")).toMatchObject([
        { run_id: "waiting", iteration_number: 2, change_id: "c3" },
      ]);
      expect(await rowsOf("stubborn_questions")).toMatchObject([
        { question: "How many orders?", asked: 3n, right_answers: 1n },
      ]);
      expect((await rowsOf("score_interval")).filter(({ run_id }) => run_id === "ended")).toHaveLength(4);
      expect((await rowsOf("promotions")).map(({ verdict }) => verdict)).toEqual(["PASS", "PROMOTE"]);
      expect(await rowsOf("writes")).toMatchObject([{ kind: "promote", status: "DONE" }]);
    });
  });
}
