import { type Detectable, detectable } from "../../lib/gate/detectable.ts";
import type { Calibrated } from "../../lib/gate/calibration.ts";
import { markdownTable, percent } from "../../lib/report/markdown.ts";
import { examRows } from "../../runs/exam/stored-exam.ts";
import { findRun } from "../../runs/open-run.ts";
import type { RunContext } from "../../runs/run-context.ts";
import { currentStanding } from "../../runs/trials/run-standing.ts";
import { EnhancerError } from "../../lib/core/errors.ts";
import type { Command, ExitCode, Invocation } from "../command.ts";
import { terminalMarkdown } from "../terminal-markdown.ts";
import { jobOption, withWorkspace } from "../with-workspace.ts";
import { runOption, wantedRun } from "./run-option.ts";

const largestExam = 5_000;

export const powerCommand: Command = {
  name: "power",
  usage: "power [--run ID | --questions N]",
  en: "what the exam can detect: how often a change of each size would be proven",
  ko: "시험이 가려낼 수 있는 것: 효과 크기별로 수정이 증명될 확률",
  options: [
    runOption,
    jobOption,
    {
      name: "questions",
      type: "string",
      en: "visible questions of an exam that was not asked yet; its noise is then assumed",
      ko: "아직 묻지 않은 시험의 공개 문항 수(잡음은 가정)",
    },
  ],
  takesSettings: true,
  check: async ({ options }) => void questionsOf(options["questions"]),
  run: async (invocation) => {
    const questions = questionsOf(invocation.arguments.options["questions"]);
    if (questions !== null) return tell(invocation, questions, invocation.resolved.settings);
    return withWorkspace<ExitCode>(invocation, async (context) =>
      tell(invocation, await calibrationOf(context, wantedRun(invocation)), context.settings),
    );
  },
};

/** How each visible question of a run stands now. @throws EnhancerError NOT_FOUND for a run that has not asked its baseline */
async function calibrationOf(context: RunContext, wanted: string): Promise<readonly Calibrated[]> {
  const run = await findRun(context, wanted);
  const exam = await examRows(context.state, run);
  const scored = run.initial_score !== null;
  if (exam !== null && scored) {
    const standing = await currentStanding({ state: context.state, run, exam, loop: run.iterations_completed ?? 1 });
    return [...standing.questions.values()].map(({ questionId, asked, right }) => ({ questionId, asked, right }));
  }
  throw new EnhancerError({
    code: "NOT_FOUND",
    message: `Run ${run.run_id} has not scored its baseline, so its noise is not known`,
    remedy: "Say how many visible questions the exam has with --questions N, or score the run first.",
  });
}

function tell(
  { console, json, locale }: Invocation,
  exam: readonly Calibrated[] | number,
  settings: RunContext["settings"],
): ExitCode {
  const found = detectable(exam, String(settings.seed), settings.confirm_pairs);
  if (json) console.out(`${JSON.stringify(found)}\n`);
  else console.out(`${terminalMarkdown(inWords(found, exam, locale), console.isTerminal)}\n`);
  return 0;
}

function inWords(
  found: readonly Detectable[],
  exam: readonly Calibrated[] | number,
  locale: Invocation["locale"],
): string {
  const measured = typeof exam !== "number";
  const n = measured ? exam.length : exam;
  const [head, columns, none] = words[locale];
  const rows = found.map(({ effect, probability }) => [effect === 0 ? none : String(effect), percent(probability)]);
  return [head(n, measured), "", markdownTable([...columns], rows)].join("\n");
}

const words = {
  en: [
    (n: number, measured: boolean) =>
      `${String(n)} visible questions, ${measured ? "noise as measured in the run" : "noise as docs/gate.md assumes it"}.`,
    ["questions repaired", "kept"],
    "0 (no effect)",
  ],
  ko: [
    (n: number, measured: boolean) =>
      `공개 문항 ${String(n)}개, 잡음은 ${measured ? "실행에서 측정한 값" : "docs/gate.md의 가정"}.`,
    ["고쳐진 문항 수", "유지될 확률"],
    "0(효과 없음)",
  ],
} as const;

function questionsOf(given: string | boolean | undefined): number | null {
  if (typeof given !== "string") return null;
  const questions = Number(given);
  if (Number.isInteger(questions) && questions >= 1 && questions <= largestExam) return questions;
  throw new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `--questions ${JSON.stringify(given)} is no number of questions`,
    remedy: `Give a whole number from 1 to ${String(largestExam)}.`,
  });
}
