import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { said } from "./in-process.ts";
import { command, folder, json, startCommand } from "./program.ts";

const at = (cwd: string, env: Readonly<Record<string, string>> = {}) => ({ cwd, env });

describe("the command line without a workspace", () => {
  it.each([...commands])("explains $name in English and Korean", async ({ name, en, ko, options }) => {
    const english = await said([...name.split(" "), "--help"]);
    expect(english).toMatchObject({ code: 0, stderr: "" });
    expect(english.stdout).toContain(en);
    for (const option of options) expect(english.stdout).toContain(`--${option.name} `);
    const korean = await said([...name.split(" "), "--help", "--locale", "ko"]);
    expect(korean).toMatchObject({ code: 0, stderr: "" });
    expect(korean.stdout).toContain(ko);
    expect(korean.stdout).toContain("종료 코드");
  });

  it("ends quietly when whoever reads them stops reading", async () => {
    const { child, ended } = startCommand(["--help"], { cwd: tmpdir() });
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
  });

  it("lists its commands when it is given none", async () => {
    const bare = await command([], at("/tmp"));
    expect(bare).toMatchObject({ code: 0, stderr: "" });
    for (const { name } of commands) expect(bare.stdout).toMatch(new RegExp(`^  ${name} `, "mu"));
  });

  it.each([
    { words: ["enhance"], says: /no command "enhance".*\n.*run, score, plan/u },
    { words: ["status", "--nope"], says: /Unknown option '--nope'/u },
    { words: ["status", "--run"], says: /'--run <value>' argument missing/u },
    { words: ["status", "abc"], says: /status takes flags only, and "abc" is none/u },
    { words: ["local", "--port", "70000"], says: /--port = "70000": allowed: a number from 0 to 65535/u },
    { words: ["local", "--engine", "sqlite"], says: /--engine = "sqlite": allowed: duckdb/u },
    { words: ["status"], says: /Not given: host, warehouse_id/u },
    { words: ["sql", "DELETE FROM t"], says: /Not run: only a query may run/u },
    { words: ["sql", "SELECT 1; SELECT 2"], says: /Not run: .*more than one statement/u },
    { words: ["sql", "SELECT", "1"], says: /Not run: it is more than one argument/u },
    { words: ["sql"], says: /Not run: no statement was given/u },
    { words: ["compare"], says: /compare needs two results/u },
    { words: ["compare", "--batch", "/nowhere.jsonl"], says: /nowhere\.jsonl cannot be read/u },
    { words: ["config", "--settings", "/nowhere.yml"], says: /settings file \/nowhere\.yml cannot be used/u },
  ])("answers $words with the cause, then the remedy, and exit code 1", async ({ words, says }) => {
    const ended = await said(words);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).toMatch(/^\nError: [^\n]*[.?!]\n[^\n]*[.?!]\n$/u);
  });

  it("gives an error as JSON too, and in Korean says what kind it is and what to do", async () => {
    const ended = await command(["status", "--json", "--locale", "ko"], at("/tmp"));
    expect(ended.code).toBe(1);
    expect(json(ended)).toMatchObject({
      error: { code: "SETTINGS_INVALID", remedy: expect.stringContaining("--host") as string },
    });
    expect(ended.stderr).toContain("오류: 설정이 올바르지 않습니다. 표시된 설정을 고친 뒤 다시 시작하십시오.");
  });
});

