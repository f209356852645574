import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { beforeAll, describe, expect, it } from "vitest";
import { digestOf } from "../../lib/core/digest.ts";
import { loadSamples } from "./load-samples.ts";

async function loaded(only?: readonly ("bakehouse" | "tpch")[]): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("SET TimeZone = 'UTC'; ATTACH ':memory:' AS samples");
  await loadSamples({ run: (sql) => connection.run(sql) }, only === undefined ? {} : { only });
  return connection;
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  await connection.run("USE samples.bakehouse");
  return (await connection.runAndReadAll(sql)).getRowsJson();
}

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await loaded();
});
const rows = (sql: string): Promise<unknown[][]> => rowsOf(connection, sql);
const first = async (sql: string): Promise<unknown[]> => (await rows(sql))[0] ?? [];

describe("loading", () => {
  it("gives every table its columns, types and rows", async () => {
    const columns = await rows(
      `SELECT schema_name || '.' || table_name, string_agg(column_name || ' ' || lower(data_type), ', ' ORDER BY column_index)
       FROM duckdb_columns() WHERE database_name = 'samples' GROUP BY 1 ORDER BY 1`,
    );
    expect(Object.fromEntries(columns)).toMatchInlineSnapshot(`
      {
        "bakehouse.media_customer_reviews": "review varchar, franchiseID bigint, review_date timestamp with time zone, new_id integer",
        "bakehouse.media_gold_reviews_chunked": "franchiseID integer, review_date timestamp with time zone, chunked_text varchar, chunk_id varchar, review_uri varchar",
        "bakehouse.sales_customers": "customerID bigint, first_name varchar, last_name varchar, email_address varchar, phone_number varchar, address varchar, city varchar, state varchar, country varchar, continent varchar, postal_zip_code bigint, gender varchar",
        "bakehouse.sales_franchises": "franchiseID bigint, name varchar, city varchar, district varchar, zipcode varchar, country varchar, size varchar, longitude double, latitude double, supplierID bigint",
        "bakehouse.sales_suppliers": "supplierID bigint, name varchar, ingredient varchar, continent varchar, city varchar, district varchar, size varchar, longitude double, latitude double, approved varchar",
        "bakehouse.sales_transactions": "transactionID bigint, customerID bigint, franchiseID bigint, dateTime timestamp with time zone, product varchar, quantity bigint, unitPrice bigint, totalPrice bigint, paymentMethod varchar, cardNumber bigint",
        "tpch.customer": "c_custkey bigint, c_name varchar, c_address varchar, c_nationkey bigint, c_phone varchar, c_acctbal decimal(18,2), c_mktsegment varchar, c_comment varchar",
        "tpch.lineitem": "l_orderkey bigint, l_partkey bigint, l_suppkey bigint, l_linenumber integer, l_quantity decimal(18,2), l_extendedprice decimal(18,2), l_discount decimal(18,2), l_tax decimal(18,2), l_returnflag varchar, l_linestatus varchar, l_shipdate date, l_commitdate date, l_receiptdate date, l_shipinstruct varchar, l_shipmode varchar, l_comment varchar",
        "tpch.nation": "n_nationkey bigint, n_name varchar, n_regionkey bigint, n_comment varchar",
        "tpch.orders": "o_orderkey bigint, o_custkey bigint, o_orderstatus varchar, o_totalprice decimal(18,2), o_orderdate date, o_orderpriority varchar, o_clerk varchar, o_shippriority integer, o_comment varchar",
        "tpch.part": "p_partkey bigint, p_name varchar, p_mfgr varchar, p_brand varchar, p_type varchar, p_size integer, p_container varchar, p_retailprice decimal(18,2), p_comment varchar",
        "tpch.partsupp": "ps_partkey bigint, ps_suppkey bigint, ps_availqty integer, ps_supplycost decimal(18,2), ps_comment varchar",
        "tpch.region": "r_regionkey bigint, r_name varchar, r_comment varchar",
        "tpch.supplier": "s_suppkey bigint, s_name varchar, s_address varchar, s_nationkey bigint, s_phone varchar, s_acctbal decimal(18,2), s_comment varchar",
      }
    `);
  });

  it.each([
    ["sales_transactions", 3333],
    ["sales_customers", 300],
    ["sales_franchises", 48],
    ["sales_suppliers", 27],
    ["media_customer_reviews", 204],
    ["media_gold_reviews_chunked", 196],
  ])("%s has %i rows", async (table, count) => {
    expect(await first(`SELECT count(*)::INTEGER FROM ${table}`)).toEqual([count]);
  });

  it("stores no null and no empty text", async () => {
    const columns = await rows(
      `SELECT schema_name || '.' || table_name, column_name FROM duckdb_columns() WHERE database_name = 'samples'`,
    );
    const checks = columns.map(
      ([table, column]) =>
        `SELECT count(*) AS n FROM samples.${String(table)} WHERE "${String(column)}" IS NULL OR "${String(column)}"::VARCHAR = ''`,
    );
    expect(await first(`SELECT sum(n)::INTEGER FROM (${checks.join(" UNION ALL ")})`)).toEqual([0]);
  });

  it("is the same for the same seed, and may be one schema alone", async () => {
    const again = await loaded(["bakehouse"]);
    const everything = "SELECT * FROM sales_transactions ORDER BY ALL";
    expect(digestOf(await rowsOf(again, everything))).toBe(digestOf(await rows(everything)));
    expect(await rowsOf(again, "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'tpch'")).toEqual([]);
  });
});

