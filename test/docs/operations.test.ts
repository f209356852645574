import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseArguments } from "../../src/cli/arguments.ts";
import { commands } from "../../src/cli/commands.ts";
import { findCommand } from "../../src/cli/find-command.ts";
import { settingNames } from "../../src/lib/settings/settings.ts";
import { textsIn } from "../../src/lib/report/texts/texts-in.ts";
import { stateTables } from "../../src/lib/state/migrations/001-tables.ts";
import { ownNames } from "../../src/wiring/own-names.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (file: string): string => readFileSync(root + file, "utf8");
const english = read("docs/operations.md");
const korean = read("docs/operations.ko.md");

const fence = /^```[a-z]*\n(?<code>[^]*?)^```$/gmu;
const blocksOf = (page: string): string[] => [...page.matchAll(fence)].map((match) => match.groups?.code ?? "");
const prose = (page: string): string => page.replaceAll(fence, "");
const inline = (page: string): string[] =>
  [...prose(page).matchAll(/`(?<code>[^`\n]+)`/gu)].map((match) => match.groups?.code ?? "");

/** Every command line that a page shows, in a block or in a sentence. */
function commandLines(page: string, program: string): string[] {
  const shown = [...blocksOf(page).flatMap((block) => block.split("\n")), ...inline(page)];
  return shown
    .flatMap((line) => line.split(/ && | -- npx | > /u))
    .map((line) => line.replace(/^npx /u, "").trim())
    .filter((line) => line.startsWith(`${program} `));
}

/** Words as a shell would split them: quotes hold together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'[^']*'|"[^"]*"|\S+/gu)].map(([word]) => word.replaceAll(/^['"]|['"]$/gu, ""));
}

const pages = [
  ["docs/operations.md", english],
  ["docs/operations.ko.md", korean],
  ["README.md", read("README.md")],
  ["README.ko.md", read("README.ko.md")],
] as const;

describe.each(pages)("%s", (_name, page) => {
  it("shows only commands and flags of genie-enhancer that exist", () => {
    const lines = commandLines(page, "genie-enhancer").filter((line) => !line.includes("<command>"));
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) {
      // What follows a comment sign in a shell is for people.
      const found = findCommand(commands, wordsOf(line.split(" # ")[0] ?? line).slice(1));
      expect(found, line).not.toBeNull();
      expect(() => parseArguments(found?.rest ?? [], found?.command.options ?? []), line).not.toThrow();
    }
  });

  it("says nothing of npm scripts that do not exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = [...page.matchAll(/npm run (?<script>[a-z:]+)/gu)].map((match) => match.groups?.script ?? "");
    expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
  });
});

/** The launcher's parameters, the orchestrator's modes, and what bundles and clones are written with. */
const others = [
  "dev_best",
  "node_path",
  "auth",
  "secret_scope",
  "run_inline",
  "create_job",
  "create_and_run",
  "prevent_destroy",
  "_dev_best",
  "_dev_working",
];

describe("the pages on operations", () => {
  it("are the same in both languages: headings, tables and commands", () => {
    const shape = (page: string): unknown => ({
      headings: [...prose(page).matchAll(/^#+ /gmu)].map(([heading]) => heading),
      rows: prose(page)
        .split("\n")
        .filter((line) => line.startsWith("|"))
        .map((line) => line.split("|").length),
      code: blocksOf(page).map((block) => block.replaceAll(/^--.*$/gmu, "")),
    });
    expect(shape(korean)).toEqual(shape(english));
  });

  it("link to headings that are there", () => {
    for (const page of [english, korean]) {
      const anchors = [...prose(page).matchAll(/^#+ (?<title>.+)$/gmu)].map((match) =>
        (match.groups?.title ?? "").toLowerCase().replaceAll(" ", "-"),
      );
      const links = [...page.matchAll(/\]\(#(?<anchor>[^)]+)\)/gu)].map((match) => match.groups?.anchor ?? "");
      expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
    }
  });

  it("name only settings, parameters, variables, columns and tables that exist", () => {
    const { variables } = parse(read("databricks.yml")) as { variables: Record<string, unknown> };
    const known = new Set<string>([
      ...settingNames,
      ...ownNames,
      ...Object.keys(variables),
      ...stateTables.flatMap((table) => [table.name, ...Object.keys(table.columns)]),
      ...Object.keys(textsIn("en").stopReasons),
      ...others,
    ]);
    const words = [english, korean].flatMap(inline).map((code) => code.split(":")[0] ?? code);
    const names = words.filter((word) => /^[a-z_]+_[a-z_]+$/u.test(word));
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  it("quote messages as the program says them", () => {
    const sources = globSync(["src/**/*.ts", "bundle/launcher/*.py"], { cwd: root })
      .filter((file) => !file.endsWith(".test.ts"))
      .map(read)
      .join("\n");
    const [, table = ""] = english.split("| symptom |");
    const [rows = ""] = table.split("\n\n");
    const symptoms = rows.split("\n").slice(2);
    expect(symptoms.length).toBeGreaterThanOrEqual(15);
    const quoted = symptoms.flatMap((row) =>
      [...(row.split("|")[1] ?? "").matchAll(/`(?<words>[^`]+)`/gu)].map((match) => match.groups?.words ?? ""),
    );
    const messages = quoted.filter((words) => words.includes(" ") && !words.startsWith("validate "));
    expect(messages.length).toBeGreaterThanOrEqual(15);
    expect(messages.filter((words) => !sources.includes(words))).toEqual([]);
  });
});

