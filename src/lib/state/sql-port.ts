/** A parameter's value. A column of exact decimals does not occur in the state tables. */
export type SqlValue = string | number | bigint | boolean | Date | null;

/** What this room needs from a warehouse: one statement in the Databricks dialect, named parameters, whole result. */
export type StateSql = {
  query(sql: string, parameters?: Readonly<Record<string, SqlValue>>): Promise<Record<string, unknown>[]>;
};

/** Where the tables lie. Leases lie in the coordination schema, which all deployments of a workspace share. */
export type StatePlace = {
  readonly catalog: string;
  readonly schema: string;
  readonly coordinationSchema: string;
};
