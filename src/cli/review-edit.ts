import { EnhancerError } from "../lib/core/errors.ts";
import type { FixReport } from "../lib/report/plan-report.ts";
import type { ReviewTerminal } from "./review-walk.ts";
import { reviewTexts } from "./review-texts.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Asks for fields of a fix and their new values until the person has done. @returns the fix so changed, or null when nothing was */
export async function askFields(fix: FixReport["fix"], terminal: ReviewTerminal): Promise<Fields | null> {
  const texts = reviewTexts[terminal.locale];
  let edited: Fields = fix;
  for (;;) {
    const names = Object.keys(edited).filter((name) => name !== "change_type");
    const lines = names.map((name, index) => `  ${String(index + 1)}. ${name} = ${JSON.stringify(edited[name])}`);
    terminal.say(lines.join("\n"));
    const answer = (await terminal.ask(texts.field))?.trim() ?? "";
    if (answer === "") return edited === fix ? null : edited;
    const name = names[Number(answer) - 1] ?? names.find((one) => one === answer);
    if (name === undefined) {
      terminal.say(texts.noField(answer));
      continue;
    }
    const value = await terminal.ask(texts.value(name, JSON.stringify(edited[name])));
    if (value === null) return null;
    try {
      edited = { ...edited, [name]: await readValue(value, edited[name], terminal) };
    } catch (thrown) {
      terminal.say(texts.refused(thrown instanceof Error ? thrown.message : String(thrown)));
    }
  }
}

/** What was typed, as the field's own kind of value: text stands as it is, unless it is JSON text or names a file. */
export async function readValue(
  typed: string,
  current: unknown,
  { readFile }: Pick<ReviewTerminal, "readFile">,
): Promise<unknown> {
  const text = typed.startsWith("@") ? (await readFile(typed.slice(1).trim())).replace(/\n$/u, "") : typed;
  if (typeof current === "string") return /^".*"$/su.test(text.trim()) ? textOf(text) : text;
  if (Array.isArray(current) && !text.trim().startsWith("[")) return [text];
  return jsonOf(text);
}

/** A JSON text without its escapes; what only begins and ends with a quotation mark stands as it is. */
function textOf(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : text;
  } catch {
    return text;
  }
}

/** @throws EnhancerError SETTINGS_INVALID for what is no JSON */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new EnhancerError({
      code: "SETTINGS_INVALID",
      message: `${text.length > 60 ? `${text.slice(0, 60)}…` : text} is no JSON`,
      remedy: "Give a JSON value.",
      cause,
    });
  }
}