/** Statements that must hold of the data: each gives true. */
const truths: readonly (readonly [string, string])[] = [
  [
    "every franchise has 48 to 90 receipts",
    "SELECT min(n) >= 48 AND max(n) <= 90 AND count(*) = 48 FROM (SELECT count(*) AS n FROM sales_transactions GROUP BY franchiseID)",
  ],
  [
    "every customer has 3 to 22 receipts",
    "SELECT min(n) >= 3 AND max(n) = 22 AND count(*) = 300 FROM (SELECT count(*) AS n FROM sales_transactions GROUP BY customerID)",
  ],
  [
    "every shop sells all six products",
    "SELECT count(*) = 288 FROM (SELECT DISTINCT franchiseID, product FROM sales_transactions)",
  ],
  [
    "the unit price is 3 and the total its product",
    "SELECT bool_and(unitPrice = 3 AND totalPrice = quantity * unitPrice AND quantity BETWEEN 1 AND 60) FROM sales_transactions",
  ],
  [
    "instants are all distinct, days 17, and the last is half",
    "SELECT count(DISTINCT dateTime) = 3333 AND count(DISTINCT dateTime::DATE) = 17 AND max(dateTime) < '2024-05-17 11:48:01' FROM sales_transactions",
  ],
  [
    "cards are unique and of the right length",
    "SELECT count(DISTINCT cardNumber) = 3333 AND bool_and(length(cardNumber::VARCHAR) = CASE paymentMethod WHEN 'amex' THEN 15 ELSE 16 END) FROM sales_transactions",
  ],
  [
    "one full name occurs twice",
    "SELECT count(*) = 299 FROM (SELECT DISTINCT first_name, last_name FROM sales_customers)",
  ],
  [
    "country and continent of customers go together",
    "SELECT count(*) = 3 FROM (SELECT DISTINCT country, continent FROM sales_customers)",
  ],
  [
    "the United States are written in two ways",
    "SELECT (SELECT count(*) FROM sales_franchises WHERE country = 'US') = 16 AND (SELECT count(*) FROM sales_customers WHERE country = 'USA') = 99 AND NOT EXISTS (FROM sales_franchises WHERE country = 'USA')",
  ],
  [
    "states are codes in the USA alone",
    "SELECT bool_and((length(state) = 2) = (country = 'USA')) FROM sales_customers",
  ],
  [
    "21 franchises point at no supplier",
    "SELECT count(*) = 21 FROM sales_franchises ANTI JOIN sales_suppliers USING (supplierID)",
  ],
  [
    "an inner join to suppliers loses nearly half",
    "SELECT count(*) = 1853 AND sum(totalPrice) = 32934 FROM sales_transactions JOIN sales_franchises USING (franchiseID) JOIN sales_suppliers USING (supplierID)",
  ],
  [
    "all suppliers are approved and sell different things",
    "SELECT bool_and(approved = 'Y') AND count(DISTINCT ingredient) = 27 FROM sales_suppliers",
  ],
  [
    "two names stand for two shops each",
    "SELECT count(DISTINCT name) = 46 AND count(DISTINCT city) = 47 FROM sales_franchises",
  ],
  [
    "amex leads by money, mastercard by count",
    "SELECT arg_max(paymentMethod, money) = 'amex' AND arg_max(paymentMethod, n) = 'mastercard' FROM (SELECT paymentMethod, sum(totalPrice) AS money, count(*) AS n FROM sales_transactions GROUP BY 1)",
  ],
  [
    "the second product by count is the fourth by money",
    "SELECT product = 'Tokyo Tidbits' AND n = 2 AND money = 4 FROM (SELECT product, rank() OVER (ORDER BY count(*) DESC) AS n, rank() OVER (ORDER BY sum(totalPrice) DESC) AS money FROM sales_transactions GROUP BY 1) WHERE n = 2",
  ],
  [
    "the best customer is not the most frequent",
    "SELECT arg_max(customerID, money) <> arg_max(customerID, n) FROM (SELECT customerID, sum(totalPrice) AS money, count(*) AS n FROM sales_transactions GROUP BY 1)",
  ],
  [
    "two days share the second place",
    "SELECT list(day::VARCHAR ORDER BY day) = ['2024-05-08', '2024-05-09'] FROM (SELECT dateTime::DATE AS day, rank() OVER (ORDER BY count(*) DESC) AS place FROM sales_transactions GROUP BY 1) WHERE place = 2",
  ],
  [
    "three revenues of franchises are tied",
    "SELECT list(money ORDER BY money) = [1083, 1212, 1239] FROM (SELECT money FROM (SELECT sum(totalPrice)::INTEGER AS money FROM sales_transactions GROUP BY franchiseID) GROUP BY 1 HAVING count(*) = 2)",
  ],
  [
    "the first five franchises are in strict order",
    "SELECT count(*) = 5 FROM (SELECT rank() OVER (ORDER BY sum(totalPrice) DESC) AS place FROM sales_transactions GROUP BY franchiseID) WHERE place <= 5",
  ],
  [
    "reviews share no day with sales",
    "SELECT min(review_date) > (SELECT max(dateTime) FROM sales_transactions) FROM media_customer_reviews",
  ],
  [
    "reviews are long, come by three or six, and twelve repeat",
    "SELECT count(DISTINCT review) = 192 AND min(length(review)) >= 310 AND max(length(review)) <= 1455 AND (SELECT bool_and(n IN (3, 6)) FROM (SELECT count(*) AS n FROM media_customer_reviews GROUP BY franchiseID)) FROM media_customer_reviews",
  ],
  [
    "chunk ids are no key",
    "SELECT count(DISTINCT chunk_id) = 138 AND (SELECT bool_and(n BETWEEN 2 AND 6) FROM (SELECT count(*) AS n FROM media_gold_reviews_chunked GROUP BY franchiseID)) FROM media_gold_reviews_chunked",
  ],
  [
    "a third of the customers has no order",
    "SELECT count(*) = 500 AND bool_and(c_custkey % 3 = 0) FROM samples.tpch.customer ANTI JOIN samples.tpch.orders ON c_custkey = o_custkey",
  ],
  [
    "orders span the years 1992 to 1998-08-02",
    "SELECT count(DISTINCT year(o_orderdate)) = 7 AND min(o_orderdate) = '1992-01-01' AND max(o_orderdate) = '1998-08-02' FROM samples.tpch.orders",
  ],
  ["order keys are sparse", "SELECT bool_and((o_orderkey - 1) % 32 < 8) FROM samples.tpch.orders"],
  [
    "there are orders in every state, with the states of their lines",
    "SELECT count(DISTINCT o_orderstatus) = 3 AND bool_and(o_orderstatus = expected) FROM samples.tpch.orders JOIN (SELECT l_orderkey, CASE WHEN count(DISTINCT l_linestatus) = 2 THEN 'P' ELSE min(l_linestatus) END AS expected FROM samples.tpch.lineitem GROUP BY 1) ON l_orderkey = o_orderkey",
  ],
  [
    "a line has one of four pairs of flags",
    "SELECT list(pair ORDER BY pair) = ['AF', 'NF', 'NO', 'RF'] FROM (SELECT DISTINCT l_returnflag || l_linestatus AS pair FROM samples.tpch.lineitem)",
  ],
  [
    "an order's lines are numbered from one",
    "SELECT bool_and(n = most AND most BETWEEN 1 AND 7) FROM (SELECT count(*) AS n, max(l_linenumber) AS most FROM samples.tpch.lineitem GROUP BY l_orderkey)",
  ],
  [
    "a line's supplier is one of the part's four",
    "SELECT count(*) = (SELECT count(*) FROM samples.tpch.lineitem) FROM samples.tpch.lineitem JOIN samples.tpch.partsupp ON ps_partkey = l_partkey AND ps_suppkey = l_suppkey",
  ],
  [
    "a part has four different suppliers",
    "SELECT count(*) = 8000 FROM (SELECT DISTINCT ps_partkey, ps_suppkey FROM samples.tpch.partsupp)",
  ],
  [
    "a line's price is quantity times retail price",
    "SELECT bool_and(l_extendedprice = l_quantity * p_retailprice) FROM samples.tpch.lineitem JOIN samples.tpch.part ON p_partkey = l_partkey",
  ],
  [
    "dates of a line are in their ranges",
    "SELECT bool_and(l_shipdate - o_orderdate BETWEEN 1 AND 121 AND l_commitdate - o_orderdate BETWEEN 30 AND 90 AND l_receiptdate - l_shipdate BETWEEN 1 AND 30) FROM samples.tpch.lineitem JOIN samples.tpch.orders ON l_orderkey = o_orderkey",
  ],
  [
    "every nation has customers and suppliers",
    "SELECT count(DISTINCT c_nationkey) = 25 AND (SELECT count(DISTINCT s_nationkey) FROM samples.tpch.supplier) = 25 FROM samples.tpch.customer",
  ],
  [
    "one supplier has complaints",
    "SELECT count(*) = 1 FROM samples.tpch.supplier WHERE s_comment LIKE '%Customer%Complaints%'",
  ],
  [
    "two parts have one price",
    "SELECT count(*) > 0 FROM (SELECT p_retailprice FROM samples.tpch.part GROUP BY 1 HAVING count(*) = 2)",
  ],
  [
    "a part's name is five different words",
    "SELECT bool_and(len(list_distinct(string_split(p_name, ' '))) = 5) FROM samples.tpch.part",
  ],
];

