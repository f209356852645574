import type { RunContext } from "../run-context.ts";
import type { RunFitness } from "./fitness-of-run.ts";

/** Blocking findings told one by one; the rest stands in the run's files. */
const mostTold = 10;

/** Says what was found, in the run's language: what blocks a question, and how much else there is. */
export function tellFitness(
  { report, settings }: Pick<RunContext, "report" | "settings">,
  { findings, unchecked, fit }: RunFitness,
): void {
  const { locale } = settings;
  const blocking = findings.filter(({ severity }) => severity === "blocks");
  const others = findings.length - blocking.length;
  for (const { question, message, remedy } of blocking.slice(0, mostTold)) {
    report({ kind: "problem", message: `${question}: ${message[locale]} ${remedy[locale]}` });
  }
  const more = Math.max(0, blocking.length - mostTold) + others + unchecked.length;
  if (more === 0) return;
  const words = {
    en: `The exam has ${String(more)} more finding${more === 1 ? "" : "s"}${fit ? "; the report lists them" : ""}.`,
    ko: `시험에서 ${String(more)}건이 더 발견되었습니다.${fit ? " 보고서에 목록이 있습니다." : ""}`,
  };
  report({ kind: "problem", message: words[locale] });
}