describe("settings", () => {
  it("come from flags, the environment, a file and defaults, in this order, and say so", async () => {
    await using place = await folder();
    await writeFile(join(place.path, "settings.yml"), "target_score: 0.7\nseed: 5\nmax_iterations: 9\n");
    const env = { GENIE_ENHANCER_SEED: "6", TARGET_SCORE: "0.8" };
    const words = ["config", "--json", "--target-score", "0.6", "--settings", "settings.yml"];
    const ended = await command(words, at(place.path, env));
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(json(ended)).toEqual(
      expect.arrayContaining([
        { name: "target_score", value: 0.6, source: "flag --target-score" },
        { name: "seed", value: 6, source: "environment variable GENIE_ENHANCER_SEED" },
        { name: "max_iterations", value: 9, source: "file settings.yml, max_iterations" },
        { name: "strategy", value: "bisect", source: "default" },
      ]),
    );
  });

  it("are all checked at once, each with where it came from", async () => {
    await using place = await folder();
    const file = join(place.path, "s.json");
    await writeFile(file, '{ "promote": "maybe", "targt_score": 1 }');
    const env = { GENIE_ENHANCER_MAX_ITERATIONS: "0" };
    const { code, stderr } = await said(["config", "--settings", file, "--seed", "x"], env);
    expect(code).toBe(1);
    expect(stderr).toContain("4 settings are wrong");
    expect(stderr).toContain('seed = "x" (flag --seed)');
    expect(stderr).toContain('max_iterations = "0" (environment variable GENIE_ENHANCER_MAX_ITERATIONS)');
    expect(stderr).toContain(`promote = "maybe" (file ${file}, promote): allowed: ask, auto, never`);
    expect(stderr).toContain(`unknown setting "targt_score" (file ${file}, targt_score); did you mean target_score?`);
  });

  it.each([
    { name: "s.json", text: '{\n  "seed": 1\n  "strategy": "batch"\n}' },
    { name: "s.yml", text: "seed: 1\n\nstrategy: [batch\n\n" },
  ])("name the line of a syntax error in $name", async ({ name, text }) => {
    await using place = await folder();
    await writeFile(join(place.path, name), text);
    const { code, stderr } = await said(["config", "--settings", join(place.path, name)]);
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`${name} cannot be used: .*line [345]`, "u"));
  });
});

describe("compare", () => {
  const result = (rows: readonly (readonly (string | null)[])[]): unknown => ({
    statement_id: "s",
    status: { state: "SUCCEEDED" },
    manifest: {
      schema: { columns: [{ name: "n", type_name: "LONG", type_text: "BIGINT", position: 0 }] },
      truncated: false,
    },
    result: { data_array: rows },
  });

  it.each([
    { actual: [["7"], ["8"]], code: 0, verdict: "CORRECT" },
    { actual: [["7"], ["9"]], code: 2, verdict: "INCORRECT" },
  ])("says $verdict of one pair by its exit code $code", async ({ actual, code, verdict }) => {
    await using place = await folder();
    await writeFile(join(place.path, "e.json"), JSON.stringify(result([["7"], ["8"]])));
    await writeFile(join(place.path, "a.json"), JSON.stringify(result(actual)));
    await writeFile(join(place.path, "q.sql"), "SELECT n FROM t");
    const words = ["compare", "--expected", "e.json", "--actual", "a.json", "--sql", "q.sql"];
    const [asJson, inWords] = await Promise.all([
      command([...words, "--json"], at(place.path)),
      command(words, at(place.path)),
    ]);
    expect(asJson).toMatchObject({ code, stderr: "" });
    expect(json(asJson)).toMatchObject({ verdict });
    expect(inWords.stdout.startsWith(verdict)).toBe(true);
  });

  it("judges a thousand cases in seconds, a line each in their order, and names the line that is none", async () => {
    await using place = await folder();
    const lines = Array.from({ length: 1_000 }, (_, id) =>
      JSON.stringify({
        id: String(id),
        expected: result([[String(id)]]),
        actual: result([[String(id % 2 === 0 ? id : 0)]]),
        sql: "SELECT n FROM t",
      }),
    );
    await writeFile(join(place.path, "cases.jsonl"), `${lines.join("\n")}\n`);
    await writeFile(join(place.path, "broken.jsonl"), `${lines[0] ?? ""}\n{ "id": 1,\n`);
    const ended = await command(["compare", "--batch", "cases.jsonl", "--json"], at(place.path));
    expect(ended.code).toBe(2);
    const verdicts = ended.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string; verdict: string });
    expect(verdicts.map(({ id }) => id)).toEqual(lines.map((_, id) => String(id)));
    expect(verdicts.filter(({ verdict }) => verdict === "CORRECT")).toHaveLength(500);
    expect(ended.seconds).toBeLessThan(10);

    const broken = await command(["compare", "--batch", "broken.jsonl"], at(place.path));
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain("broken.jsonl:2");
  });
});
