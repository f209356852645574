import { summaryDocument } from "../../lib/report/summary.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { keepClones, trashClones } from "../../runs/ending/clean-up.ts";
import { reportOf } from "../../runs/ending/report-of-run.ts";
import { findRun } from "../../runs/open-run.ts";
import type { RunContext } from "../../runs/run-context.ts";
import type { Command, ExitCode, Invocation } from "../command.ts";
import { holdSpace } from "../hold-space.ts";
import { jobOption, withWorkspace } from "../with-workspace.ts";
import { runOption, wantedRun } from "./run-option.ts";

export const keepCommand: Command = {
  name: "keep",
  usage: "keep [--run ID]",
  en: "leave a run's clones standing, whatever is decided later; discard alone trashes them then",
  ko: "나중에 무엇을 정하든 실행의 복제본을 남김(지우려면 discard)",
  options: [runOption, jobOption],
  takesSettings: true,
  run: (invocation) =>
    onClones(
      invocation,
      async (context, run) => {
        const { userName } = await context.workspace.whoAmI(context.signal);
        await keepClones(context, run, userName);
      },
      (run, left) =>
        left.length === 0
          ? { words: `Run ${run.run_id} has no clones any more.`, code: 2 }
          : { words: `Kept until discarded: ${left.join(", ")}.`, code: 0 },
    ),
};

export const discardCommand: Command = {
  name: "discard",
  usage: "discard [--run ID]",
  en: "trash a run's clones and keep its record",
  ko: "실행의 복제본을 지우고 기록은 유지",
  options: [runOption, jobOption],
  takesSettings: true,
  run: (invocation) =>
    onClones(
      invocation,
      (context, run) => trashClones({ ...context, run, loop: run.iterations_completed ?? 1 }),
      (run, left) =>
        left.length === 0
          ? { words: `Run ${run.run_id} has no clones any more; its record stays.`, code: 0 }
          : { words: `Still there: ${left.join(", ")}.`, code: 2 },
    ),
};

/** Does something with a run's clones and says which are there afterwards. */
function onClones(
  invocation: Invocation,
  work: (context: RunContext, run: RunRow) => Promise<void>,
  said: (run: RunRow, left: readonly string[]) => { readonly words: string; readonly code: ExitCode },
): Promise<ExitCode> {
  return withWorkspace<ExitCode>(invocation, async (context) => {
    const run = await findRun(context, wantedRun(invocation));
    await holdSpace(context, run, (held) => work(held, run));
    const report = await reportOf(context, run.run_id);
    const { devBest, devWorking } = report.spaces;
    const { words, code } = said(
      run,
      [devBest, devWorking].filter((id) => id !== null),
    );
    if (invocation.json) invocation.console.out(`${JSON.stringify(summaryDocument(report, {}), null, 2)}\n`);
    else invocation.console.out(`${words}\n`);
    return code;
  });
}
