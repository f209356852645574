import { cp, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleStages, entries, stages } from "../../scripts/bundle-stages.ts";
import { type Ended, folder, json, olderNode, pathOf, type Place, servedPlace, start } from "./program.ts";

const exam = pathOf("test/fixtures/six.exam.json");
type Result = {
  readonly run_id: string;
  readonly loop: number;
  readonly stage: string;
  readonly status: string;
  readonly task_values: Readonly<Record<string, unknown>>;
};

let place: Place;
let built: Awaited<ReturnType<typeof folder>>;
let sizes: ReadonlyMap<string, number>;
/** One run in one process that every test looks at. */
let inline: Ended;
let spaceId: string;
let runId: string;
let document: string;
beforeAll(async () => {
  [place, built] = await Promise.all([servedPlace(), folder()]);
  sizes = await bundleStages(built.path);
  document = await readFile(pathOf("test/fixtures/six.space.json"), "utf8");
  spaceId = await place.makeSpace(document);
  inline = await place.run(["run", "--local", "--json", "--space-id", spaceId, "--benchmarks", exam]);
  ({ run_id: runId } = json(inline) as { run_id: string });
});
afterAll(async () => {
  await place[Symbol.asyncDispose]();
  await built[Symbol.asyncDispose]();
});

/**
 * Runs one program of the bundle, deployed into the folder. Once it has told something the deployed files are gone, as when they are
 * replaced in the middle of a run: it must not need them any more.
 */
async function stage(
  name: string,
  at: string,
  env: Readonly<Record<string, string>>,
  words: readonly string[],
  node: string = process.execPath,
): Promise<Ended> {
  const dist = join(at, "dist");
  await cp(built.path, dist, { recursive: true });
  const running = start(node, [join("dist", `${name}.mjs`), ...words], { cwd: at, env });
  const remove = (): Promise<void> => rm(dist, { recursive: true, force: true });
  await running.saw(/"event":/u).then(remove, remove);
  return running.ended;
}

/** What a run kept and how it scored, whatever its ids. */
async function endOf(id: string): Promise<unknown> {
  const tables = "sandbox.genie_enhancement.enhancement";
  const columns = "status, outcome, initial_score, final_score, iterations_completed";
  return [
    await place.rows(`SELECT ${columns} FROM ${tables}_runs WHERE run_id = '${id}'`),
    await place.rows(
      `SELECT iteration_number, change_type, change_value, status, validation_status, effect FROM ${tables}_changes
       WHERE run_id = '${id}' ORDER BY iteration_number, position, change_type, change_value, status`,
    ),
  ];
}

