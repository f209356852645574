import type { Option } from "../arguments.ts";
import type { Invocation } from "../command.ts";

/** Which run a command is about. */
export const runOption: Option = {
  name: "run",
  type: "string",
  en: "the run's id, or latest [latest]",
  ko: "실행 ID 또는 latest [latest]",
};

/** The run that was named, or "latest". */
export function wantedRun(invocation: Invocation): string {
  const wanted = invocation.arguments.options[runOption.name];
  return typeof wanted === "string" ? wanted : "latest";
}
