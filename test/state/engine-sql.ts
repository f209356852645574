import type { Cell, Column } from "../../src/lib/core/statement.ts";
import type { SqlValue, StateSql } from "../../src/lib/state/sql-port.ts";
import type { Engine, Session, StatementParameter } from "../../src/local/warehouse/engine.ts";

/** An engine of the local warehouse, with values typed as the SQL driver types them. */
export function sqlOver(engine: Engine, session: Session): StateSql {
  return {
    query: async (sql, parameters = {}) => {
      const { columns, rows } = await engine.execute(sql, Object.entries(parameters).map(parameterOf), session);
      return rows.map((row) =>
        Object.fromEntries(columns.map((column, index) => [column.name, valueOf(column, row[index] ?? null)])),
      );
    },
  };
}

function parameterOf([name, value]: readonly [string, SqlValue]): StatementParameter {
  if (value === null) return { name, type: "STRING", value: null };
  if (value instanceof Date) return { name, type: "TIMESTAMP", value: value.toISOString() };
  const type = { string: "STRING", bigint: "BIGINT", boolean: "BOOLEAN", number: "DOUBLE" }[typeof value as "string"];
  return { name, type: Number.isInteger(value) ? "INTEGER" : type, value: String(value) };
}

function valueOf(column: Column, cell: Cell): unknown {
  if (cell === null) return null;
  switch (column.typeName) {
    case "LONG":
      return BigInt(cell);
    case "INT":
    case "DOUBLE":
      return Number(cell);
    case "BOOLEAN":
      return cell === "true";
    case "TIMESTAMP":
      return new Date(cell);
    default:
      return cell;
  }
}
