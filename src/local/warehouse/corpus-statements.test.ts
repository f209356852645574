import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Cell } from "../../lib/core/statement.ts";
import { openDuckDb } from "./duckdb.ts";
import type { Engine, EngineResult, StatementParameter } from "./engine.ts";

const session = { catalog: "sandbox", schema: "genie_enhancement", timeZone: "UTC" };
const text = (name: string, value: string): StatementParameter => ({ name, type: "STRING", value });

let engine: Engine;
const run = (sql: string, ...parameters: StatementParameter[]): Promise<EngineResult> =>
  engine.execute(sql, parameters, session);
const rows = async (sql: string, ...parameters: StatementParameter[]): Promise<readonly (readonly Cell[])[]> =>
  (await run(sql, ...parameters)).rows;

beforeAll(async () => {
  engine = await openDuckDb({ folder: null, catalogs: ["sandbox", "main"] });
  await run("CREATE SCHEMA IF NOT EXISTS sandbox.genie_enhancement COMMENT 'state of the enhancer'");
});
afterAll(() => engine.close());

describe("tables and views of the state schema", () => {
  it("creates a table with every clause that Delta tables carry", async () => {
    const sql = `CREATE TABLE IF NOT EXISTS sandbox.genie_enhancement.enhancement_runs (
      run_id STRING NOT NULL COMMENT 'the run''s id',
      space_id STRING,
      status STRING,
      current_stage STRING,
      score DOUBLE,
      cost DECIMAL(18, 6) DEFAULT 0,
      tags ARRAY<STRING>,
      nested ARRAY<STRUCT<a: INT, b: MAP<STRING, DOUBLE>>>,
      at TIMESTAMP_NTZ,
      started_at TIMESTAMP,
      CONSTRAINT pk PRIMARY KEY (run_id)
    ) USING DELTA CLUSTER BY (run_id) COMMENT 'one row a run'
    TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported')`;
    await run(sql);
    await run(sql);
    expect(await rows("DESCRIBE TABLE enhancement_runs")).toEqual([
      ["run_id", "string", "the run's id"],
      ["space_id", "string", null],
      ["status", "string", null],
      ["current_stage", "string", null],
      ["score", "double", null],
      ["cost", "decimal(18,6)", null],
      ["tags", "array<string>", null],
      ["nested", "array<struct<a:int,b:map<string,double>>>", null],
      ["at", "timestamp_ntz", null],
      ["started_at", "timestamp", null],
    ]);
  });

  it("fills rows from JSON by name, and defaults the rest", async () => {
    const json = JSON.stringify([
      { run_id: "r1", status: "RUNNING", score: 0.5, started_at: "2024-01-01T00:00:00.123Z", tags: ["x"] },
      { run_id: "r2", status: "FAILED", score: null, started_at: null, tags: null },
    ]);
    const inserted = await run(
      `INSERT INTO enhancement_runs (run_id, status, score, started_at, tags)
       SELECT run_id, status, score, started_at, tags FROM (SELECT inline(from_json(:rows, 'array<struct<run_id:string,status:string,score:double,started_at:timestamp,tags:array<string>>>')))`,
      text("rows", json),
    );
    expect(inserted.affected).toBe(2);
    expect(await rows("SELECT run_id, score, cost, tags, started_at FROM enhancement_runs ORDER BY run_id")).toEqual([
      ["r1", "0.5", "0.000000", '["x"]', "2024-01-01T00:00:00.123Z"],
      ["r2", null, "0.000000", null, null],
    ]);
  });

  it("refuses NULL where the column forbids it", async () => {
    await expect(run("INSERT INTO enhancement_runs (run_id) VALUES (NULL)")).rejects.toMatchObject({
      errorCode: "DELTA_NOT_NULL_CONSTRAINT_VIOLATED",
    });
  });

  it("merges by key, with conditions on each branch", async () => {
    const merged = await run(
      `MERGE INTO sandbox.genie_enhancement.enhancement_runs AS t
       USING (SELECT explode(from_json(:rows, 'array<struct<run_id:string,status:string>>')) AS r) s ON t.run_id = s.r.run_id
       WHEN MATCHED AND t.status = 'RUNNING' THEN UPDATE SET t.status = s.r.status, score = coalesce(t.score, 0) + 1
       WHEN MATCHED THEN DELETE
       WHEN NOT MATCHED THEN INSERT (run_id, status) VALUES (s.r.run_id, s.r.status)`,
      text("rows", JSON.stringify(["r1", "r2", "r3"].map((id) => ({ run_id: id, status: "DONE" })))),
    );
    expect(merged.columns.map((column) => column.name)).toEqual([
      "num_affected_rows",
      "num_updated_rows",
      "num_deleted_rows",
      "num_inserted_rows",
    ]);
    expect(merged.rows).toEqual([["3", "1", "1", "1"]]);
    expect(await rows("SELECT run_id, status, score FROM enhancement_runs ORDER BY run_id")).toEqual([
      ["r1", "DONE", "1.5"],
      ["r3", "DONE", null],
    ]);
  });

  it("merges whole rows by name", async () => {
    await run("CREATE TABLE pairs (k STRING, v INT)");
    await run("INSERT INTO pairs VALUES ('a', 1)");
    await run(
      "MERGE INTO pairs t USING (SELECT * FROM VALUES (10, 'a'), (20, 'b') AS s(v, k)) s ON t.k = s.k WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *",
    );
    expect(await rows("SELECT k, v FROM pairs ORDER BY k")).toEqual([
      ["a", "10"],
      ["b", "20"],
    ]);
  });

  it("refuses a merge in which several source rows match one row", async () => {
    await expect(
      run(
        "MERGE INTO pairs t USING (SELECT * FROM VALUES ('a', 1), ('a', 2) AS s(k, v)) s ON t.k = s.k WHEN MATCHED THEN UPDATE SET v = s.v",
      ),
    ).rejects.toMatchObject({ errorCode: "DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE" });
    expect(await rows("SELECT v FROM pairs WHERE k = 'a'")).toEqual([["10"]]);
  });

  it("updates, deletes, overwrites and truncates", async () => {
    expect((await run("UPDATE pairs p SET p.v = v + 1 WHERE p.k = 'a'")).rows).toEqual([["1"]]);
    expect((await run("DELETE FROM pairs WHERE k = 'b'")).rows).toEqual([["1"]]);
    await run("INSERT OVERWRITE pairs VALUES ('z', 0)");
    expect(await rows("SELECT * FROM pairs")).toEqual([["z", "0"]]);
    await run("INSERT INTO pairs BY NAME SELECT 5 AS v, 'y' AS k");
    expect(await rows("SELECT * FROM pairs ORDER BY k")).toEqual([
      ["y", "5"],
      ["z", "0"],
    ]);
    await run("TRUNCATE TABLE pairs");
    expect(await rows("SELECT count(*) FROM pairs")).toEqual([["0"]]);
  });

  it("takes names out of IDENTIFIER", async () => {
    const table = text("t", "sandbox.genie_enhancement.pairs");
    await run("INSERT INTO IDENTIFIER(:t) VALUES ('i', 1)", table);
    expect(await rows("SELECT k FROM IDENTIFIER(:t)", table)).toEqual([["i"]]);
    await run("DELETE FROM IDENTIFIER('sandbox.' || :s || '.pairs')", text("s", "genie_enhancement"));
    expect(await rows("SELECT count(*) FROM pairs")).toEqual([["0"]]);
  });

  it("keeps the newest row a key in views", async () => {
    await run("INSERT INTO pairs VALUES ('a', 1), ('a', 3), ('b', 2)");
    await run(`CREATE OR REPLACE VIEW sandbox.genie_enhancement.newest (k COMMENT 'key', v) COMMENT 'newest' AS
      SELECT k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) AS rn FROM sandbox.genie_enhancement.pairs) WHERE rn = 1`);
    await run(
      "CREATE OR REPLACE VIEW newest_too AS SELECT * FROM pairs QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) = 1",
    );
    expect(await rows("SELECT * FROM newest ORDER BY k")).toEqual([
      ["a", "3"],
      ["b", "2"],
    ]);
    expect(await rows("SELECT * FROM newest_too ORDER BY k")).toEqual([
      ["a", "3"],
      ["b", "2"],
    ]);
    expect(await rows("DESCRIBE newest")).toEqual([
      ["k", "string", "key"],
      ["v", "int", null],
    ]);
  });

  it("changes a table's columns and comments", async () => {
    await run("ALTER TABLE pairs ADD COLUMNS (note STRING COMMENT 'free text', n INT)");
    await run("ALTER TABLE pairs ADD COLUMN IF NOT EXISTS n INT");
    await run("ALTER TABLE pairs ALTER COLUMN k COMMENT 'it''s the key'");
    await run("ALTER TABLE pairs RENAME COLUMN n TO m");
    await run("COMMENT ON COLUMN pairs.v IS 'value'");
    await run("COMMENT ON TABLE pairs IS 'pairs'");
    await run("ALTER TABLE pairs CLUSTER BY (k)");
    expect(await rows("DESCRIBE pairs")).toEqual([
      ["k", "string", "it's the key"],
      ["v", "int", "value"],
      ["note", "string", "free text"],
      ["m", "int", null],
    ]);
  });
});

