import type { Intent } from "./intent.ts";
import type { Edge } from "./join-graph.ts";
import type { TableView } from "./schema-view.ts";
import type { Fragment } from "./sql-fragment.ts";

/** What a plan is made from: the question's intent, the tables, the joins, and the conditions that always hold. */
export type Desk = {
  readonly intent: Intent;
  readonly tables: readonly TableView[];
  readonly edges: readonly Edge[];
  readonly always: readonly Fragment[];
};
