import { qualified, quoted } from "./names.ts";
import type { StatePlace } from "./sql-port.ts";

/** A view over the tables. `body` gets a maker of full, quoted names. */
export type View = {
  readonly name: string;
  readonly comment: string;
  readonly body: (from: (name: string) => string) => string;
};

/** Statement that makes the view, or makes it anew. */
export function viewStatement(place: StatePlace, view: View): string {
  const from = (name: string): string => qualified(place, "state", name);
  return `CREATE OR REPLACE VIEW ${from(view.name)} COMMENT '${view.comment}' AS\n${view.body(from)}`;
}

/** One row a key, the newest: Delta keeps no unique keys. */
export function newestOf(from: string, key: readonly string[], age: readonly string[]): string {
  const order = age.map((name) => `${quoted(name)} DESC`).join(", ");
  return `(SELECT * FROM ${from} QUALIFY row_number() OVER (PARTITION BY ${key.map(quoted).join(", ")} ORDER BY ${order}) = 1)`;
}