describe("the queries published for years", () => {
  beforeAll(async () => {
    await run("CREATE TABLE enhancement_iterations (run_id STRING, iteration_number INT, score DOUBLE)");
    await run("INSERT INTO enhancement_iterations VALUES ('r1', 2, 0.75), ('r1', 1, 0.5), ('r2', 1, 0.7)");
    await run("CREATE TABLE enhancement_changes (change_type STRING, applied_successfully BOOLEAN)");
    await run(
      "INSERT INTO enhancement_changes VALUES ('add_synonym', true), ('add_synonym', true), ('add_join_spec', true), ('add_join_spec', false)",
    );
    await run("INSERT INTO enhancement_runs (run_id, started_at) VALUES ('new', current_timestamp())");
    await run("CREATE VIEW genie_job_runs AS SELECT run_id, space_id, status, current_stage FROM enhancement_runs");
    await run(
      "CREATE VIEW genie_job_stage_results AS SELECT run_id, iteration_number AS stage_number FROM enhancement_iterations",
    );
  });

  it.each<readonly [string, readonly (readonly Cell[])[]]>([
    ["SELECT * FROM sandbox.genie_enhancement.genie_job_runs WHERE run_id = 'r1'", [["r1", null, "DONE", null]]],
    ["SELECT * FROM sandbox.genie_enhancement.genie_job_stage_results WHERE run_id = 'r2'", [["r2", "1"]]],
    [
      "SELECT run_id FROM genie_enhancement.enhancement_runs WHERE started_at >= current_date() - INTERVAL 7 DAYS ORDER BY started_at DESC",
      [["new"]],
    ],
    [
      "SELECT iteration_number, AVG(score) AS avg_score FROM genie_enhancement.enhancement_iterations GROUP BY iteration_number ORDER BY iteration_number",
      [
        ["1", "0.6"],
        ["2", "0.75"],
      ],
    ],
    [
      "SELECT change_type, COUNT(*) AS count FROM genie_enhancement.enhancement_changes WHERE applied_successfully = TRUE GROUP BY change_type ORDER BY count DESC",
      [
        ["add_synonym", "2"],
        ["add_join_spec", "1"],
      ],
    ],
  ])("%s", async (sql, expected) => {
    expect(await rows(sql)).toEqual(expected);
  });
});

