import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));

async function sourceFiles(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(paths.map(async (path) => [relative(root, path), await readFile(path, "utf8")] as const)),
  );
}

/** Names and values of the demo, read off its own files: tables, columns, phrases of its space, and literals of its SQL. */
async function demoWords(): Promise<{ readonly schemas: ReadonlySet<string>; readonly words: ReadonlySet<string> }> {
  const words = new Set<string>();
  const schemas = new Set<string>();
  const collect = (key: string, value: unknown): void => {
    if (Array.isArray(value)) value.forEach((part) => collect(key, part));
    else if (typeof value === "object" && value !== null)
      Object.entries(value).forEach(([name, part]) => collect(name, part));
    else if (typeof value === "string") {
      if (key === "identifier") words.add(value.split(".").at(-1) ?? "");
      if (key === "identifier") schemas.add(value.split(".").at(-2) ?? "");
      if (["column_name", "synonyms", "display_name", "question"].includes(key)) words.add(value);
      if (key.endsWith("sql")) for (const [, literal] of value.matchAll(/'([^']+)'/gu)) words.add(literal ?? "");
      if (key.endsWith("sql")) for (const [, column] of value.matchAll(/\b\w+\.(\w+)\b/gu)) words.add(column ?? "");
    }
  };
  const names = (await readdir(join(root, "benchmarks"))).filter((name) => name.endsWith(".json"));
  for (const name of names) collect("", JSON.parse(await readFile(join(root, "benchmarks", name), "utf8")));
  return { schemas, words };
}

/**
 * Words that are the demo's alone. A name that is an everyday word of English or SQL ("name", "size", "orders", "2024-05-03") says nothing
 * of where it was taken from: only names of several words, capitals inside, or another script are told apart.
 */
function telling(word: string): boolean {
  return /[a-z][A-Z]|_|\p{Script=Hangul}{2,}|^[A-Z]\w* [A-Z]|^\d-[A-Z]/u.test(word) && !/^\d{4}-\d\d/u.test(word);
}

describe("the local Genie and the local model", () => {
  it("name no table, column, value or question of the demo", async () => {
    const { schemas, words: every } = await demoWords();
    const words = [...schemas, ...[...every].filter(telling)];
    expect(words.length).toBeGreaterThan(40);
    const all = [...(await sourceFiles("src/local/genie")), ...(await sourceFiles("src/local/model"))];
    // Their own tests may speak of anything: they answer nobody.
    const files = all.filter(([path]) => !path.endsWith(".test.ts"));
    expect(files.length).toBeGreaterThan(40);
    const found = files.flatMap(([path, text]) =>
      words
        .filter((word) => new RegExp(`(?<![\\p{L}\\p{N}_])${RegExp.escape(word)}(?![\\p{L}\\p{N}_])`, "u").test(text))
        .map((word) => `${path}: ${word}`),
    );
    expect(found).toEqual([]);
  });
});

describe("the sources", () => {
  it("read the machine's clock in core/clock.ts and entry points only", async () => {
    const allowed = new Set(["src/lib/core/clock.ts", "src/wiring/stage-program.ts", "src/cli.ts"]);
    const found = [...(await sourceFiles("src"))].filter(
      ([path, text]) =>
        !allowed.has(path) && !path.endsWith(".test.ts") && /new Date\(\s*\)|Date\.now\(|Math\.random\(/u.test(text),
    );
    expect(found.map(([path]) => path)).toEqual([]);
  });

  it("are files of at most 400 lines, tests of at most 600", async () => {
    const all = [...(await sourceFiles("src")), ...(await sourceFiles("test"))];
    const long = all.filter(
      ([path, text]) => text.split("\n").length > (path.startsWith("test") || path.endsWith(".test.ts") ? 600 : 400),
    );
    expect(long.map(([path]) => path)).toEqual([]);
  });
});

describe("the rooms' direction", () => {
  /** A file planted in a room, and what it may not import from there. */
  const planted = [
    ["src/lib/core", "../sql/facts.ts"],
    ["src/lib/sql", "../scoring/interval.ts"],
    ["src/lib/databricks", "../state/state.ts"],
    ["src/lib/exam", "../scoring/interval.ts"],
    ["src/lib/scoring", "../databricks/http.ts"],
    ["src/lib/space", "../planning/plan.ts"],
    ["src/lib/planning", "../gate/trial.ts"],
    ["src/lib/gate", "../sql/facts.ts"],
    ["src/lib/state", "../report/report.ts"],
    ["src/lib/report", "../gate/trial.ts"],
    ["src/lib/core", "../../local/serve.ts"],
    ["src/lib/state", "../../stages/score.ts"],
    ["src/stages", "../local/serve.ts"],
    ["src/local", "../lib/databricks/http.ts"],
  ] as const;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(root, "test", "planted-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("is held by the lint", async () => {
    await writeFile(join(folder, ".oxlintrc.json"), await readFile(join(root, ".oxlintrc.json"), "utf8"));
    for (const [index, [room, path]] of planted.entries()) {
      await mkdir(join(folder, room), { recursive: true });
      await writeFile(
        join(folder, room, `planted-${String(index)}.ts`),
        `import { x } from "${path}";\nexport const y = x;\n`,
      );
    }
    await writeFile(join(folder, "src/lib/core/sound.ts"), 'import { x } from "./ids.ts";\nexport const y = x;\n');
    const lint = spawnSync(join(root, "node_modules/.bin/oxlint"), ["--format", "json", "."], {
      cwd: folder,
      encoding: "utf8",
    });
    const { diagnostics } = JSON.parse(lint.stdout) as { diagnostics: { code: string; filename: string }[] };
    const refused = new Set(
      diagnostics.filter(({ code }) => code.includes("no-restricted-imports")).map(({ filename }) => filename),
    );
    const expected = planted.map(([room], index) => `${room}/planted-${String(index)}.ts`);
    expect([...refused].toSorted()).toEqual(expected.toSorted());
  });
});
