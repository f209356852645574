import { drawSql, listSql, wordSql, type DrawSql } from "./draw-sql.ts";
import * as words from "./tpch-words.ts";
import { remarkWords, shadeWords } from "./words.ts";

/** Scale 0.01: suppliers, customers, parts, orders. */
const counts = { supplier: 100, customer: 1500, part: 2000, orders: 15_000 };

/** The day that decides flags and states of lines. */
const today = "DATE '1995-06-17'";
/** Order dates: 1992-01-01 to 1998-08-02. */
const orderDays = 2406;

/** The eight tables of `tpch`, made inside the engine; money is computed in whole cents. */
export function tpchStatements(schema: string, seed: string): readonly string[] {
  const draw = drawSql(`${seed}/tpch`);
  const remark = (table: string, key: string): string =>
    `concat_ws(' ', ${[1, 2, 3, 4, 5].map((at) => wordSql(draw, remarkWords, `${table} remark ${String(at)}`, key)).join(", ")})`;
  return [
    `CREATE TABLE ${schema}.region AS
     SELECT i::BIGINT AS r_regionkey, ${listSql(words.regions)}[i + 1] AS r_name, ${remark("region", "i")} AS r_comment
     FROM range(${String(words.regions.length)}) AS t(i) ORDER BY i`,
    `CREATE TABLE ${schema}.nation AS
     SELECT i::BIGINT AS n_nationkey, ${listSql(words.nations.map(([name]) => name))}[i + 1] AS n_name,
       [${words.nations.map(([, region]) => String(region)).join(", ")}][i + 1]::BIGINT AS n_regionkey,
       ${remark("nation", "i")} AS n_comment
     FROM range(${String(words.nations.length)}) AS t(i) ORDER BY i`,
    supplier(schema, draw, remark("supplier", "i")),
    customer(schema, draw, remark("customer", "i")),
    part(schema, draw, remark("part", "i")),
    partsupp(schema, draw, remark("partsupp", "i * 4 + j")),
    lineitem(schema, draw, remark("lineitem", "k")),
    orders(schema, draw, remark("orders", "i")),
  ];
}

const money = (cents: string): string => `((${cents})::DECIMAL(18,0) / 100)::DECIMAL(18,2)`;

const numbered = (prefix: string, key: string): string => `'${prefix}#' || lpad((${key})::VARCHAR, 9, '0')`;

function phone(draw: DrawSql, table: string, nation: string): string {
  const digits = (name: string, low: number, count: number): string =>
    `(${String(low)} + ${draw(`${table} phone ${name}`, "i", count)})::VARCHAR`;
  return `concat_ws('-', (${nation} + 10)::VARCHAR, ${digits("area", 100, 900)}, ${digits("middle", 100, 900)}, ${digits("line", 1000, 9000)})`;
}

function address(draw: DrawSql, table: string): string {
  return `(1 + ${draw(`${table} house`, "i", 900)})::VARCHAR || ' ' || ${wordSql(draw, shadeWords, `${table} street`, "i")} || ' street'`;
}

function supplier(schema: string, draw: DrawSql, remark: string): string {
  return `CREATE TABLE ${schema}.supplier AS
    SELECT i::BIGINT AS s_suppkey, ${numbered("Supplier", "i")} AS s_name, ${address(draw, "supplier")} AS s_address,
      nation::BIGINT AS s_nationkey, ${phone(draw, "supplier", "nation")} AS s_phone,
      ${money(`${draw("supplier balance", "i", 1_099_999)} - 99999`)} AS s_acctbal,
      CASE i WHEN 37 THEN 'Customer parcels wait, Complaints rest' WHEN 71 THEN 'Customer ledgers settle, Recommends' ELSE ${remark} END AS s_comment
    FROM (SELECT i, ${draw("supplier nation", "i", 25)} AS nation FROM range(1, ${String(counts.supplier + 1)}) AS t(i)) ORDER BY i`;
}

function customer(schema: string, draw: DrawSql, remark: string): string {
  return `CREATE TABLE ${schema}.customer AS
    SELECT i::BIGINT AS c_custkey, ${numbered("Customer", "i")} AS c_name, ${address(draw, "customer")} AS c_address,
      nation::BIGINT AS c_nationkey, ${phone(draw, "customer", "nation")} AS c_phone,
      ${money(`${draw("customer balance", "i", 1_099_999)} - 99999`)} AS c_acctbal,
      ${wordSql(draw, words.segments, "customer segment", "i")} AS c_mktsegment, ${remark} AS c_comment
    FROM (SELECT i, ${draw("customer nation", "i", 25)} AS nation FROM range(1, ${String(counts.customer + 1)}) AS t(i)) ORDER BY i`;
}

const retailCents = (key: string): string => `(90000 + ((${key}) // 10) % 20001 + 100 * ((${key}) % 1000))`;

/** One of the four suppliers of a part, `turn` 0 to 3: spread evenly over all suppliers. */
const supplierOf = (key: string, turn: string): string =>
  `(((${key}) + (${turn}) * (${String(counts.supplier)} // 4 + ((${key}) - 1) // ${String(counts.supplier)})) % ${String(counts.supplier)} + 1)`;

