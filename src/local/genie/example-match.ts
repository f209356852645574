import { isSilent, operatorOf } from "./function-words.ts";
import type { ExampleContent } from "./space-content.ts";
import { timePoints, boundsOf } from "./time-points.ts";
import { englishForms, koreanForms, likeness, wordsOf } from "./words.ts";

const enough = 0.8;

/**
 * The SQL of the example query whose question is close enough, parameters filled, or null. Closeness is 0.7 × Jaccard of the words that
 * count + 0.3 × likeness of the spelling, at least 0.8; numbers and negations that the example has no parameter for must agree.
 */
export function exampleAnswer(
  question: string,
  examples: readonly ExampleContent[],
  knownValues: ReadonlyMap<string, string>,
): string | null {
  let found: { score: number; sql: string } | null = null;
  for (const example of examples) {
    const fills = fillsOf(question, example, knownValues);
    const score = closeness(
      stripped(question, fills),
      stripped(
        example.question.replaceAll(/\{\{?\s*\w+\s*\}?\}|:\w+/gu, " "),
        fillsOf(example.question, example, knownValues),
      ),
    );
    if (score >= enough && (found === null || score > found.score)) found = { score, sql: filled(example, fills) };
  }
  return found?.sql ?? null;
}

type Fill = { readonly name: string; readonly sql: string; readonly texts: readonly string[] };

/** A value from the question for each parameter, by its type, in order; what is not found keeps its default. */
function fillsOf(question: string, example: ExampleContent, knownValues: ReadonlyMap<string, string>): Fill[] {
  const dates = timePoints(question).flatMap((point) => {
    const bounds = boundsOf(point);
    return bounds === null ? [] : [{ text: question.slice(point.start, point.end), ...bounds }];
  });
  const years = dates.map(({ text }) => text);
  const numbers = (
    years.reduce((text, year) => text.replace(year, " "), question).match(/\d[\d,]*(?:\.\d+)?/gu) ?? []
  ).map((text) => text.replaceAll(",", ""));
  const texts = literalsOf(question, knownValues);
  return example.parameters.map((parameter) => {
    const type = parameter.type_hint.toUpperCase();
    const fallback = parameter.default_value.values[0];
    if (/DATE|TIME/u.test(type)) {
      const date = dates.shift();
      return {
        name: parameter.name,
        sql: date === undefined ? quoted(fallback ?? "") : quoted(date.from),
        texts: date === undefined ? [] : [date.text],
      };
    }
    if (/INT|LONG|NUM|DEC|DOUBLE|FLOAT/u.test(type)) {
      const year = /year|연도/iu.test(parameter.name) ? years.shift() : undefined;
      const number = year?.match(/\d{4}/u)?.[0] ?? numbers.shift() ?? years.shift()?.match(/\d{4}/u)?.[0];
      return {
        name: parameter.name,
        sql: number ?? fallback ?? "NULL",
        texts: number === undefined ? [] : [year ?? number],
      };
    }
    const text = texts.shift();
    return {
      name: parameter.name,
      sql: quoted(text?.value ?? fallback ?? ""),
      texts: text === undefined ? [] : [text.text],
    };
  });
}

function literalsOf(question: string, knownValues: ReadonlyMap<string, string>): { text: string; value: string }[] {
  const found: { at: number; text: string; value: string }[] = [];
  for (const match of question.matchAll(/"([^"]+)"|“([^”]+)”|(?<!\w)'([^']+)'(?!\w)/gu)) {
    const text = match[1] ?? match[2] ?? match[3] ?? "";
    found.push({ at: match.index, text, value: knownValues.get(text.toLowerCase()) ?? text });
  }
  const lower = question.toLowerCase();
  for (const [key, value] of knownValues) {
    const at =
      key.length < 2 || !lower.includes(key)
        ? -1
        : lower.search(
            new RegExp(
              `(?<![\\p{L}\\p{N}])${key.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)}(?![\\p{Script=Latin}\\p{N}])`,
              "u",
            ),
          );
    if (at >= 0 && !found.some((each) => at >= each.at && at < each.at + each.text.length + 1))
      found.push({ at, text: question.slice(at, at + key.length), value });
  }
  if (found.length === 0) {
    for (const match of question.matchAll(/(?<=\S\s)\p{Lu}[\p{L}\p{N}&-]*(?:\s\p{Lu}[\p{L}\p{N}&-]*)*/gu))
      found.push({ at: match.index, text: match[0], value: match[0] });
  }
  return found.toSorted((left, right) => left.at - right.at);
}

function stripped(question: string, fills: readonly Fill[]): string {
  return fills.flatMap(({ texts }) => texts).reduce((text, part) => text.replace(part, " "), question);
}

function closeness(left: string, right: string): number {
  const mine = contentWords(left);
  const theirs = contentWords(right);
  if (fixed(left) !== fixed(right)) return 0;
  const shared = [...mine].filter((word) => theirs.has(word)).length;
  const all = mine.size + theirs.size - shared;
  return all === 0 ? 0 : 0.7 * (shared / all) + 0.3 * likeness([...mine].join(" "), [...theirs].join(" "));
}

/** Numbers and negations, which must agree. */
function fixed(text: string): string {
  const negated = wordsOf(text).some((word) => operatorOf(word)?.kind === "negation");
  return JSON.stringify([(text.match(/\d[\d,.]*\d|\d/gu) ?? []).map((number) => number.replaceAll(",", "")), negated]);
}

function contentWords(text: string): Set<string> {
  return new Set(
    wordsOf(text)
      .filter((word) => !isSilent(word) && !["ask", "place"].includes(operatorOf(word)?.kind ?? ""))
      .map((word) =>
        /\p{Script=Hangul}/u.test(word) ? (koreanForms(word).at(-1) ?? word) : (englishForms(word)[0] ?? word),
      )
      .filter((word) => !isSilent(word)),
  );
}

function filled(example: ExampleContent, fills: readonly Fill[]): string {
  const byName = new Map(fills.map(({ name, sql }) => [name.toLowerCase(), sql]));
  return example.sql
    .trim()
    .replace(/;\s*$/u, "")
    .replaceAll(/'(?:[^'\\]|\\.|'')*'|--[^\n]*|(?<!:):([A-Za-z_]\w*)/gu, (whole, name: string | undefined) =>
      name === undefined ? whole : (byName.get(name.toLowerCase()) ?? whole),
    );
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
