import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "./parser.ts";
import { pinDate, readsClock } from "./pin-date.ts";

beforeAll(loadParser);

const day = "2024-06-30";
const date = `DATE'${day}'`;
const time = `TIMESTAMP'${day} 00:00:00'`;

describe("pinDate", () => {
  it.each([
    ["SELECT CURRENT_DATE, current_date ( ), curdate()", `SELECT ${date}, ${date}, ${date}`],
    ["SELECT now(), CURRENT_TIMESTAMP, getdate()", `SELECT ${time}, ${time}, ${time}`],
    ["SELECT localtimestamp, localtimestamp()", Array(2).fill(`CAST('${day} 00:00:00' AS TIMESTAMP_NTZ)`)],
    ["SELECT unix_timestamp(), unix_timestamp(x) FROM t", `SELECT unix_timestamp(${time}), unix_timestamp(x) FROM t`],
    ["SELECT date_sub(current_date(), 7)", `SELECT date_sub(${date}, 7)`],
    ["SELECT '😀가', extract(YEAR FROM current_date) y", `SELECT '😀가', extract(YEAR FROM ${date}) y`],
    ["SELECT a FROM t WHERE d>=CURRENT_DATE-INTERVAL 7 DAYS", `SELECT a FROM t WHERE d>=${date}-INTERVAL 7 DAYS`],
    [
      "WITH b AS (SELECT * FROM t) SELECT a FROM b WHERE d IN (SELECT max(e) FROM u WHERE e < current_date)",
      `WITH b AS (SELECT * FROM t) SELECT a FROM b WHERE d IN (SELECT max(e) FROM u WHERE e < ${date})`,
    ],
    [
      "SELECT TIMESTAMP'2020-01-01 00:00:00' AS t /* now() */, 'now()' -- current_date\n FROM x WHERE d < now()",
      `SELECT TIMESTAMP'2020-01-01 00:00:00' AS t /* now() */, 'now()' -- current_date\n FROM x WHERE d < ${time}`,
    ],
  ])("turns the clock of %s into the day, and leaves the rest as written", (sql, expected) => {
    expect(pinDate(sql, day).sql).toBe(typeof expected === "string" ? expected : `SELECT ${expected.join(", ")}`);
    expect(pinDate(sql, day).pinned).toBeGreaterThan(0);
    expect(readsClock(pinDate(sql, day).sql)).toBe(false);
  });

  it.each([
    "WITH b AS (SELECT x AS current_date FROM t) SELECT current_date FROM b",
    "SELECT current_date FROM (SELECT x AS `current_date` FROM t) q",
    "SELECT v.d FROM VALUES (1, 2) AS v(d, current_date) WHERE current_date = 1",
    "SELECT x AS current_date FROM t ORDER BY current_date",
    "SELECT transform(a, current_date -> current_date + 1) FROM t",
    "SELECT t.current_date, `current_date`, s.now(), now FROM t",
    "SELECT 'current_date()' AS now FROM t -- now()",
    "SELECT unix_timestamp(d) FROM t",
    "this is not SQL, now()",
  ])("leaves %s alone: nothing in it reads the clock", (sql) => {
    expect(pinDate(sql, day)).toEqual({ sql, pinned: 0 });
  });

  it("pins the function beside a column of its name", () => {
    const sql =
      "WITH b AS (SELECT x AS current_date FROM t) SELECT current_date FROM b WHERE current_date = current_date()";
    expect(pinDate(sql, day)).toEqual({ sql: sql.replace("current_date()", date), pinned: 1 });
  });

  it("pins nothing without a day", () => {
    expect(pinDate("SELECT now()", null)).toEqual({ sql: "SELECT now()", pinned: 0 });
  });
});
