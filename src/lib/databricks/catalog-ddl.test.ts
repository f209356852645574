import { describe, expect, it } from "vitest";
import { type CatalogChange, catalogDdl } from "./catalog-ddl.ts";

describe("a change in Unity Catalog as a statement", () => {
  it.each<[CatalogChange, string]>([
    [
      { kind: "create_view", target: "c.s.v", after: "version: 1.1\n", mark: "ab" },
      "CREATE VIEW `c`.`s`.`v` TBLPROPERTIES ('genie_enhancer.intent' = 'ab') WITH METRICS LANGUAGE YAML AS $$\nversion: 1.1\n$$",
    ],
    [{ kind: "alter_view", target: "c.s.v", after: "version: 1.1" }, "ALTER VIEW `c`.`s`.`v` AS $$\nversion: 1.1\n$$"],
    [{ kind: "drop_view", target: "c.s.v" }, "DROP VIEW IF EXISTS `c`.`s`.`v`"],
    [
      { kind: "comment", target: "c.s.t", column: "a`b", after: "it's \\ '; DROP TABLE t" },
      "COMMENT ON COLUMN `c`.`s`.`t`.`a``b` IS 'it\\'s \\\\ \\'; DROP TABLE t'",
    ],
    [{ kind: "comment", target: "c.s.t", column: null, after: null }, "COMMENT ON TABLE `c`.`s`.`t` IS NULL"],
  ])("%o", (change, sql) => {
    expect(catalogDdl(change)).toBe(sql);
  });

  it("never holds a definition that would end its own quotes", () => {
    const change = { kind: "alter_view", target: "c.s.v", after: "a: $$ ; DROP TABLE t" } as const;
    expect(() => catalogDdl(change)).toThrow("$$");
  });
});
