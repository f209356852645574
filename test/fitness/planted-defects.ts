import type { FindingCode } from "../../src/lib/exam/fitness/finding.ts";
import { plantedNames, plantedSchema } from "./planted-tables.ts";

/** A question with a defect, or without one, as SQL or as a pair of SQL and question. */
export type Planted = { readonly sql: string; readonly question?: string };

const bakehouse = "samples.bakehouse";
const tpch = "samples.tpch";
const own = plantedNames.map((name) => `${plantedSchema}.${name}`);

/** Tables with a key, a name, a column of few values, and a number. */
const shapes = [
  { table: `${bakehouse}.sales_franchises`, key: "franchiseID", name: "name", few: "size", number: "latitude" },
  { table: `${bakehouse}.sales_suppliers`, key: "supplierID", name: "name", few: "continent", number: "longitude" },
  {
    table: `${bakehouse}.sales_transactions`,
    key: "transactionID",
    name: "transactionID",
    few: "product",
    number: "quantity",
  },
  { table: `${tpch}.orders`, key: "o_orderkey", name: "o_clerk", few: "o_orderpriority", number: "o_totalprice" },
  { table: `${tpch}.customer`, key: "c_custkey", name: "c_name", few: "c_mktsegment", number: "c_acctbal" },
  { table: `${tpch}.part`, key: "p_partkey", name: "p_name", few: "p_brand", number: "p_retailprice" },
  ...own.map((table) => ({ table, key: "id", name: "label", few: "grade", number: "weight" })),
] as const;

type Shape = (typeof shapes)[number];
const each = (...makes: readonly ((shape: Shape, index: number) => string)[]): Planted[] =>
  makes.flatMap((make) => shapes.map((shape, index) => ({ sql: make(shape, index) })));
const eachOwn = (...makes: readonly ((table: string, index: number) => string)[]): Planted[] =>
  makes.flatMap((make) => own.map((table, index) => ({ sql: make(table, index) })));

/** At least twenty variants of each kind that the SQL, its result or its data shows. */
export const defects: Readonly<Partial<Record<FindingCode, readonly Planted[]>>> = {
  not_read_only: each(
    ({ table, key }) => `DELETE FROM ${table} WHERE ${key} = 1`,
    ({ table }) => `SELECT COUNT(*) FROM ${table}; DROP TABLE ${table}`,
    ({ table, few }) => `UPDATE ${table} SET ${few} = 'x'`,
    ({ table }) => `SELECT COUNT(* FROM ${table}`,
  ),
  expected_fails: each(
    ({ table, few }) => `SELECT CAST(${few} AS DATE) AS d FROM ${table} WHERE ${few} IS NOT NULL`,
    ({ table, few, key }) => `SELECT ${few}, ${key} FROM ${table} GROUP BY ${few}`,
    ({ table, key }) => `SELECT (SELECT ${key} FROM ${table}) AS k`,
    ({ table, key }) => `SELECT no_such_function(${key}) FROM ${table}`,
  ),
  unknown_table: each(
    ({ table }) => `SELECT COUNT(*) AS n FROM ${table}_old`,
    ({ table }) => `SELECT COUNT(*) AS n FROM ${table.replace(/\.[^.]+$/u, ".no_such_table")}`,
    ({ table }) => `SELECT COUNT(*) AS n FROM ${table.replace(/^(\w+)\.\w+/u, "$1.no_such_schema")}`,
  ),
  unknown_column: each(
    ({ table, few }) => `SELECT ${few}_name, COUNT(*) AS n FROM ${table} GROUP BY ${few}_name`,
    ({ table }) => `SELECT COUNT(*) AS n FROM ${table} t WHERE t.no_such_column = 1`,
  ),
  empty: each(
    ({ table, key }) => `SELECT ${key} FROM ${table} WHERE ${key} < -5`,
    ({ table, few }) => `SELECT ${few}, COUNT(*) AS n FROM ${table} WHERE ${few} = 'nowhere' GROUP BY ${few}`,
  ),
  unstable: each(
    ({ table, key }) => `SELECT ${key}, RAND() AS draw FROM ${table} WHERE ${key} IS NOT NULL`,
    ({ table, key }) => `SELECT SUM(${key} * RAND()) AS s FROM ${table}`,
    ({ table, few }) => `SELECT ${few}, UUID() AS id FROM ${table}`,
  ),
  cut_without_order: each(
    ({ table, name }, index) => `SELECT ${name} FROM ${table} LIMIT ${String(3 + index)}`,
    ({ table, few }) => `SELECT ${few}, COUNT(*) AS n FROM ${table} GROUP BY ${few} LIMIT 2`,
    ({ table, key }, index) => `SELECT ${key} FROM ${table} OFFSET ${String(1 + index)}`,
  ),
  cut_at_tie: each(
    ({ table, few, key }, index) =>
      `SELECT ${key}, ${few} FROM ${table} WHERE ${few} IS NOT NULL ORDER BY ${few} LIMIT ${String(1 + (index % 3))}`,
    ({ table, few, key }, index) => `SELECT ${key} FROM ${table} ORDER BY ${few} DESC LIMIT ${String(2 + (index % 2))}`,
    ({ table, few, key }) =>
      `SELECT ${key}, 1 AS rank FROM ${table} WHERE ${few} IS NOT NULL ORDER BY rank, ${few} LIMIT 2`,
  ),
  null_first: eachOwn(
    (table, index) => `SELECT id, weight FROM ${table} ORDER BY weight, id LIMIT ${String(3 + index)}`,
    (table, index) => `SELECT id, grade FROM ${table} ORDER BY grade, id LIMIT ${String(2 + index)}`,
    (table, index) => `SELECT label FROM ${table} ORDER BY weight ASC, id LIMIT ${String(4 + index)}`,
    (table) => `SELECT id, NULLIF(padded, padded) AS nothing FROM ${table} ORDER BY nothing, id DESC LIMIT 3`,
  ),
  text_numbers: eachOwn(
    (table) => `SELECT id, code FROM ${table} ORDER BY code DESC LIMIT 5`,
    (table) => `SELECT MAX(code) AS highest FROM ${table}`,
    (table) => `SELECT grade, MIN(code) AS lowest FROM ${table} GROUP BY grade`,
    (table) => `SELECT id, CAST(id AS STRING) AS word FROM ${table} ORDER BY word`,
    (table) => `SELECT label FROM ${table} ORDER BY code LIMIT 7`,
    (table) =>
      `SELECT id FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY code) AS place FROM ${table}) q WHERE place <= 4`,
  ),
  row_order: each(
    ({ table, few, name, key }) =>
      `SELECT ${few}, FIRST(${name === few ? key : name}) AS one FROM ${table} GROUP BY ${few}`,
    ({ table, few, key }) => `SELECT ${few}, COLLECT_LIST(${key}) AS all FROM ${table} GROUP BY ${few}`,
    ({ table, key, number }) =>
      `SELECT SUM(${key} + ${number}) AS s FROM (SELECT ${key}, ${number} FROM ${table} WHERE ${number} IS NOT NULL LIMIT 9) q`,
    ({ table, few, key }) =>
      `SELECT ${key} FROM (SELECT ${key}, ROW_NUMBER() OVER (PARTITION BY ${few} ORDER BY 1) AS place FROM ${table}) q WHERE place = 1`,
    ({ table, few, key }) => `SELECT ANY_VALUE(${key}) AS one, ${few} FROM ${table} GROUP BY ${few}`,
  ),
  relative_date: each(
    ({ table }) => `SELECT COUNT(*) + 5 AS n FROM ${table} WHERE CURRENT_DATE > DATE'2020-01-01'`,
    ({ table }) => `SELECT COUNT(*) + 5 AS n FROM ${table} WHERE DATE_SUB(CURRENT_DATE(), 7) > DATE'2020-01-01'`,
    ({ table, few }) => `SELECT ${few}, COUNT(*) AS n FROM ${table} WHERE YEAR(NOW()) > 2019 GROUP BY ${few}`,
  ),
  trivial_cell: each(
    ({ table, key }) => `SELECT COUNT(*) AS n FROM ${table} WHERE ${key} < -5`,
    ({ table }) => `SELECT COUNT(*) > 2 AS many FROM ${table}`,
    ({ table, number, key }) => `SELECT SUM(${number}) AS s FROM ${table} WHERE ${key} < -5`,
  ),
};

