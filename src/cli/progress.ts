import { styleText } from "node:util";
import { type Clock, systemClock } from "../lib/core/clock.ts";
import type { Console } from "../lib/core/log.ts";
import type { Locale } from "../lib/report/locale.ts";
import { percent } from "../lib/report/markdown.ts";
import { textsIn } from "../lib/report/texts/texts-in.ts";
import type { Report, RunEvent } from "../runs/run-event.ts";
import { progressTexts, stageNamesIn } from "./progress-texts.ts";

const barWidth = 24;

/** A plain log is told this often how far the questions are. */
const tellEveryMs = 30_000;

/** Draws a run's events: short lines, and on a terminal one line that fills while questions are asked. */
export function createProgress(
  console: Console,
  locale: Locale,
  clock: Pick<Clock, "monotonic"> = systemClock,
): Report {
  const write = console.err;
  const paint = (style: "bold" | "dim" | "green" | "red" | "yellow" | "cyan", text: string): string =>
    console.isTerminal ? styleText(style, text, { validateStream: false }) : text;
  let barShown = false;
  const told = { started: false, ended: false, at: clock.monotonic() };
  const line = (text: string): void => {
    if (barShown) write("\r\u001b[2K");
    barShown = false;
    write(`${text}\n`);
  };
  return (event) => {
    if (event.kind === "asked") {
      if (!console.isTerminal) {
        if (clock.monotonic() - told.at < tellEveryMs) return;
        told.at = clock.monotonic();
        line(`    ${progressTexts[locale].asked(event.done, event.total)}`);
        return;
      }
      const filled = Math.round((event.done / event.total) * barWidth);
      const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
      write(`\r\u001b[2K    ${bar} ${String(event.done)}/${String(event.total)} ${paint("dim", event.questionId)}`);
      barShown = true;
      return;
    }
    if (isRepeated(event, told)) return;
    if (event.kind === "run_started") told.started = true;
    if (event.kind === "run_ended") told.ended = true;
    const text = lineOf(event, locale, paint);
    if (text !== null) line(text);
  };
}

/** Each loop begins with the orchestrator again, and the loop stage ends after the run did: both say nothing new. */
function isRepeated(event: RunEvent, told: { readonly started: boolean; readonly ended: boolean }): boolean {
  if (event.kind === "run_started") return told.started;
  if (event.kind !== "stage_finished") return false;
  return event.stage === "orchestrator" ? event.loop > 1 : event.stage === "loop" && told.ended;
}

type Paint = (style: "bold" | "dim" | "green" | "red" | "yellow" | "cyan", text: string) => string;

function lineOf(event: Exclude<RunEvent, { kind: "asked" }>, locale: Locale, paint: Paint): string | null {
  const texts = progressTexts[locale];
  const reports = textsIn(locale);
  switch (event.kind) {
    case "run_started":
      return [
        paint("bold", `${texts.run(event.resumed)} ${event.runId}`),
        `  ${texts.exam(event.space, event.questions, event.visible)}`,
      ].join("\n");
    case "stage_started":
      return event.stage === "score" ? paint("bold", `\n${texts.loop(event.loop)}`) : null;
    case "stage_finished": {
      const name = stageNamesIn[locale][event.stage];
      const seconds = paint("dim", `${event.seconds.toFixed(1)} s`);
      return `  ${paint("cyan", name)} ${event.status === "SKIPPED" ? texts.skipped : seconds}`;
    }
    case "scored":
      return `    ${texts.scored(event.correct, event.n, percent(event.correct / Math.max(1, event.n)), percent(event.low), percent(event.high), event.full)}`;
    case "planned":
      return `    ${texts.planned(event.proposed, event.blocked)}`;
    case "problem":
      return `    ${paint("yellow", "!")} ${event.message}`;
    case "applied":
      return `    ${texts.applied(event.applied, event.refused)}`;
    case "trial_decided": {
      const word = `${texts.decisions[event.decision]} (${reports.validations[event.validation]})`;
      const colour = event.decision === "KEEP" ? "green" : event.decision === "INDECISIVE" ? "yellow" : "red";
      const first = event.fixes[0] ?? "";
      const what = event.fixes.length === 1 ? first : texts.fixes(event.fixes.length);
      return `    ${what} → ${paint(colour, word)}: ${reports.reason(event.reason)}`;
    }
    case "taken_back":
      return event.fixes.map((fix) => `    ${fix} → ${paint("yellow", texts.takenBack)}`).join("\n");
    case "run_ended":
      return `\n${paint("bold", texts.ended(reports.statuses[event.status] ?? event.status, event.reason))}`;
  }
}