describe("what must hold", () => {
  it.each(truths)("%s", async (_words, sql) => {
    expect(await first(sql)).toEqual([true]);
  });

  it("no card number is a valid one", async () => {
    const cards = await rows("SELECT cardNumber::VARCHAR FROM sales_transactions");
    expect(cards.filter(([card]) => luhnSum(String(card)) % 10 === 0)).toEqual([]);
  });
});

function luhnSum(card: string): number {
  return [...card].toReversed().reduce((sum, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}

const line = "FROM samples.tpch.lineitem";
const byCountry = (table: string): string =>
  `SELECT p.country, sum(t.totalPrice) FROM sales_transactions t JOIN ${table} p USING (${table === "sales_customers" ? "customerID" : "franchiseID"}) GROUP BY 1 ORDER BY 1`;

/** A right query and the reading of it that people get wrong. */
const readings: readonly (readonly [string, string, string])[] = [
  [
    "inner join for left join",
    "SELECT f.name, s.name FROM sales_franchises f LEFT JOIN sales_suppliers s USING (supplierID) ORDER BY f.franchiseID",
    "SELECT f.name, s.name FROM sales_franchises f JOIN sales_suppliers s USING (supplierID) ORDER BY f.franchiseID",
  ],
  [
    "name for id",
    "SELECT count(*) FROM (SELECT franchiseID FROM sales_franchises GROUP BY 1)",
    "SELECT count(*) FROM (SELECT name FROM sales_franchises GROUP BY 1)",
  ],
  [
    "customer's name for customer",
    "SELECT count(DISTINCT customerID) FROM sales_customers",
    "SELECT count(DISTINCT first_name || ' ' || last_name) FROM sales_customers",
  ],
  [
    "count for sum",
    "SELECT paymentMethod FROM sales_transactions GROUP BY 1 ORDER BY sum(totalPrice) DESC, 1",
    "SELECT paymentMethod FROM sales_transactions GROUP BY 1 ORDER BY count(*) DESC, 1",
  ],
  [
    "units for receipts",
    "SELECT product FROM sales_transactions GROUP BY 1 ORDER BY sum(quantity) DESC, 1",
    "SELECT product FROM sales_transactions GROUP BY 1 ORDER BY count(*) DESC, 1",
  ],
  ["franchise country for customer country", byCountry("sales_customers"), byCountry("sales_franchises")],
  [
    "fan-out of reviews",
    "SELECT count(*) FROM sales_transactions",
    "SELECT count(*) FROM sales_transactions JOIN media_customer_reviews USING (franchiseID)",
  ],
  [
    "averages of averages",
    "SELECT round(avg(totalPrice), 2) FROM sales_transactions",
    "SELECT round(avg(a), 2) FROM (SELECT avg(totalPrice) AS a FROM sales_transactions GROUP BY franchiseID)",
  ],
  [
    "gross for net revenue",
    `SELECT sum(l_extendedprice * (1 - l_discount)) ${line}`,
    `SELECT sum(l_extendedprice) ${line}`,
  ],
  [
    "order totals for line revenue",
    `SELECT sum(l_extendedprice * (1 - l_discount)) ${line}`,
    "SELECT sum(o_totalprice) FROM samples.tpch.orders",
  ],
  [
    "order totals counted once a line",
    "SELECT sum(o_totalprice) FROM samples.tpch.orders",
    `SELECT sum(o_totalprice) ${line} JOIN samples.tpch.orders ON l_orderkey = o_orderkey`,
  ],
  [
    "supplier's nation for customer's",
    `SELECT n_name, count(*) ${line} JOIN samples.tpch.orders ON o_orderkey = l_orderkey JOIN samples.tpch.customer ON c_custkey = o_custkey JOIN samples.tpch.nation ON n_nationkey = c_nationkey GROUP BY 1 ORDER BY 1`,
    `SELECT n_name, count(*) ${line} JOIN samples.tpch.supplier ON s_suppkey = l_suppkey JOIN samples.tpch.nation ON n_nationkey = s_nationkey GROUP BY 1 ORDER BY 1`,
  ],
  [
    "half of a two-part key",
    `SELECT count(*) ${line} JOIN samples.tpch.partsupp ON ps_partkey = l_partkey AND ps_suppkey = l_suppkey`,
    `SELECT count(*) ${line} JOIN samples.tpch.partsupp ON ps_suppkey = l_suppkey`,
  ],
  [
    "customers with orders for all customers",
    "SELECT count(*) FROM samples.tpch.customer",
    "SELECT count(DISTINCT o_custkey) FROM samples.tpch.orders",
  ],
];

describe("distinctive", () => {
  it.each(readings)("%s changes the result", async (_words, right, wrong) => {
    const expected = await rows(right);
    expect(expected).not.toEqual([]);
    expect(await rows(wrong)).not.toEqual(expected);
  });
});
