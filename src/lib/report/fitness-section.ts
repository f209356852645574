import type { ExamPower } from "../gate/exam-power.ts";
import type { Locale } from "./locale.ts";
import { code, markdownTable, percent, plain } from "./markdown.ts";
import type { RunReport } from "./run-report.ts";
import { fitnessTexts } from "./texts/fitness-texts.ts";

type Words = Readonly<Record<Locale, string>>;

/** What was found in the exam before its first question. */
export type FitnessReport = {
  /** Visible questions, and those among them that nothing can be judged by. */
  readonly n: number;
  readonly notEvaluable: readonly string[];
  readonly target: number;
  readonly fit: boolean;
  /** Questions looked at, held-out ones included, and ids of those that were not. */
  readonly checked: number;
  readonly unchecked: readonly string[];
  readonly findings: readonly {
    readonly code: string;
    readonly severity: "blocks" | "warns" | "note";
    readonly question: string;
    readonly message: Words;
    readonly remedy: Words;
  }[];
  readonly power: ExamPower;
};

/** The section of the run's report; none where nobody has looked. */
export function fitnessSection({ fitness }: RunReport, locale: Locale): (readonly [string, string])[] {
  return fitness === null ? [] : [[fitnessTexts[locale].heading, fitnessBody(fitness, locale)]];
}

/** `fitness.md`: the same by itself. */
export function fitnessMarkdown(report: RunReport, fitness: FitnessReport, locale: Locale): string {
  return `# ${plain(fitnessTexts[locale].title(report.space.title))}\n\n${fitnessBody(fitness, locale)}\n`;
}

/** The same as data, with the words of both languages. */
export function fitnessDocument(fitness: FitnessReport): Record<string, unknown> {
  const { n, notEvaluable, target, fit, checked, unchecked, findings, power } = fitness;
  return { fit, target, visible: n, not_evaluable: notEvaluable, checked, unchecked, findings, power };
}

function fitnessBody(fitness: FitnessReport, locale: Locale): string {
  const texts = fitnessTexts[locale];
  const { findings, notEvaluable, n, checked, unchecked, fit } = fitness;
  const blocked = notEvaluable.length;
  const target = percent(fitness.target);
  const questions = new Set(findings.map(({ question }) => question)).size;
  const rows = findings.map(({ question, severity, message, remedy }) => [
    code(question),
    texts.weights[severity],
    plain(message[locale]),
    plain(remedy[locale]),
  ]);
  return [
    ...(fit ? [] : [texts.notFit(blocked, n, target)]),
    findings.length === 0 ? texts.clean(checked) : texts.found(findings.length, questions, checked),
    ...(fit && blocked > 0 ? [texts.stillFit(blocked, n, target)] : []),
    ...(rows.length === 0 ? [] : [markdownTable([texts.question, texts.weight, texts.what, texts.remedy], rows)]),
    ...(unchecked.length === 0 ? [] : [texts.unchecked(unchecked.map(code).join(", "))]),
    ...powerLines(fitness.power, locale),
  ].join("\n\n");
}

function powerLines({ questions, step, margin, effects }: ExamPower, locale: Locale): string[] {
  if (questions === 0) return [];
  const texts = fitnessTexts[locale];
  const lines = effects.map(({ effect, fewest, most }) => `- ${texts.effect(effect, percent(fewest), percent(most))}`);
  return [texts.power(questions, percent(step), percent(margin)), lines.join("\n")];
}
