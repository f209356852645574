import { type Flags, parseFlags } from "../wiring/flags.ts";

/** An option of one command, beside the settings that every command takes. */
export type Option = {
  readonly name: string;
  readonly type: "string" | "boolean";
  readonly en: string;
  readonly ko: string;
};

/** A command line taken apart. */
export type Arguments = Flags;

/** Options that every command has. */
export const commonOptions: readonly Option[] = [
  {
    name: "json",
    type: "boolean",
    en: "one JSON document on stdout, everything else on stderr",
    ko: "stdout에는 JSON 문서 하나만, 나머지는 stderr",
  },
  { name: "settings", type: "string", en: "a JSON or YAML file of settings", ko: "설정 파일(JSON 또는 YAML)" },
  {
    name: "local",
    type: "boolean",
    en: "use the local workspace (.local/), rule-based and made for trying things",
    ko: "로컬 워크스페이스(.local/) 사용: 규칙 기반 체험용",
  },
  { name: "help", type: "boolean", en: "this text", ko: "이 도움말" },
];

/** Takes a command's words apart. @throws EnhancerError SETTINGS_INVALID naming the flag that is not known or lacks its value */
export function parseArguments(words: readonly string[], own: readonly Option[]): Arguments {
  return parseFlags(words, [...commonOptions, ...own]);
}
