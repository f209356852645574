import Handlebars from "handlebars";
import { EnhancerError } from "../core/errors.ts";

export type RenderedPrompt = { readonly system: string; readonly prompt: string };

/** The template of the standing rules that go before a planning request. */
const planningSystem = "planning_system";

/**
 * Renders a template around its data. All data goes into one fenced JSON block at the very end; backticks in it are written as
 * JSON escapes, so that nothing in a question, a query or a space can close the fence.
 */
export function renderPrompt(
  templates: ReadonlyMap<string, string>,
  name: string,
  data: unknown,
  words: Readonly<Record<string, string | number>> = {},
  systemTemplate = planningSystem,
): RenderedPrompt {
  const block = `\`\`\`json\n${fencedJson(data)}\n\`\`\``;
  return {
    system: fill(templates, systemTemplate, words).trim(),
    prompt: `${fill(templates, name, words).trim()}\n\n${block}\n`,
  };
}

/** JSON text that holds no backtick. */
function fencedJson(data: unknown): string {
  return JSON.stringify(data, null, 1).replaceAll("`", String.raw`\u0060`);
}

/** Korean where questions have Hangul in most of them, else English. */
export function languageOf(questions: readonly string[]): "Korean" | "English" {
  const korean = questions.filter((question) => /\p{Script=Hangul}/u.test(question)).length;
  return korean * 2 > questions.length ? "Korean" : "English";
}

function fill(
  templates: ReadonlyMap<string, string>,
  name: string,
  words: Readonly<Record<string, string | number>>,
): string {
  const template = templates.get(name);
  if (template === undefined) {
    throw new EnhancerError({
      code: "INTERNAL",
      message: `The prompt template ${name} is missing`,
      remedy: "Put prompts/ back as it was released.",
    });
  }
  return Handlebars.compile(template, { noEscape: true, strict: true })(words);
}