describe("looking around", () => {
  it("lists catalogs, schemas and tables, with `main` under its own name", async () => {
    await run("CREATE SCHEMA main.inner");
    await run("CREATE TABLE main.inner.t AS SELECT 1 AS a");
    expect(await rows("SHOW CATALOGS")).toEqual([["main"], ["sandbox"]]);
    expect(await rows("SHOW SCHEMAS IN main")).toEqual([["default"], ["inner"]]);
    expect(await rows("SHOW TABLES IN main.inner")).toEqual([["inner", "t", "false"]]);
    expect(await rows("SHOW COLUMNS IN main.inner.t")).toEqual([["a"]]);
    expect(
      await rows("SELECT table_catalog, table_schema, table_name, table_type FROM main.information_schema.tables"),
    ).toEqual([["main", "inner", "t", "MANAGED"]]);
    expect(
      await rows(
        "SELECT c.column_name, c.full_data_type, c.ordinal_position FROM main.information_schema.columns c WHERE c.table_name = 't'",
      ),
    ).toEqual([["a", "int", "1"]]);
  });

  it("explains what runs, and says in the plan what analysis refuses", async () => {
    expect((await rows("EXPLAIN SELECT 1"))[0]?.[0]).toMatch(/^== Physical Plan ==/u);
    expect((await rows("EXPLAIN SELECT * FROM missing"))[0]?.[0]).toMatch(
      /Error occurred during query planning: \n\[TABLE_OR_VIEW_NOT_FOUND\]/u,
    );
    await expect(run("EXPLAIN SELECT FROM")).rejects.toMatchObject({ errorCode: "PARSE_SYNTAX_ERROR" });
  });

  it("drops what exists, and says so when it does not", async () => {
    await run("DROP TABLE main.inner.t");
    await expect(run("DROP TABLE main.inner.t")).rejects.toMatchObject({ errorCode: "TABLE_OR_VIEW_NOT_FOUND" });
    await run("DROP TABLE IF EXISTS main.inner.t");
    await run("DROP SCHEMA main.inner CASCADE");
    expect(await rows("SHOW SCHEMAS IN main")).toEqual([["default"]]);
  });
});

