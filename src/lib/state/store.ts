import type { Clock } from "../core/clock.ts";
import type { Ids } from "../core/random.ts";
import type { Columns, NewRow, Patch, RowOf } from "./column.ts";
import { withConflictRetry } from "./conflict-retry.ts";
import { mergeStatement, type WriteMode } from "./merge-statement.ts";
import { qualified } from "./names.ts";
import { decodeRow, encodeRows } from "./row-codec.ts";
import { selectStatement } from "./select-statement.ts";
import type { SqlValue, StatePlace, StateSql } from "./sql-port.ts";
import type { AnyTable, Table } from "./table.ts";

type Where<C extends Columns> = {
  readonly [K in keyof C & string]?: SqlValue | readonly SqlValue[] | undefined;
};

type SelectOptions = {
  readonly orderBy?: readonly string[];
  readonly limit?: number | undefined;
  /** `every` row, also several of one key. Default: the newest of each key. */
  readonly rows?: "newest" | "every";
};

/** Reads and writes rows of any table; the files under tables/ say which. */
export type Store = {
  readonly place: StatePlace;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly fence: number;
  /** Now as ISO text; never the same twice, so that rows written one after the other stay in order. */
  stamp(): string;
  query(sql: string, parameters?: Readonly<Record<string, SqlValue>>): Promise<Record<string, unknown>[]>;
  /** Adds rows whose key is not there yet. One statement. */
  insert<C extends Columns>(table: Table<C>, rows: readonly NewRow<C>[]): Promise<void>;
  /** Adds rows, or changes the columns given where the key is there and its fence is not newer. One statement. */
  upsert<C extends Columns, K extends keyof C & string>(
    table: Table<C, K>,
    rows: readonly Patch<C, K>[],
  ): Promise<void>;
  /** Changes the columns given, each row its own. One statement. */
  patch<C extends Columns, K extends keyof C & string>(table: Table<C, K>, rows: readonly Patch<C, K>[]): Promise<void>;
  select<C extends Columns>(table: Table<C>, where: Where<C>, options?: SelectOptions): Promise<RowOf<C>[]>;
};

type Loose = Readonly<Record<string, unknown>>;

/** What the stores of one process share, and the fence of one of them. */
export type StoreSettings = Pick<Store, "place" | "clock" | "ids" | "stamp" | "fence">;

/** Times as ISO text, each later than the one before. */
export function risingStamps(clock: Clock): () => string {
  let last = 0;
  return () => {
    last = Math.max(clock.now().getTime(), last + 1);
    return new Date(last).toISOString();
  };
}

export function openStore(sql: StateSql, settings: StoreSettings): Store {
  const { clock, ids, stamp, fence, place } = settings;
  const salt = ids.hex32();
  const query: Store["query"] = (text, parameters) => withConflictRetry(clock, salt, () => sql.query(text, parameters));

  const write = async (table: AnyTable, mode: WriteMode, rows: readonly Loose[]): Promise<void> => {
    if (rows.length === 0) return;
    const filled = lastOfEachKey(table, rows).map((row) => fill(table, row, stamp(), fence));
    const given = Object.keys(table.columns).filter((name) => filled.some((row) => row[name] !== undefined));
    const uneven = mode === "insert" ? [] : given.filter((name) => filled.some((row) => row[name] === undefined));
    const marks = (row: Loose): Loose =>
      Object.fromEntries(uneven.map((name) => [`given_${name}`, row[name] !== undefined]));
    const source = filled.map((row) => Object.assign(marks(row), row));
    const target = qualified(place, table.role, table.name);
    await query(mergeStatement({ target, table, mode, given, uneven }), { rows: encodeRows(table, source) });
  };

  return {
    ...settings,
    query,
    insert: (table, rows) => write(table, "insert", rows),
    upsert: (table, rows) => write(table, "upsert", rows),
    patch: (table, rows) => write(table, "patch", rows),
    select: async (table, where, options = {}) => {
      const { sql: text, parameters } = selectStatement({
        target: qualified(place, table.role, table.name),
        table: table,
        where,
        orderBy: options.orderBy ?? [],
        limit: options.limit,
        newest: options.rows !== "every",
      });
      return (await query(text, parameters)).map((record) => decodeRow(table, record));
    },
  };
}

/** Two rows of one key in one MERGE are an error of Delta's: the later one speaks. */
function lastOfEachKey(table: AnyTable, rows: readonly Loose[]): Loose[] {
  const byKey = new Map(rows.map((row) => [JSON.stringify(table.key.map((name) => row[name])), row]));
  return [...byKey.values()];
}

function fill(table: AnyTable, row: Loose, now: string, fence: number): Loose {
  const members = Object.entries(table.columns).map(([name, column]) => {
    switch (column.filledBy) {
      case "given":
        return [name, row[name]];
      case "created":
        return [name, row[name] ?? now];
      case "updated":
        return [name, now];
      case "fence":
        return [name, fence];
    }
  });
  // Every member was just made as a pair of a name and a value.
  return Object.fromEntries(members as [string, unknown][]);
}
