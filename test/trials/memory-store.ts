import type { Clock } from "../../src/lib/core/clock.ts";
import { seededIds } from "../../src/lib/core/random.ts";
import type { State } from "../../src/lib/state/state.ts";
import { risingStamps, type Store } from "../../src/lib/state/store.ts";
import type { AnyTable } from "../../src/lib/state/table.ts";
import { approvalsIn } from "../../src/lib/state/tables/approvals.ts";
import { attemptsIn } from "../../src/lib/state/tables/attempts.ts";
import { changesIn } from "../../src/lib/state/tables/changes.ts";
import { intentsIn } from "../../src/lib/state/tables/intents.ts";
import { iterationsIn } from "../../src/lib/state/tables/iterations.ts";
import { lessonsIn } from "../../src/lib/state/tables/lessons.ts";
import { runsIn } from "../../src/lib/state/tables/runs.ts";
import { spacesIn } from "../../src/lib/state/tables/spaces.ts";

type Row = Readonly<Record<string, unknown>>;

/** The tables that the trials of a loop touch. */
export type TrialState = Pick<
  State,
  "approvals" | "attempts" | "changes" | "intents" | "iterations" | "lessons" | "runs" | "spaces"
>;

/** The state tables' own code over rows in memory, without a warehouse: fast enough for thousands of trials. */
export function memoryState(clock: Clock): TrialState {
  const store = memoryStore(clock);
  return {
    approvals: approvalsIn(store),
    attempts: attemptsIn(store),
    changes: changesIn(store),
    intents: intentsIn(store),
    iterations: iterationsIn(store),
    lessons: lessonsIn(store),
    runs: runsIn(store),
    spaces: spacesIn(store),
  };
}

function memoryStore(clock: Clock): Store {
  const tables = new Map<string, Map<string, Row>>();
  const rowsOf = (table: AnyTable): Map<string, Row> => {
    const rows = tables.get(table.name) ?? new Map<string, Row>();
    tables.set(table.name, rows);
    return rows;
  };
  const stamp = risingStamps(clock);
  const keyOf = (table: AnyTable, row: Row): string => JSON.stringify(table.key.map((name) => row[name]));
  const given = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
  const add = (table: AnyTable, row: Row): void => {
    const filled = Object.entries(table.columns).map(([name, column]) => {
      const now = column.filledBy === "created" || column.filledBy === "updated" ? stamp() : null;
      return [name, row[name] ?? (column.filledBy === "fence" ? 0 : now)] as const;
    });
    rowsOf(table).set(keyOf(table, row), Object.fromEntries(filled));
  };
  const write = (table: AnyTable, rows: readonly Row[], mode: "insert" | "upsert" | "patch"): Promise<void> => {
    for (const row of rows) {
      const old = rowsOf(table).get(keyOf(table, row));
      if (old === undefined && mode !== "patch") add(table, row);
      if (old !== undefined && mode !== "insert") rowsOf(table).set(keyOf(table, row), { ...old, ...given(row) });
    }
    return Promise.resolve();
  };
  return {
    place: { catalog: "memory", schema: "memory", coordinationSchema: "memory" },
    clock,
    ids: seededIds("memory store"),
    fence: 0,
    stamp,
    query: () => Promise.reject(new Error("rows in memory know no statements")),
    insert: (table, rows) => write(table, rows, "insert"),
    upsert: (table, rows) => write(table, rows, "upsert"),
    patch: (table, rows) => write(table, rows, "patch"),
    select: (table, where, { orderBy = [], limit } = {}) => {
      const wanted = Object.entries(where).filter(([, value]) => value !== undefined);
      const found = [...rowsOf(table).values()].filter((row) =>
        wanted.every(([name, value]) => (Array.isArray(value) ? value.includes(row[name]) : row[name] === value)),
      );
      // Every column of the table was filled in when the row was added.
      return Promise.resolve(found.toSorted(inOrder(orderBy)).slice(0, limit) as never);
    },
  };
}

function inOrder(orderBy: readonly string[]): (one: Row, other: Row) => number {
  return (one, other) => {
    for (const term of orderBy) {
      const name = term.replace(/^-/u, "");
      const [left, right] = term.startsWith("-") ? [other[name], one[name]] : [one[name], other[name]];
      if (left === right) continue;
      // Nulls come first, as they do in Spark.
      if (left == null || right == null) return left == null ? -1 : 1;
      return left < right ? -1 : 1;
    }
    return 0;
  };
}