describe("the session's zone", () => {
  it("reads and cuts timestamps in it", async () => {
    const seoul = { ...session, timeZone: "Asia/Seoul" };
    const sql =
      "SELECT TIMESTAMP '2024-05-01 00:00:00', CAST(TIMESTAMP '2024-05-01 00:00:00' AS STRING), hour(TIMESTAMP '2024-05-01 09:00:00')";
    expect((await engine.execute(sql, [], seoul)).rows).toEqual([
      ["2024-04-30T15:00:00.000Z", "2024-05-01 00:00:00", "9"],
    ]);
    expect((await engine.execute(sql, [], session)).rows).toEqual([
      ["2024-05-01T00:00:00.000Z", "2024-05-01 00:00:00", "9"],
    ]);
  });
});

describe("writers beside each other", () => {
  it("count every one of twenty updates of one row", async () => {
    await run("CREATE TABLE counters (n INT)");
    await run("INSERT INTO counters VALUES (0)");
    await Promise.all(Array.from({ length: 20 }, () => run("UPDATE counters SET n = n + 1")));
    expect(await rows("SELECT n FROM counters")).toEqual([["20"]]);
  });
});

describe("a folder", () => {
  it("keeps tables, views and comments for the next start", async () => {
    const folder = await mkdtemp(join(tmpdir(), "warehouse-"));
    try {
      const first = await openDuckDb({ folder, catalogs: ["main"] });
      const there = { catalog: "main", schema: "default", timeZone: "UTC" };
      await first.execute("CREATE TABLE t (a INT COMMENT 'kept')", [], there);
      await first.execute("INSERT INTO t VALUES (7)", [], there);
      await first.execute("CREATE VIEW v AS SELECT a / 2 AS half FROM t", [], there);
      await first.close();
      const second = await openDuckDb({ folder, catalogs: ["main"] });
      expect((await second.execute("SELECT * FROM v", [], there)).rows).toEqual([["3.5"]]);
      expect((await second.execute("DESCRIBE t", [], there)).rows).toEqual([["a", "int", "kept"]]);
      await second.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
