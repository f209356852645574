export type SqlType = "STRING" | "INT" | "DOUBLE" | "BOOLEAN" | "TIMESTAMP";

/** What the store fills in by itself: the time of the first write, of the last write, the writer's fence. */
export type Auto = "created" | "updated" | "fence";

/** A column of a table. `T` is what a row holds; times are ISO text in UTC with milliseconds. */
export type Column<T, A extends Auto | "given" = "given"> = {
  readonly sqlType: SqlType;
  readonly required: boolean;
  readonly comment: string;
  readonly filledBy: A;
  /** The only values it may hold. */
  readonly words?: readonly string[];
  /** Carries the type alone; never set. */
  readonly holds?: T;
};

export type Columns = Readonly<Record<string, Column<unknown, Auto | "given">>>;

const plain = (sqlType: SqlType, comment: string) =>
  ({ sqlType, required: false, comment, filledBy: "given" }) as const;

export const text = (comment: string): Column<string | null> => plain("STRING", comment);
export const integer = (comment: string): Column<number | null> => plain("INT", comment);
export const double = (comment: string): Column<number | null> => plain("DOUBLE", comment);
export const flag = (comment: string): Column<boolean | null> => plain("BOOLEAN", comment);
export const time = (comment: string): Column<string | null> => plain("TIMESTAMP", comment);

export function word<W extends string>(words: readonly W[], comment: string): Column<W | null> {
  return { ...plain("STRING", `${comment}: ${words.join(", ")}`), words };
}

/** The same column, never null. */
export function required<T>(column: Column<T | null>): Column<T> {
  return { ...(column as Column<T>), required: true };
}

export const createdAt = (comment = "When the row was first written"): Column<string, "created"> => ({
  ...plain("TIMESTAMP", comment),
  required: true,
  filledBy: "created",
});
export const updatedAt = (): Column<string, "updated"> => ({
  ...plain("TIMESTAMP", "When the row was last written"),
  required: true,
  filledBy: "updated",
});
export const fence = (): Column<number, "fence"> => ({
  ...plain("INT", "Fence number of the lease under which the row was last written"),
  required: true,
  filledBy: "fence",
});

/** A row as read. */
export type RowOf<C extends Columns> = {
  readonly [K in keyof C]: C[K] extends Column<infer T, Auto | "given"> ? T : never;
};

type Needed<C extends Columns> = {
  [K in keyof C]: C[K] extends Column<infer T> ? (null extends T ? never : K) : never;
}[keyof C];

/** A row to be written: columns that may be null, and those the store fills in, may be left out. */
export type NewRow<C extends Columns> = Pick<RowOf<C>, Needed<C>> & {
  readonly [K in Exclude<keyof C, Needed<C>>]?: RowOf<C>[K] | undefined;
};

/** Some columns of a row, with its key. */
export type Patch<C extends Columns, K extends keyof C> = Pick<RowOf<C>, K> & {
  readonly [P in Exclude<keyof C, K>]?: RowOf<C>[P] | undefined;
};
