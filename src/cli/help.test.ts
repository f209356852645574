import { describe, expect, it } from "vitest";
import { settingNames } from "../lib/settings/settings.ts";
import { commands } from "./commands.ts";
import { commandHelp, generalHelp } from "./help.ts";

describe.each(["en", "ko"] as const)("help in %s", (locale) => {
  it("lists every command, the exit codes, and what local means", () => {
    const help = generalHelp(commands, locale);
    for (const command of commands) expect(help).toContain(`  ${command.name} `);
    expect(help).toMatch(/0 .*, 2 .*, 1 .*, 130 /u);
    expect(help).toContain(locale === "en" ? "rule-based stand-ins" : "규칙 기반 대역");
  });

  it("lists every setting with its default for a command that takes settings", () => {
    const run = commands.find((command) => command.name === "run");
    const help = run === undefined ? "" : commandHelp(run, locale);
    for (const name of settingNames) expect(help).toContain(`--${name.replaceAll("_", "-")} `);
    expect(help).toMatch(/--target-score .*\[0\.9\]/u);
  });

  it("describes every command and its options in this language", () => {
    const described = commands.flatMap((command) => [command, ...command.options]);
    expect(described.filter((one) => one[locale].trim() === "")).toEqual([]);
  });

  it("fits its lines in a wide terminal", () => {
    const widest = Math.max(
      ...generalHelp(commands, locale)
        .split("\n")
        .map((line) => line.length),
    );
    expect(widest).toBeLessThan(140);
  });
});

it("speaks Korean about every command", () => {
  expect(commands.filter((one) => !/[가-힣]/u.test(one.ko)).map((one) => one.name)).toEqual([]);
});

it("shows no settings for a command that takes none", () => {
  const without = commands.filter((command) => !command.takesSettings);
  for (const command of without) expect(commandHelp(command, "en")).not.toContain("--target-score");
});