/** SQL near to the planted defects, and sound. */
export const sound: readonly Planted[] = each(
  ({ table, few }) => `SELECT ${few}, COUNT(*) AS n FROM ${table} GROUP BY ${few}`,
  ({ table, key }) => `SELECT COUNT(DISTINCT ${key}) AS n FROM ${table};`,
  ({ table, key, number }) => `SELECT ${key}, ${number} FROM ${table} ORDER BY ${number} DESC, ${key} LIMIT 5`,
  ({ table, few, key }) => `SELECT ${key} FROM ${table} ORDER BY ${few} NULLS LAST, ${key} LIMIT 7`,
  ({ table, key }) => `SELECT ${key} FROM ${table} ORDER BY ${key} LIMIT 10 OFFSET 3`,
  ({ table, few, key }) => `SELECT ${few}, SORT_ARRAY(COLLECT_LIST(${key})) AS all FROM ${table} GROUP BY ${few}`,
  ({ table, few, key }) =>
    `SELECT ${key} FROM (SELECT ${key}, ROW_NUMBER() OVER (PARTITION BY ${few} ORDER BY ${key}) AS place FROM ${table}) q WHERE place = 1`,
  ({ table, key, few }) => `SELECT ${key}, FIRST(${few}) AS its_own FROM ${table} GROUP BY ${key}`,
  ({ table, number, few }) =>
    `SELECT ${few}, AVG(${number}) AS mean, SUM(${number}) AS total FROM ${table} GROUP BY ${few} ORDER BY ${few}`,
  ({ table, few }) =>
    `WITH q AS (SELECT ${few} AS what, COUNT(*) AS n FROM ${table} GROUP BY ${few}) SELECT MAX(n) + 1 AS most FROM q`,
  ({ table, key }) => `SELECT COUNT(*) AS n FROM (SELECT ${key} FROM ${table} ORDER BY ${key} LIMIT 20) q`,
).concat(
  eachOwn(
    (table) => `SELECT MAX(CAST(code AS INT)) AS highest FROM ${table}`,
    (table) => `SELECT id, code FROM ${table} ORDER BY CAST(code AS INT) DESC LIMIT 5`,
    (table) => `SELECT MAX(padded) AS highest, MIN(padded) AS lowest FROM ${table}`,
    (table) => `SELECT id, padded FROM ${table} ORDER BY padded LIMIT 5`,
    (table) => `SELECT MIN(label) AS first_label FROM ${table}`,
    (table) => `SELECT id, weight FROM ${table} WHERE weight IS NOT NULL ORDER BY weight, id LIMIT 4`,
  ),
);