describe("the bundled stages", () => {
  it("are a small file each beside what they share, below 10 MiB a file and 15 MiB in all", () => {
    const shared = ["program.mjs", "parser.wasm.br"];
    expect([...sizes.keys()].toSorted()).toEqual([...entries.map((name) => `${name}.mjs`), ...shared].toSorted());
    expect(entries).toEqual(expect.arrayContaining([...stages]));
    expect(Math.max(...sizes.values())).toBeLessThan(10 * 1024 * 1024);
    expect([...sizes.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(15 * 1024 * 1024);
  });

  it("alone, as processes that meet in rows only, end where one process ends", { timeout: 120_000 }, async () => {
    const at = join(place.cwd, "job");
    await mkdir(at);
    const { ready } = place;
    const parameters = {
      warehouse_id: ready.warehouse_id,
      llm_endpoint: ready.llm_endpoint,
      benchmarks: exam,
      indexing_wait: "0",
      questions_per_minute: "off",
      poll_interval: "0.002",
    };
    await writeFile(join(at, "parameters.json"), JSON.stringify(parameters));
    const env = {
      DATABRICKS_HOST: ready.host,
      DATABRICKS_TOKEN: ready.token,
      NODE_EXTRA_CA_CERTS: ready.ca_file,
      GENIE_ENHANCER_SPACE_ID: await place.makeSpace(document),
    };
    const results: Result[] = [];
    let said = "";
    let jobRun = "";
    for (let loop = 1; loop <= 3; loop += 1) {
      for (const name of stages) {
        const words = [
          "--run-id",
          jobRun,
          "--loop",
          String(loop),
          "--parameters",
          "parameters.json",
          "--seed",
          "1",
          "--result",
          "result.json",
        ];
        const ended = await stage(name, at, env, words);
        expect(ended, `${name}: ${ended.stderr}`).toMatchObject({ code: 0, stderr: "" });
        said += ended.stdout;
        const result = JSON.parse(await readFile(join(at, "result.json"), "utf8")) as Result;
        results.push(result);
        jobRun = result.run_id;
      }
      if (results.at(-1)?.task_values["run_status"] !== "NEEDS_ANOTHER_LOOP") break;
    }

    expect(results.map((result) => result.stage)).toEqual(stages);
    expect(results[0]).toEqual({
      run_id: jobRun,
      loop: 1,
      stage: "orchestrator",
      status: "COMPLETED",
      task_values: { run_id: jobRun, loop: 1 },
    });
    expect(results.at(-1)?.task_values).toMatchObject({ run_status: "TARGET_REACHED", outcome: "IMPROVED" });
    for (const line of said.trim().split("\n")) {
      expect(JSON.parse(line)).toMatchObject({
        time: expect.any(String) as string,
        stage: expect.any(String) as string,
        event: expect.any(String) as string,
      });
    }
    expect(said).not.toContain(ready.token);
    expect((await stat(join(at, "out", jobRun, "report.html"))).isFile()).toBe(true);
    expect(await endOf(jobRun)).toEqual(await endOf(runId));
  });

  it("say what is wrong in a log line and in two sentences, and exit with 1", async () => {
    await using at = await folder();
    const ended = await stage("score", at.path, {}, ["--run-id", "r", "--loop", "0"]);
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      stage: "score",
      level: "error",
      event: "failed",
      code: "SETTINGS_INVALID",
    });
    expect(ended.stderr).toMatch(/^(?:--)?loop = "0": must be a whole number from 1\n.*\n$/u);
    const stray = await stage("score", at.path, {}, ["--run-id", "r", "extra"]);
    expect(stray.stderr).toContain('A stage takes flags only, and "extra" is none');
    const unknown = await stage("score", at.path, {}, ["--nope", "1"]);
    expect(unknown.stderr).toContain("Unknown option '--nope'");
  });

  it("refuse a SQL parser of another build before they call anything", async () => {
    await using at = await folder();
    await cp(built.path, at.path, { recursive: true });
    await writeFile(join(at.path, "parser.wasm.br"), "of another build");
    const words = ["--host", "https://127.0.0.1:1", "--warehouse-id", "w", "--run-id", "r"];
    const ended = await start(process.execPath, ["score.mjs", ...words], { cwd: at.path }).ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toBe(
      "The SQL parser cannot be used: parser.wasm.br is of another build than the program beside it.\n" +
        "Build again with `npm run build`, and deploy the whole folder bundle/.\n",
    );
  });

  const old = olderNode(22);
  it.skipIf(old === null)("tell an old Node in one sentence that it is too old", async () => {
    await using at = await folder();
    for (const name of stages) {
      const ended = await stage(name, at.path, {}, [], old ?? "");
      expect(ended.code).toBe(1);
      expect(ended.stderr).toMatch(
        /^This stage needs Node 22\.15 or newer and this is [\d.]+: start it with a newer one\.\n$/u,
      );
    }
  });
});

describe("a run in one process", () => {
  it("tells its progress on stderr and gives its summary as the one document on stdout", () => {
    expect(inline.code).toBe(0);
    expect(inline.stderr).toMatch(/^Run \w{32}\n[\s\S]*Loop 1[\s\S]*Run ended: target reached/u);
    const space = { id: spaceId };
    expect(json(inline)).toMatchObject({
      version: 1,
      run_id: runId,
      status: "TARGET_REACHED",
      space,
      workspace: "local",
    });
  });

  it("is found again by every command, promoted, and taken back", { timeout: 60_000 }, async () => {
    const about = (...words: string[]): Promise<Ended> => place.run([...words, "--local", "--run", runId]);
    const status = await about("status", "--json");
    expect(status).toMatchObject({ code: 0, stderr: "" });
    expect(json(status)).toMatchObject({ run_id: runId, status: "TARGET_REACHED" });
    expect((await about("status", "--locale", "ko")).stdout).toContain("목표 도달");
    const { files } = json(await about("report", "--json")) as { files: object };
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(["summary.json", "lessons.md", "decision.md", "report.html", "report.md"]),
    );

    const configuration = async (): Promise<unknown> => {
      const read = await place.call("GET", `/api/2.0/genie/spaces/${spaceId}?include_serialized_space=true`);
      return (read as { serialized_space: unknown }).serialized_space;
    };
    const before = await configuration();
    const promoted = await about("promote", "--json");
    expect(promoted.code).toBe(0);
    expect(json(promoted)).toMatchObject({ run_id: runId, space_id: spaceId, verified: true, conflicts: [] });
    expect(await configuration()).not.toEqual(before);
    const exact = await about("rollback", "--exact");
    expect(exact).toMatchObject({ code: 2, stdout: "" });
    expect(exact.stderr).toContain("needs --yes");
    expect((await about("rollback")).code).toBe(0);
    expect(await configuration()).toEqual(before);

    const again = await about("resume", "--locale", "ko");
    expect(again.code).toBe(1);
    expect(again.stderr).toContain("오류: 다른 변경이나 상태와 충돌합니다.");
  });
});
