import { describe, expect, it } from "vitest";
import { manualClock } from "../core/clock.ts";
import { seededIds } from "../core/random.ts";
import type { SqlValue, StateSql } from "./sql-port.ts";
import { openState } from "./state.ts";

type Sent = { readonly sql: string; readonly parameters: Readonly<Record<string, SqlValue>> };

/** Records what is sent and answers from a queue of results; an Error in it is thrown. */
function recorded(...answers: (Record<string, unknown>[] | Error)[]) {
  const sent: Sent[] = [];
  const sql: StateSql = {
    query: async (text, parameters = {}) => {
      sent.push({ sql: text, parameters });
      const answer = answers.shift() ?? [];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const at = { catalog: "my`catalog", schema: "state", coordinationSchema: "shared" };
  return { sent, clock: manualClock(), open: (clock = manualClock()) => openState(sql, at, clock, seededIds("s")) };
}

const attempt = {
  run_id: "r'; DROP TABLE x --",
  iteration_number: 1,
  arm: "baseline",
  attempt: 1,
  benchmark_id: "q1",
  passed: true,
  verdict: "CORRECT",
  space_digest: "d",
} as const;

describe("state writes", () => {
  it("send values as one JSON parameter and never as text", async () => {
    const { sent, open } = recorded();
    await open().attempts.insert([attempt, { ...attempt, benchmark_id: "q2", response_time_seconds: 5 }]);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.sql).not.toContain("DROP TABLE");
    expect(sent[0]?.sql).toContain("MERGE INTO `my``catalog`.`state`.`enhancement_benchmarks` AS t");
    expect(sent[0]?.sql).toContain("response_time_seconds: DOUBLE");
    expect(sent[0]?.sql).toContain("map('mode', 'FAILFAST')");
    expect(JSON.parse(String(sent[0]?.parameters["rows"]))).toEqual([
      { ...attempt, created_at: "2026-01-05T09:00:00.000Z" },
      { ...attempt, benchmark_id: "q2", response_time_seconds: 5, created_at: "2026-01-05T09:00:00.001Z" },
    ]);
  });

  it("write one row a key when a batch has two", async () => {
    const { sent, open } = recorded();
    await open().attempts.insert([attempt, { ...attempt, genie_sql: "the later one" }]);
    expect(JSON.parse(String(sent[0]?.parameters["rows"]))).toMatchObject([{ genie_sql: "the later one" }]);
  });

  it("send nothing for no rows", async () => {
    const { sent, open } = recorded();
    await open().attempts.insert([]);
    await open().changes.update([]);
    expect(sent).toEqual([]);
  });

  it("guard every change with the holder's fence", async () => {
    const { sent, open } = recorded();
    await open().withFence(7).iterations.upsert({ run_id: "r", iteration_number: 1, status: "RUNNING" });
    expect(sent[0]?.sql).toContain("WHEN MATCHED AND t.`fence` <= s.`fence` THEN UPDATE SET");
    expect(sent[0]?.sql).not.toMatch(/SET .*created_at/u);
    expect(JSON.parse(String(sent[0]?.parameters["rows"]))).toMatchObject([{ fence: 7 }]);
  });

  it("touch in each row only the columns that this row gives", async () => {
    const { sent, open } = recorded();
    const key = { run_id: "r", iteration_number: 1 };
    await open().changes.update([
      { ...key, change_id: "a", effect: 1 },
      { ...key, change_id: "b", error_message: null },
    ]);
    expect(sent[0]?.sql).toContain("t.`effect` = CASE WHEN s.`given_effect` THEN s.`effect` ELSE t.`effect` END");
    expect(sent[0]?.sql).not.toContain("INSERT");
    expect(JSON.parse(String(sent[0]?.parameters["rows"]))).toMatchObject([
      { effect: 1, given_effect: true, given_error_message: false },
      { error_message: null, given_effect: false, given_error_message: true },
    ]);
  });

  it.each<[string, object]>([
    ["a word that the column does not know", { verdict: "PERHAPS" }],
    ["a number that is none", { response_time_seconds: Number.NaN }],
    ["a half where whole numbers stand", { attempt: 1.5 }],
    ["a time without its zone", { created_at: "2026-01-05 09:00:00" }],
  ])("refuse %s", async (_name, wrong) => {
    const { sent, open } = recorded();
    await expect(open().attempts.insert([{ ...attempt, ...wrong }])).rejects.toMatchObject({ code: "INTERNAL" });
    expect(sent).toEqual([]);
  });

  it("run again as a whole when another writer came first, and give up in the end", async () => {
    const conflict = new Error("failed", { cause: new Error("[DELTA_CONCURRENT_APPEND.ROW_LEVEL_CHANGES] …") });
    const once = recorded(conflict);
    await once.open().attempts.insert([attempt]);
    expect(once.sent).toHaveLength(2);
    expect(once.sent[0]).toEqual(once.sent[1]);
    const clock = manualClock();
    const always = recorded(...Array.from({ length: 20 }, () => conflict));
    await expect(always.open(clock).attempts.insert([attempt])).rejects.toMatchObject({
      code: "CONFLICT",
      retryable: true,
    });
    expect(always.sent).toHaveLength(8);
    expect(clock.monotonic()).toBeGreaterThan(3000);
  });

  it("do not run again after another failure", async () => {
    const { sent, open } = recorded(new Error("[TABLE_OR_VIEW_NOT_FOUND] no table"));
    await expect(open().attempts.insert([attempt])).rejects.toThrow("TABLE_OR_VIEW_NOT_FOUND");
    expect(sent).toHaveLength(1);
  });
});

describe("state reads", () => {
  it("take numbers, times and booleans in whatever form the driver has them", async () => {
    const row = {
      ...attempt,
      iteration_number: 1n,
      passed: "true",
      response_time_seconds: "1.25",
      created_at: "2026-01-05 09:00:00.5",
      unknown_column: 1,
    };
    const { open } = recorded([row], [{ ...row, created_at: new Date("2026-01-05T09:00:00Z") }]);
    const state = open();
    const [first] = await state.attempts.list({ run_id: "r" });
    expect(first).toMatchObject({ iteration_number: 1, passed: true, response_time_seconds: 1.25, genie_sql: null });
    expect(first?.created_at).toBe("2026-01-05T09:00:00.500Z");
    expect(first).not.toHaveProperty("unknown_column");
    expect((await state.attempts.list({ run_id: "r" }))[0]?.created_at).toBe("2026-01-05T09:00:00.000Z");
  });

  it("ask for the newest row of each key, with values as parameters", async () => {
    const { sent, open } = recorded();
    await open().runs.list({ space_id: "s'1", status: ["RUNNING", "FAILED"], limit: 3 });
    expect(sent[0]?.parameters).toEqual({ space_id: "s'1", status_0: "RUNNING", status_1: "FAILED" });
    expect(sent[0]?.sql).toContain("WHERE `space_id` = :space_id AND `status` IN (:status_0, :status_1)");
    expect(sent[0]?.sql).toMatch(
      /QUALIFY row_number\(\) OVER \(PARTITION BY `run_id` ORDER BY `fence` DESC.*LIMIT 3$/su,
    );
  });
});

describe("migrate", () => {
  it("runs no DDL when nothing is missing", async () => {
    const { sent, open } = recorded([{ version: 2 }]);
    expect(await open().migrate()).toEqual({ version: 2, applied: [] });
    expect(sent).toHaveLength(1);
  });

  it("goes on from the version that is there", async () => {
    const { sent, open } = recorded([{ version: 1 }]);
    expect(await open().migrate()).toEqual({ version: 2, applied: ["views"] });
    expect(sent.some(({ sql }) => sql.startsWith("CREATE TABLE"))).toBe(false);
  });

  it("makes clustered Delta tables with comments, and leases in the shared schema", async () => {
    const { sent, open } = recorded(new Error("no such table"));
    await open().migrate();
    const tables = sent.map(({ sql }) => sql).filter((sql) => sql.startsWith("CREATE TABLE"));
    expect(tables).toHaveLength(13);
    for (const sql of tables) {
      expect(sql).toMatch(/^CREATE TABLE IF NOT EXISTS .*\nUSING DELTA\nCLUSTER BY \(.*\)\nCOMMENT '[^']+'$/su);
      expect(sql).not.toMatch(/DEFAULT|IDENTITY|PRIMARY KEY|PARTITIONED/u);
      for (const line of sql.split("\n").filter((each) => each.startsWith("  ")))
        expect(line).toMatch(/ COMMENT '[^']+',?$/u);
    }
    expect(tables.filter((sql) => sql.includes("`shared`"))).toHaveLength(1);
    expect(sent.every(({ sql, parameters }) => !sql.startsWith("CREATE") || Object.keys(parameters).length === 0)).toBe(
      true,
    );
  });

  it("blames the schema when it could be neither made nor used", async () => {
    const { open } = recorded(new Error("nothing"), new Error("may not CREATE SCHEMA"), [], new Error("no table"));
    await expect(open().migrate()).rejects.toThrow("may not CREATE SCHEMA");
  });

  it("minds no refused CREATE SCHEMA where the schema exists", async () => {
    const { open } = recorded(
      new Error("nothing"),
      new Error("may not CREATE SCHEMA"),
      new Error("may not CREATE SCHEMA"),
    );
    expect((await open().migrate()).applied).toEqual(["tables", "views"]);
  });
});

describe("two first claims of one lease", () => {
  it("both give way when each sees the other, and one gets it on the next round", async () => {
    const ids = seededIds("s");
    ids.hex32();
    const [first, second] = [ids.hex32(), ids.hex32()];
    const row = (claim_id: string, holder: string) => ({
      lease_key: "k",
      holder,
      fence: 1,
      claim_id,
      expires_at: "2026-01-05T10:00:00.000Z",
      payload_json: null,
      created_at: "2026-01-05T09:00:00.000Z",
      updated_at: "2026-01-05T09:00:00.000Z",
    });
    const { sent, open } = recorded([], [], [row("other", "b"), row(first, "a")], [], [], [], [row(second, "a")]);
    expect(await open().leases.acquire("k", "a", 60)).toMatchObject({ holder: "a", claim_id: second });
    expect(sent[3]).toMatchObject({
      sql: expect.stringContaining("DELETE FROM") as string,
      parameters: { claim_id: first },
    });
  });
});
