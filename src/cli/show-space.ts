import { withParticles } from "../lib/report/korean-particles.ts";
import { spaceTexts } from "../lib/report/texts/space-texts.ts";
import type { SpaceDocument } from "../lib/space/document.ts";
import { tellChanges, type ToldChange } from "../lib/space/diff-words.ts";
import type { SpaceProblem } from "../lib/space/problem.ts";
import type { Invocation } from "./command.ts";

type Where = Pick<Invocation, "console" | "locale">;

/** Differences in words, each with its lines below. */
export function changesInWords(before: SpaceDocument, after: SpaceDocument, { locale }: Where): string {
  const told = tellChanges(before, after, locale);
  const sentence = ({ words, lines }: ToldChange): string =>
    [`  ${locale === "ko" ? withParticles(words) : words}`, ...lines.map((line) => `      ${line}`)].join("\n");
  return shown(told.map(sentence).join("\n"));
}

/** Problems, each with how grave it is and where; nothing is cut, since a path is looked for as it stands. */
export function problemsInWords(problems: readonly SpaceProblem[], { locale }: Where): string {
  const texts = spaceTexts[locale];
  return problems
    .map(({ path, severity, message, korean }) => {
      const where = path === "" ? texts.whole : path;
      return `  ${texts.weights[severity]}  ${where}\n      ${shown(locale === "ko" ? korean : message)}`;
    })
    .join("\n");
}

/** A text of somebody's space without what would steer the terminal. */
export function shown(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/gu, "�");
}

/** The shape of a finding with `--json`. */
export function findingOf({ path, code, severity, message, korean }: SpaceProblem, { locale }: Where) {
  return { path, code, severity, message: locale === "ko" ? korean : message };
}
