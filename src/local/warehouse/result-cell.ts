import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBBlobValue,
  DuckDBTypeId,
} from "@duckdb/node-api";
import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { Cell, Column } from "../../lib/core/statement.ts";
import { javaDouble } from "./java-double.ts";
import { typeText } from "./spark-type.ts";
import type { SparkType } from "./spark-type.ts";

/** The Databricks type of a DuckDB type. Widths that Databricks lacks become the nearest it has. */
export function sparkTypeOf(type: DuckDBType): SparkType {
  if (type.typeId === DuckDBTypeId.DECIMAL) return { kind: "decimal", precision: type.width, scale: type.scale };
  if (type.typeId === DuckDBTypeId.LIST || type.typeId === DuckDBTypeId.ARRAY) {
    return { kind: "array", element: sparkTypeOf(type.valueType) };
  }
  if (type.typeId === DuckDBTypeId.MAP) {
    return { kind: "map", key: sparkTypeOf(type.keyType), value: sparkTypeOf(type.valueType) };
  }
  if (type.typeId === DuckDBTypeId.STRUCT) {
    const fields = type.entryNames.map((name, index) => ({
      name,
      type: sparkTypeOf(type.entryTypes[index] as DuckDBType),
    }));
    return { kind: "struct", fields };
  }
  return { kind: "simple", name: simpleNames.get(type.typeId) ?? "string" };
}

const simpleNames = new Map<DuckDBTypeId, string>([
  [DuckDBTypeId.BOOLEAN, "boolean"],
  [DuckDBTypeId.TINYINT, "tinyint"],
  [DuckDBTypeId.SMALLINT, "smallint"],
  [DuckDBTypeId.INTEGER, "int"],
  [DuckDBTypeId.BIGINT, "bigint"],
  [DuckDBTypeId.HUGEINT, "bigint"],
  [DuckDBTypeId.UTINYINT, "smallint"],
  [DuckDBTypeId.USMALLINT, "int"],
  [DuckDBTypeId.UINTEGER, "bigint"],
  [DuckDBTypeId.UBIGINT, "bigint"],
  [DuckDBTypeId.UHUGEINT, "bigint"],
  [DuckDBTypeId.FLOAT, "float"],
  [DuckDBTypeId.DOUBLE, "double"],
  [DuckDBTypeId.DATE, "date"],
  [DuckDBTypeId.TIMESTAMP, "timestamp_ntz"],
  [DuckDBTypeId.TIMESTAMP_TZ, "timestamp"],
  [DuckDBTypeId.INTERVAL, "interval"],
  [DuckDBTypeId.BLOB, "binary"],
  [DuckDBTypeId.SQLNULL, "void"],
]);

const typeNames: Readonly<Record<string, string>> = {
  tinyint: "BYTE",
  smallint: "SHORT",
  bigint: "LONG",
  timestamp_ntz: "TIMESTAMP",
  void: "NULL",
  variant: "STRING",
};

/** A result column of a type. */
export function columnOf(name: string, type: SparkType): Column {
  const named = { name, typeText: typeText(type) };
  if (type.kind === "decimal") return { ...named, typeName: "DECIMAL", precision: type.precision, scale: type.scale };
  return {
    ...named,
    typeName: type.kind === "simple" ? (typeNames[type.name] ?? type.name.toUpperCase()) : type.kind.toUpperCase(),
  };
}

/** A column of texts, for results that the warehouse makes itself. */
export function textColumn(name: string): Column {
  return columnOf(name, { kind: "simple", name: "string" });
}

/** A value as exact text. */
export function cellOf(value: DuckDBValue, type: DuckDBType): Cell {
  if (value === null) return null;
  if (typeof value === "string") return value;
  if (typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (typeof value === "number")
    return isFloating(type) ? javaDouble(value, type.typeId === DuckDBTypeId.FLOAT) : String(value);
  if (value instanceof DuckDBDecimalValue || value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBTimestampTZValue) return `${instant(value.micros)}Z`;
  if (value instanceof DuckDBTimestampValue) return instant(value.micros);
  if (value instanceof DuckDBIntervalValue) return intervalText(value);
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString("base64");
  if (value instanceof DuckDBListValue || value instanceof DuckDBMapValue || value instanceof DuckDBStructValue)
    return json(value, type);
  return value.toString();
}

function isFloating(type: DuckDBType): boolean {
  return type.typeId === DuckDBTypeId.DOUBLE || type.typeId === DuckDBTypeId.FLOAT;
}

/** JSON text of a nested value; numbers keep every digit, so it is put together by hand. */
function json(value: DuckDBValue, type: DuckDBType): string {
  if (value === null) return "null";
  if (value instanceof DuckDBListValue) {
    const element = type.typeId === DuckDBTypeId.LIST || type.typeId === DuckDBTypeId.ARRAY ? type.valueType : type;
    return `[${value.items.map((item) => json(item, element)).join(",")}]`;
  }
  if (value instanceof DuckDBStructValue && type.typeId === DuckDBTypeId.STRUCT) {
    const members = type.entryNames.map(
      (name, index) =>
        `${JSON.stringify(name)}:${json(value.entries[name] ?? null, type.entryTypes[index] as DuckDBType)}`,
    );
    return `{${members.join(",")}}`;
  }
  if (value instanceof DuckDBMapValue && type.typeId === DuckDBTypeId.MAP) {
    const members = value.entries.map(
      (entry) => `${JSON.stringify(cellOf(entry.key, type.keyType))}:${json(entry.value, type.valueType)}`,
    );
    return `{${members.join(",")}}`;
  }
  const text = cellOf(value, type) ?? "";
  const bare = typeof value === "boolean" || typeof value === "bigint" || value instanceof DuckDBDecimalValue;
  return bare || (typeof value === "number" && Number.isFinite(value)) ? text : JSON.stringify(text);
}

/** Milliseconds always, microseconds when there are any. */
function instant(micros: bigint): string {
  const millis = micros >= 0n ? micros / 1000n : (micros - 999n) / 1000n;
  const rest = Number(micros - millis * 1000n);
  const text = new Date(Number(millis)).toISOString().slice(0, -1);
  return rest === 0 ? text : `${text}${String(rest).padStart(3, "0")}`;
}

function intervalText(value: DuckDBIntervalValue): string {
  if (value.months !== 0) return `${String(Math.trunc(value.months / 12))}-${String(Math.abs(value.months % 12))}`;
  const seconds = Number(value.micros) / 1e6;
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60].map((number) =>
    String(number).padStart(2, "0"),
  );
  return `${String(value.days)} ${clock.join(":")}:${(seconds % 60).toFixed(9).padStart(12, "0")}`;
}
