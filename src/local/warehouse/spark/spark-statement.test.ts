import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../../../lib/sql/parser.ts";
import { asTheCallerKnows, sparkStatement } from "./spark-statement.ts";

const session = { catalog: "sandbox", schema: "s", timeZone: "UTC" };
beforeAll(async () => {
  await loadParser();
});

describe("a statement for open Spark", () => {
  it.each([
    ["CREATE VIEW v AS SELECT 1", "CREATE VIEW `spark_catalog`.`sandbox__s`.`v` AS SELECT 1"],
    [
      "CREATE OR REPLACE VIEW `c`.`t`.`v` COMMENT 'x' AS\nSELECT * FROM `c`.`t`.`u`",
      "CREATE OR REPLACE VIEW `spark_catalog`.`c__t`.`v` COMMENT 'x' AS\nSELECT * FROM `c`.`t`.`u`",
    ],
    [
      "CREATE VIEW IF NOT EXISTS t.v (a, b) AS SELECT 1, 2",
      "CREATE VIEW IF NOT EXISTS `spark_catalog`.`sandbox__t`.`v` (a, b) AS SELECT 1, 2",
    ],
    ["DROP VIEW IF EXISTS c.t.v", "DROP VIEW IF EXISTS `spark_catalog`.`c__t`.`v` "],
    [
      "CREATE FUNCTION f(x INT) RETURNS INT RETURN x",
      "CREATE FUNCTION `spark_catalog`.`sandbox__s`.`f` (x INT) RETURNS INT RETURN x",
    ],
  ])("names what is in Spark's own catalog alone: %s", (sql, expected) => {
    expect(sparkStatement(sql, session)).toBe(expected);
  });

  it.each([
    "SELECT 'CREATE VIEW v' FROM c.t.u",
    "CREATE TABLE c.t.view (a INT)",
    "CREATE TEMPORARY VIEW v AS SELECT 1",
    "DROP TABLE c.t.u",
  ])("leaves the others as they are: %s", (sql) => {
    expect(sparkStatement(sql, session)).toBe(sql);
  });

  it("gives names back to messages", () => {
    const said = "`spark_catalog`.`c__s`.`t` and spark_catalog.c__s.t and `c__s`.`t`, not `d__s`";
    expect(asTheCallerKnows(said, ["c"])).toBe("`c`.`s`.`t` and c.s.t and `s`.`t`, not `d__s`");
  });

  it("is refused where it makes a metric view, which open Spark does not have", () => {
    const sql = "CREATE VIEW v WITH METRICS LANGUAGE YAML AS $$\nversion: 1.1\n$$";
    expect(() => sparkStatement(sql, session)).toThrow("Metric views are not in open Spark");
  });
});
