import { existsSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { command, folder, json, olderNode, pathOf, type Place, servedPlace, start, startCommand } from "./program.ts";

const exam = pathOf("test/fixtures/six.exam.json");
const tables = "sandbox.genie_enhancement.enhancement";
let place: Place;
let document: string;
beforeAll(async () => {
  [place, document] = await Promise.all([servedPlace(), readFile(pathOf("test/fixtures/six.space.json"), "utf8")]);
});
afterAll(async () => {
  await place[Symbol.asyncDispose]();
});
beforeEach(() => place.control("POST", "/reset"));

async function query(sql: string): Promise<unknown> {
  return json(await place.run(["sql", "--local", "--json", sql]));
}

/** From now on the space is read with this text instruction. */
async function readWith(spaceId: string, text: string): Promise<void> {
  const read = (await place.call("GET", `/api/2.0/genie/spaces/${spaceId}?include_serialized_space=true`)) as {
    serialized_space: string;
  };
  const space = JSON.parse(read.serialized_space) as { instructions?: object };
  const instructions = { ...space.instructions, text_instructions: [{ id: "0".repeat(32), content: [text] }] };
  const body = { ...read, serialized_space: JSON.stringify({ ...space, instructions }) };
  const route = "/api/2.0/genie/spaces/{id}";
  await place.control("POST", "/faults", { method: "GET", route, kind: "status", status: 200, body, times: 100 });
}

describe("what is wrong with the workspace or the exam", () => {
  type Case = {
    readonly name: string;
    readonly code: string;
    readonly says: RegExp;
    readonly flags?: readonly string[];
    /** The exam's text; the six questions when left out. */
    readonly exam?: string;
    /** The text instruction that the space is read with: the workspace itself takes none that long. */
    readonly text?: string;
    readonly recorded?: boolean;
  };
  const question = { id: "a", question: "How many?", expected_sql: "SELECT 1" };
  const cases: readonly Case[] = [
    { name: "an unknown space", code: "NOT_FOUND", says: /space 0{32}/u, flags: ["--space-id", "0".repeat(32)] },
    {
      name: "an unknown model endpoint",
      code: "NOT_FOUND",
      says: /'no-model'/u,
      flags: ["--llm-endpoint", "no-model"],
    },
    {
      name: "an unknown warehouse",
      code: "NOT_FOUND",
      says: /warehouse f{16}/u,
      flags: ["--warehouse-id", "f".repeat(16)],
      recorded: false,
    },
    {
      name: "an exam with a syntax error",
      code: "EXAM_INVALID",
      says: /exam\.json:\d+:\d+/u,
      exam: '{ "benchmarks": [\n { "id": "a" "question": "q" } ] }',
    },
    {
      name: "an exam without questions",
      code: "EXAM_INVALID",
      says: /holds no question/u,
      exam: '{ "benchmarks": [] }',
    },
    {
      name: "an exam with the same id twice",
      code: "EXAM_INVALID",
      says: /same id as question 1/u,
      exam: JSON.stringify({ benchmarks: [question, { ...question, question: "How much?" }] }),
    },
    {
      name: "a space over its limits",
      code: "LIMIT_EXCEEDED",
      says: /breaks 1 rule/u,
      text: "x".repeat(25_001),
    },
  ];

  it.each(cases)(
    "$name ends in two sentences, a failed run, and no clone",
    { timeout: 30_000 },
    async ({ code, says, flags = [], text, recorded = true, ...given }) => {
      const spaceId = await place.makeSpace(document);
      if (text !== undefined) await readWith(spaceId, text);
      if (given.exam !== undefined) await writeFile(join(place.cwd, "exam.json"), given.exam);
      const spaces = await place.spaceIds();
      const words = ["--space-id", spaceId, "--benchmarks", given.exam === undefined ? exam : "exam.json", ...flags];
      const ended = await place.run(["run", "--local", "--json", ...words]);
      expect(ended.code).toBe(1);
      expect(json(ended)).toMatchObject({ error: { code } });
      expect(ended.stderr).toMatch(says);
      expect(ended.stderr).not.toContain("defect");
      expect(await place.spaceIds()).toEqual(spaces);
      if (!recorded) return;
      expect(
        await place.rows(
          `SELECT r.status, r.error_code, r.dev_best_space_id, l.expires_at <= current_timestamp() AS free FROM ${tables}_runs r
         LEFT JOIN ${tables}_leases l ON l.holder = r.run_id ORDER BY r.started_at DESC LIMIT 1`,
        ),
      ).toEqual([["FAILED", code, null, "true"]]);
    },
  );

  it.each([
    {
      name: "a token that is not good",
      code: "UNAUTHENTICATED",
      env: { DATABRICKS_TOKEN: `dapi${"0".repeat(32)}` },
      ca: true,
    },
    { name: "no token", code: "UNAUTHENTICATED", env: {}, ca: true },
    {
      name: "a certificate nobody vouches for",
      code: "CERTIFICATE_UNTRUSTED",
      env: { DATABRICKS_TOKEN: `dapi${"0".repeat(32)}` },
      ca: false,
    },
  ])("$name is told as such, and names its remedy", async ({ code, env, ca }) => {
    const { host, warehouse_id: warehouse, ca_file: file } = place.ready;
    const words = ["status", "--json", "--host", host, "--warehouse-id", warehouse];
    const ended = await place.run(words, { ...env, ...(ca ? { NODE_EXTRA_CA_CERTS: file } : {}) });
    expect(ended.code).toBe(1);
    expect(json(ended)).toMatchObject({ error: { code } });
    expect(ended.stderr).toMatch(/token|DATABRICKS_TOKEN|NODE_EXTRA_CA_CERTS/u);
  });

  it("questions whose own SQL fails or writes are set aside, and the run goes on", { timeout: 60_000 }, async () => {
    const { benchmarks } = JSON.parse(await readFile(exam, "utf8")) as { benchmarks: object[] };
    const sound = benchmarks.slice(1, 3);
    const spoilt = [
      {
        id: "broken",
        question: "How many moons are there?",
        expected_sql: "SELECT moons FROM samples.bakehouse.sales_customers",
      },
      { id: "writes", question: "Drop the customers?", expected_sql: "DROP TABLE samples.bakehouse.sales_customers" },
    ];
    await writeFile(join(place.cwd, "spoilt.json"), JSON.stringify({ benchmarks: [...sound, ...spoilt] }));
    const spaceId = await place.makeSpace(document);
    const words = [
      "--space-id",
      spaceId,
      "--benchmarks",
      "spoilt.json",
      "--max-iterations",
      "1",
      "--target-score",
      "0.5",
    ];
    const ended = await place.run(["run", "--local", "--json", ...words]);
    expect(ended.code).toBe(0);
    expect(json(ended)).toMatchObject({ status: "TARGET_REACHED", score: { initial: { n: 4, not_evaluable: 2 } } });
    expect(await query(`SELECT count(*) AS n FROM samples.bakehouse.sales_customers`)).not.toEqual([{ n: 0 }]);
  });
});

it("sql gives objects, with numbers that a double does not hold as text", async () => {
  const sql =
    "SELECT CAST(9007199254740993 AS BIGINT) AS big, CAST(2 AS INT) AS small, 1.50 AS money, 'x' AS text, true AS flag, NULL AS nothing";
  expect(await query(sql)).toEqual([
    { big: "9007199254740993", small: 2, money: 1.5, text: "x", flag: true, nothing: null },
  ]);
});

describe("local", () => {
  it("writes a ready file for its owner only, says nothing secret, and ends when it is told to", async () => {
    const { ready, cwd } = place;
    expect(Object.keys(ready)).toEqual(
      expect.arrayContaining([
        "host",
        "token",
        "ca_file",
        "warehouse_id",
        "http_path",
        "space_id",
        "catalog",
        "schema",
        "llm_endpoint",
        "control",
        "pid",
      ]),
    );
    expect((await stat(join(cwd, ".local/ready.json"))).mode & 0o777).toBe(0o600);
    const second = await command(["local"], { cwd });
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`The folder .local is served already, by process ${String(ready["pid"])}.`);
    const fresh = await command(["run", "--local", "--fresh"], { cwd });
    expect(fresh.code).toBe(1);
    expect(fresh.stderr).toContain("is in use by process");
  });

  it("ends with SIGTERM, also when an older Node launched it, and a command that needs it then brings its own", async () => {
    await using own = await folder();
    const at = { cwd: own.path };
    const launcher = pathOf("bin/genie-enhancer.mjs");
    const words = [launcher, "local", "--port", "0", "--ready", "here.json"];
    const serving = start(olderNode(24) ?? process.execPath, words, at);
    await serving.saw(/answers at/u);
    const { pid } = JSON.parse(await readFile(join(own.path, "here.json"), "utf8")) as { pid: number };
    const told = performance.now();
    serving.child.kill("SIGTERM");
    expect((await serving.ended).code).toBe(0);
    expect(performance.now() - told).toBeLessThan(5_000);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");

    const asking = startCommand(["sql", "--local", "SELECT 41 + 1 AS answer"], at);
    await asking.saw(/42/u);
    const answered = performance.now();
    expect((await asking.ended).code).toBe(0);
    expect(performance.now() - answered).toBeLessThan(3_000);
    expect(existsSync(join(own.path, ".local/serving.json"))).toBe(false);
  });
});
