import { styleText } from "node:util";
import { type Clock, systemClock } from "../lib/core/clock.ts";
import type { Console } from "../lib/core/log.ts";
import type { Locale } from "../lib/report/locale.ts";
import { forecastInWords, limitNearInWords, limitsInWords } from "../lib/report/forecast-words.ts";
import { percent } from "../lib/report/markdown.ts";
import { textsIn } from "../lib/report/texts/texts-in.ts";
import type { Report, RunEvent } from "../runs/run-event.ts";
import { liveLine, plainLine } from "./live-line.ts";
import { progressTexts, stageNamesIn } from "./progress-texts.ts";

/** Of a terminal that does not tell. */
const usualColumns = 80;

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
  /** The live line as it stands; null where there is none. */
  let shown: string | null = null;
  const told = { started: false, ended: false, at: clock.monotonic() };
  const line = (text: string): void => {
    if (shown !== null) write("\r\u001b[2K");
    shown = null;
    write(`${text}\n`);
  };
  return (event) => {
    if (event.kind === "asked" || event.kind === "asking") {
      if (console.isTerminal) {
        const drawn = liveLine(event, locale, console.columns?.() ?? usualColumns);
        if (drawn === shown) return;
        write(`\r\u001b[2K${drawn}`);
        shown = drawn;
      } else if (clock.monotonic() - told.at >= tellEveryMs) {
        told.at = clock.monotonic();
        line(plainLine(event, locale));
      }
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

function lineOf(event: Exclude<RunEvent, { kind: "asked" | "asking" }>, locale: Locale, paint: Paint): string | null {
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
    case "forecast": {
      const [heading = "", ...lines] = forecastInWords(event.forecast, locale);
      const warnings = limitsInWords(event, locale).map((text) => `    ${paint("yellow", "!")} ${text}`);
      return [`  ${paint("cyan", heading)}`, ...lines.map((text) => `  ${text}`), ...warnings].join("\n");
    }
    case "limit_near":
      return `    ${paint("yellow", "!")} ${limitNearInWords(event, locale)}`;
    case "provisional_report":
      return `    ${texts.provisional(event.correct, event.n, event.path)}`;
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
    case "fix_settled": {
      const { done, total, fix, status, validation, effect } = event;
      const word = `${texts.settled[status]} (${reports.validations[validation]})`;
      const gained = effect === null || status !== "KEPT" ? "" : `, ${texts.questionsGained(effect)}`;
      const colour = status === "KEPT" ? "green" : validation === "INDECISIVE" ? "yellow" : "red";
      return `    ${paint("dim", `${String(done)}/${String(total)}`)} ${fix} → ${paint(colour, word)}${gained}`;
    }
    case "taken_back":
      return event.fixes.map((fix) => `    ${fix} → ${paint("yellow", texts.takenBack)}`).join("\n");
    case "run_ended":
      return `\n${paint("bold", texts.ended(reports.statuses[event.status] ?? event.status, event.reason))}`;
  }
}