type Resources = { readonly resources: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
type Resource = { readonly parameters?: readonly { readonly name: string }[] };

it("bundle commands on these pages name resources, job parameters and variables that the bundle has", () => {
  const { variables } = parse(read("databricks.yml")) as { variables: Record<string, unknown> };
  const files = globSync("resources/*.yml", { cwd: root }).map((file) => parse(read(file)) as Resources);
  const resources = new Map(
    files.flatMap((file) => Object.values(file.resources).flatMap((group) => Object.entries(group))),
  ) as ReadonlyMap<string, Resource>;
  const unknownIn = (line: string): string[] => {
    const [before = "", given = ""] = line.split(" -- ");
    const [, , verb, second, third] = wordsOf(before);
    const key = verb === "run" ? second : verb === "deployment" && second === "unbind" ? third : undefined;
    const taken = new Set(resources.get(key ?? "")?.parameters?.map(({ name }) => `--${name}`));
    const flags = wordsOf(given).filter((word) => word.startsWith("--") && !taken.has(word));
    const set = [...before.matchAll(/--var "?(?<name>\w+)=/gu)].map((match) => match.groups?.name ?? "");
    const missing = key === undefined || resources.has(key) ? [] : [key];
    return [...missing, ...flags, ...set.filter((name) => variables[name] === undefined)];
  };
  const lines = pages.flatMap(([, page]) => commandLines(page, "databricks"));
  expect(lines.flatMap((line) => unknownIn(line).map((name) => `${name} in ${line}`))).toEqual([]);
});

/** The Databricks CLI of this machine, or null. */
function databricks(): string | null {
  const file = process.env["DATABRICKS_CLI"] ?? "databricks";
  try {
    execFileSync(file, ["--version"], { stdio: "ignore" });
    return file;
  } catch {
    return null;
  }
}

const cli = databricks();

it.skipIf(cli === null)("with the Databricks CLI, its commands and flags on these pages exist", () => {
  const lines = new Set(pages.flatMap(([, page]) => commandLines(page, "databricks")));
  expect(lines.size).toBeGreaterThan(15);
  const help = new Map<string, string>();
  for (const line of lines) {
    const words = wordsOf(line.split(" -- ")[0] ?? line).slice(1);
    // A command's own words come before its arguments, and none of them looks like one.
    const depth = words[0] === "bundle" && ["generate", "deployment"].includes(words[1] ?? "") ? 3 : 2;
    const path = words.slice(0, depth);
    const text = help.get(path.join(" ")) ?? execFileSync(cli ?? "", [...path, "--help"], { encoding: "utf8" });
    help.set(path.join(" "), text);
    expect(text, line).toMatch(new RegExp(`^ +databricks ${path.join(" ")}\\b.*\\[flags\\]`, "mu"));
    for (const flag of words.filter((word) => word.startsWith("--"))) expect(text, line).toContain(` ${flag} `);
  }
});