function part(schema: string, draw: DrawSql, remark: string): string {
  // Five different words: four strides of at most eleven places stay within the list.
  const shades = [0, 1, 2, 3, 4]
    .map(
      (at) =>
        `${listSql(shadeWords)}[1 + (${draw("part shade", "i", shadeWords.length)} + ${String(at)} * (1 + ${draw("part stride", "i", 11)})) % ${String(shadeWords.length)}]`,
    )
    .join(", ");
  const maker = draw("part maker", "i", 5);
  return `CREATE TABLE ${schema}.part AS
    SELECT i::BIGINT AS p_partkey, concat_ws(' ', ${shades}) AS p_name, 'Manufacturer#' || (1 + ${maker}) AS p_mfgr,
      'Brand#' || (1 + ${maker}) || (1 + ${draw("part brand", "i", 5)}) AS p_brand,
      concat_ws(' ', ${wordSql(draw, words.typeGrades, "part grade", "i")}, ${wordSql(draw, words.typeFinishes, "part finish", "i")}, ${wordSql(draw, words.typeMetals, "part metal", "i")}) AS p_type,
      (1 + ${draw("part size", "i", 50)})::INTEGER AS p_size,
      concat_ws(' ', ${wordSql(draw, words.containerSizes, "part box size", "i")}, ${wordSql(draw, words.containerKinds, "part box", "i")}) AS p_container,
      ${money(retailCents("i"))} AS p_retailprice, ${remark} AS p_comment
    FROM range(1, ${String(counts.part + 1)}) AS t(i) ORDER BY i`;
}

function partsupp(schema: string, draw: DrawSql, remark: string): string {
  return `CREATE TABLE ${schema}.partsupp AS
    SELECT i::BIGINT AS ps_partkey, ${supplierOf("i", "j")}::BIGINT AS ps_suppkey,
      (1 + ${draw("partsupp stock", "i * 4 + j", 9999)})::INTEGER AS ps_availqty,
      ${money(`100 + ${draw("partsupp cost", "i * 4 + j", 99_901)}`)} AS ps_supplycost, ${remark} AS ps_comment
    FROM range(1, ${String(counts.part + 1)}) AS t(i), range(4) AS s(j) ORDER BY i, j`;
}

/** Of each 32 keys the first 8 are used. */
const orderKey = "((i - 1) // 8 * 32 + (i - 1) % 8 + 1)::BIGINT";

const orderDate = (draw: DrawSql): string => `(DATE '1992-01-01' + ${draw("order date", "i", orderDays)}::INTEGER)`;

function lineitem(schema: string, draw: DrawSql, remark: string): string {
  return `CREATE TABLE ${schema}.lineitem AS
    WITH ordered AS (
      SELECT i, ${orderDate(draw)} AS ordered, 1 + ${draw("order lines", "i", 7)} AS lines
      FROM range(1, ${String(counts.orders + 1)}) AS t(i)
    ), drawn AS (
      SELECT i, n, k, 1 + ${draw("line part", "k", counts.part)} AS part, 1 + ${draw("line quantity", "k", 50)} AS quantity,
        ordered + (1 + ${draw("line ship", "k", 121)})::INTEGER AS shipped,
        ordered + (30 + ${draw("line commit", "k", 61)})::INTEGER AS committed,
        (1 + ${draw("line receipt", "k", 30)})::INTEGER AS travel
      FROM (SELECT i, n, i * 8 + n AS k, ordered FROM ordered, range(1, 8) AS t(n) WHERE n <= lines)
    )
    SELECT ${orderKey} AS l_orderkey, part::BIGINT AS l_partkey,
      ${supplierOf("part", draw("line supplier", "k", 4))}::BIGINT AS l_suppkey, n::INTEGER AS l_linenumber,
      quantity::DECIMAL(18,2) AS l_quantity, ${money(`quantity * ${retailCents("part")}`)} AS l_extendedprice,
      ${money(draw("line discount", "k", 11))} AS l_discount, ${money(draw("line tax", "k", 9))} AS l_tax,
      CASE WHEN shipped + travel > ${today} THEN 'N' WHEN ${draw("line return", "k", 2)} = 0 THEN 'R' ELSE 'A' END AS l_returnflag,
      CASE WHEN shipped > ${today} THEN 'O' ELSE 'F' END AS l_linestatus,
      shipped AS l_shipdate, committed AS l_commitdate, shipped + travel AS l_receiptdate,
      ${wordSql(draw, words.shipInstructions, "line instruction", "k")} AS l_shipinstruct,
      ${wordSql(draw, words.shipModes, "line mode", "k")} AS l_shipmode, ${remark} AS l_comment
    FROM drawn ORDER BY k`;
}

function orders(schema: string, draw: DrawSql, remark: string): string {
  // A third of the customers, those whose key three divides, never order.
  const buyer = draw("order customer", "i", counts.customer - counts.customer / 3);
  return `CREATE TABLE ${schema}.orders AS
    WITH totals AS (
      SELECT l_orderkey, sum(((l_extendedprice * 100)::BIGINT * (100 - (l_discount * 100)::BIGINT) // 100) * (100 + (l_tax * 100)::BIGINT) // 100) AS cents,
        min(l_linestatus) AS least, max(l_linestatus) AS most
      FROM ${schema}.lineitem GROUP BY l_orderkey
    )
    SELECT ${orderKey} AS o_orderkey, (${buyer} // 2 * 3 + ${buyer} % 2 + 1)::BIGINT AS o_custkey,
      CASE WHEN least = most THEN least ELSE 'P' END AS o_orderstatus, ${money("cents")} AS o_totalprice,
      ${orderDate(draw)} AS o_orderdate, ${wordSql(draw, words.priorities, "order priority", "i")} AS o_orderpriority,
      ${numbered("Clerk", `1 + ${draw("order clerk", "i", 10)}`)} AS o_clerk, 0::INTEGER AS o_shippriority, ${remark} AS o_comment
    FROM range(1, ${String(counts.orders + 1)}) AS t(i) JOIN totals ON l_orderkey = ${orderKey} ORDER BY i`;
}
