import { integer, required, text, time, word, type RowOf } from "../column.ts";
import { sourceType } from "../merge-statement.ts";
import { qualified, quoted } from "../names.ts";
import { encodeRows } from "../row-codec.ts";
import type { Store } from "../store.ts";
import { table } from "../table.ts";
import { promotionVerdicts, type PromotionVerdict } from "../words.ts";

export const promotionsTable = table({
  name: "enhancement_promotions",
  role: "state",
  comment: "One row a line of the decision table of a run; the last line is the whole",
  key: ["run_id", "position"],
  clusterBy: ["run_id"],
  columns: {
    run_id: required(text("Run")),
    position: required(integer("Place of the line, from 1")),
    rule: required(text("What is asked")),
    required: text("What it takes"),
    observed: text("What was seen"),
    verdict: required(word(promotionVerdicts, "Verdict of the line; PROMOTE, HOLD or REJECT for the whole")),
    note: text("Why, in one sentence"),
    decided_at: required(time("When it was decided")),
  },
});

export type PromotionRow = RowOf<typeof promotionsTable.columns>;

export type PromotionLine = {
  readonly rule: string;
  readonly required: string | null;
  readonly observed: string | null;
  readonly verdict: PromotionVerdict;
  readonly note: string | null;
};

export type Promotions = {
  /** Puts these lines, in this order, in place of the run's earlier ones, in one statement. */
  replace(run_id: string, lines: readonly PromotionLine[]): Promise<void>;
  /** In the table's order. */
  list(run_id: string): Promise<PromotionRow[]>;
};

export function promotionsIn(store: Store): Promotions {
  return {
    replace: async (run_id, lines) => {
      const decided_at = store.stamp();
      const rows = lines.map((line, index) => ({ ...line, run_id, position: index + 1, decided_at }));
      await store.query(replaceStatement(qualified(store.place, "state", promotionsTable.name)), {
        rows: encodeRows(promotionsTable, rows),
        run_id,
      });
    },
    list: (run_id) =>
      store.select(promotionsTable, { run_id }, { orderBy: ["position", "-decided_at"], rows: "every" }),
  };
}

function replaceStatement(target: string): string {
  const names = Object.keys(promotionsTable.columns);
  const changed = names.filter((name) => name !== "run_id" && name !== "position");
  return [
    `MERGE INTO ${target} AS t`,
    `USING (SELECT inline(from_json(:rows, '${sourceType(promotionsTable, names)}', map('mode', 'FAILFAST')))) AS s`,
    "ON t.`run_id` = s.`run_id` AND t.`position` = s.`position`",
    `WHEN MATCHED THEN UPDATE SET ${changed.map((name) => `t.${quoted(name)} = s.${quoted(name)}`).join(", ")}`,
    `WHEN NOT MATCHED THEN INSERT (${names.map(quoted).join(", ")})`,
    `VALUES (${names.map((name) => `s.${quoted(name)}`).join(", ")})`,
    "WHEN NOT MATCHED BY SOURCE AND t.`run_id` = :run_id THEN DELETE",
  ].join("\n");
}
