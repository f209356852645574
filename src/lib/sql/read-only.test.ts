import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "./parser.ts";
import { readOnly } from "./read-only.ts";

beforeAll(loadParser);

describe("readOnly", () => {
  it.each([
    ["SELECT 1"],
    ["SELECT 1;"],
    ["SELECT 1; -- the end"],
    ["/* why */ (SELECT a FROM t) ORDER BY 1"],
    ["WITH x AS (SELECT 1 AS a) SELECT a FROM x UNION SELECT 2"],
    ["VALUES (1, 2), (3, 4)"],
    ["SELECT 'DROP TABLE t; DELETE FROM u' AS `insert` FROM t"],
    ["SELECT secret, ai_score FROM t WHERE secret IN (1)"],
    ["SELECT 총매출 FROM `한글`.`스키마`.`테이블`"],
    ["SELECT MEASURE(revenue) FROM mv GROUP BY ALL"],
    [
      "SELECT /*+ BROADCAST(t) */ r'a\\', x'1F', 'it''s', \"b\\\"c\", `d``e` FROM t -- it's\r\nWHERE '😀' < 1e5 /* \" */",
    ],
    ["SELECT transform(a, x -> x + 1), 'ı' FROM delta.sales"],
    ["SELECT a FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY b ORDER BY c) = 1"],
  ])("lets %j run", (sql) => {
    expect(readOnly(sql)).toEqual({ ok: true });
  });

  it.each([
    [""],
    [";"],
    ["SELECT 1;;"],
    ["SELECT 1; DROP TABLE t"],
    ["INSERT INTO t VALUES (1)"],
    ["WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x"],
    ["WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x"],
    ["SELECT * FROM (INSERT INTO t VALUES (1))"],
    ["MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE"],
    ["CREATE TABLE t AS SELECT 1"],
    ["CREATE OR REPLACE TEMPORARY VIEW v AS SELECT 1"],
    ["CALL p(1)"],
    ["SET x = 1"],
    ["USE CATALOG x"],
    ["EXPLAIN SELECT 1"],
    ["DESCRIBE t"],
    ["EXECUTE IMMEDIATE 'DROP TABLE t'"],
    ["BEGIN SELECT 1; END"],
    ["OPTIMIZE t"],
    ["SELECT 1 INTO t"],
    ["SELECT * FROM t FOR UPDATE"],
    ["SELECT ai_query('m', name) FROM t"],
    ["SELECT AI_Summarize(name) FROM t"],
    ["SELECT `ai_query`('m', name) FROM t"],
    ["SELECT system.ai.anything(name) FROM t"],
    ["SELECT http_request(conn => 'c', method => 'GET', path => '/')"],
    ["SELECT * FROM read_files('/Volumes/a/b/c')"],
    ["SELECT * FROM read_json('/Volumes/a/b/c')"],
    ["SELECT * FROM TABLE(read_files('/Volumes/a/b/c'))"],
    ["SELECT * FROM remote_query('c', query => 'SELECT 1')"],
    ["SELECT secret('scope', 'key')"],
    ["SELECT secret /* here */ ('scope', 'key')"],
    ["SELECT reflect('java.lang.System', 'exit', 1)"],
    ["SELECT IDENTIFIER('ai_' || 'query')('m')"],
    ["SELECT * FROM csv.`/Volumes/a/b/c.csv`"],
    ["SELECT 1 /* a /* b */ FROM t -- */"],
    ["SELECT 1 -- here the platform's comment ends\r, ai_query('m', 'x')"],
    ["SELECT 1 -- goes on \\\n, '\n, ai_query('m', 'x') -- '"],
    ["SELECT /*+ a('*/ ') */ ai_query(1) AS x --' AS y"],
    ["SELECT $$ , ai_query(1) $$"],
    ["SELECT U&'a\\', 'b'"],
    ["SELECT * FROM \u0131dentifier('t')"],
    ["SELECT \u017fecret('scope', 'key')"],
    ["SELECT TRANSFORM(a) USING 'cat' AS (b) FROM t"],
    ["FROM t SELECT TRANSFORM(a) USING 'cat'"],
    ["SELECT * FROM image.`/Volumes/a/b`"],
    ["SELECT * FROM csv.`c.csv`"],
    ["SELECT * FROM '/Volumes/a/b/c.csv'"],
    ["SELECT a FROM t |> DROP a"],
    ["please show me everything"],
  ])("refuses %j with a reason", (sql) => {
    expect(readOnly(sql)).toEqual({ ok: false, reason: expect.stringMatching(/\w{3}/u) });
  });
});
