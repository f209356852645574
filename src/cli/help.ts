import type { Locale } from "../lib/report/locale.ts";
import { settingDescriptions } from "../lib/settings/descriptions.ts";
import { settingNames, settingsSchema } from "../lib/settings/settings.ts";
import { commonOptions, type Option } from "./arguments.ts";
import type { Command } from "./command.ts";

const words = {
  en: {
    title: "genie-enhancer improves a Databricks Genie space against a benchmark, and proves it.",
    usage: "Usage",
    commands: "Commands",
    options: "Options",
    settings: "Settings, each also as GENIE_ENHANCER_<NAME> or in a file given by --settings",
    more: "`genie-enhancer <command> --help` shows a command's options and settings.",
    local:
      "With --local, Genie and the model are rule-based stand-ins: numbers show the job's mechanics, not Genie's skill.",
    exits: "Exit codes: 0 yes, 2 a clean no, 1 an error, 130 interrupted.",
  },
  ko: {
    title: "genie-enhancer는 Databricks Genie 스페이스를 벤치마크로 개선하고, 그 개선을 증명합니다.",
    usage: "사용법",
    commands: "명령",
    options: "옵션",
    settings: "설정(GENIE_ENHANCER_<이름> 환경 변수나 --settings 파일로도 지정)",
    more: "`genie-enhancer <명령> --help`는 명령의 옵션과 설정을 보여 줍니다.",
    local: "--local에서는 Genie와 모델이 규칙 기반 대역이므로, 수치는 Genie의 실력이 아니라 작업의 동작을 보여 줍니다.",
    exits: "종료 코드: 0 예, 2 아니요, 1 오류, 130 중단됨.",
  },
} as const;

export function generalHelp(commands: readonly Command[], locale: Locale): string {
  const text = words[locale];
  return [
    text.title,
    "",
    `${text.usage}: genie-enhancer <command> [--json] [--locale en|ko] [--local] [settings]`,
    "",
    `${text.commands}:`,
    ...columns(commands.map((command) => [command.name, command[locale]])),
    "",
    text.more,
    text.local,
    text.exits,
    "",
  ].join("\n");
}

export function commandHelp(command: Command, locale: Locale): string {
  const text = words[locale];
  const option = ({ name, type, ...about }: Option): readonly [string, string] => [
    `--${name}${type === "string" ? " <…>" : ""}`,
    about[locale],
  ];
  const settings = settingNames.map((name): readonly [string, string] => [
    `--${name.replaceAll("_", "-")}`,
    `${settingDescriptions[name][locale]}${defaultOf(name)}`,
  ]);
  return [
    command[locale],
    "",
    `${text.usage}: genie-enhancer ${command.usage}`,
    "",
    `${text.options}:`,
    ...columns([...command.options, ...commonOptions].map(option)),
    ...(command.takesSettings ? ["", `${text.settings}:`, ...columns(settings)] : []),
    "",
    text.exits,
    "",
  ].join("\n");
}

function defaultOf(name: (typeof settingNames)[number]): string {
  const value = settingsSchema.parse({})[name];
  return value === null ? "" : ` [${String(value)}]`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`);
}
