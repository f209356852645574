import { createInterface } from "node:readline/promises";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { findRun } from "../../runs/open-run.ts";
import { type ProductionWrite, promote, rollback } from "../../runs/ending/promote.ts";
import { trashClones } from "../../runs/ending/clean-up.ts";
import { reportOf } from "../../runs/ending/report-of-run.ts";
import { summaryDocument } from "../../lib/report/summary.ts";
import type { RunContext } from "../../runs/run-context.ts";
import { writeRunFiles } from "../../runs/ending/run-files.ts";
import type { Command, ExitCode, Invocation } from "../command.ts";
import { holdSpace } from "../hold-space.ts";
import { jobOption, withWorkspace } from "../with-workspace.ts";
import { runOption, wantedRun } from "./run-option.ts";

export const promoteCommand: Command = {
  name: "promote",
  usage: "promote [--run ID]",
  en: "bring what a run proved to production: merged with later edits, guarded, read back",
  ko: "실행이 증명한 것을 운영에 반영(이후 편집과 병합, 보호, 확인)",
  options: [runOption, jobOption],
  takesSettings: true,
  run: (invocation) =>
    onProduction(invocation, async (context, run, actor) => {
      const written = await promote(context, run, actor);
      // Decided: the clones have served, unless a person wants to keep them.
      const done = written.conflicts.length === 0 && context.settings.cleanup_on_success !== "keep";
      if (done) await trashClones({ ...context, run, loop: run.iterations_completed ?? 1 });
      return written;
    }),
};

export const discardCommand: Command = {
  name: "discard",
  usage: "discard [--run ID]",
  en: "trash a run's clones and keep its record",
  ko: "실행의 복제본을 지우고 기록은 유지",
  options: [runOption, jobOption],
  takesSettings: true,
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const run = await findRun(context, wantedRun(invocation));
      await holdSpace(context, run, (held) => trashClones({ ...held, run, loop: run.iterations_completed ?? 1 }));
      const report = await reportOf(context, run.run_id);
      const { devBest, devWorking } = report.spaces;
      const left = [devBest, devWorking].filter((id) => id !== null);
      if (invocation.json) invocation.console.out(`${JSON.stringify(summaryDocument(report, {}), null, 2)}\n`);
      else {
        invocation.console.out(
          left.length === 0
            ? `Run ${run.run_id} has no clones any more; its record stays.\n`
            : `Still there: ${left.join(", ")}.\n`,
        );
      }
      return left.length === 0 ? 0 : 2;
    }),
};

export const rollbackCommand: Command = {
  name: "rollback",
  usage: "rollback [--run ID] [--change ID] [--exact --yes]",
  en: "take back what a promotion did and keep later edits",
  ko: "승격이 한 일을 되돌리고 이후 편집은 유지",
  options: [
    runOption,
    jobOption,
    { name: "change", type: "string", en: "take back this one change only", ko: "이 변경 하나만 되돌림" },
    {
      name: "exact",
      type: "boolean",
      en: "restore the whole snapshot, later edits included; asks first",
      ko: "이후 편집까지 포함해 스냅숏 전체를 복원(먼저 물음)",
    },
    { name: "yes", type: "boolean", en: "answer yes where it would ask", ko: "묻는 곳에서 예로 답함" },
  ],
  takesSettings: true,
  run: async (invocation) => {
    const { change, exact, yes } = invocation.arguments.options;
    if (exact === true && yes !== true && !(await confirmed(invocation))) {
      invocation.console.err("Nothing was written.\n");
      return 2;
    }
    const what =
      exact === true
        ? ({ kind: "exact" } as const)
        : typeof change === "string"
          ? ({ kind: "change", changeId: change } as const)
          : ({ kind: "run" } as const);
    return onProduction(invocation, (context, run, actor) => rollback(context, run, actor, what));
  },
};

async function onProduction(
  invocation: Invocation,
  write: (context: RunContext, run: RunRow, actor: string) => Promise<ProductionWrite>,
): Promise<ExitCode> {
  return withWorkspace(invocation, async (context) => {
    const run = await findRun(context, wantedRun(invocation));
    const { userName } = await context.workspace.whoAmI(context.signal);
    return holdSpace(context, run, async (held) => {
      const written = await write(held, run, userName);
      await writeRunFiles(held, run.run_id);
      if (invocation.json) invocation.console.out(`${JSON.stringify(written)}\n`);
      else invocation.console.out(`${inWords(written)}\n`);
      return written.conflicts.length === 0 ? 0 : 2;
    });
  });
}

function inWords(written: ProductionWrite): string {
  if (written.conflicts.length > 0) {
    const paths = written.conflicts.map((conflict) => `  ${conflict.path}`);
    return [
      "Nothing was written: people changed the same places in production.",
      ...paths,
      "Settle these in the space, then run the command again.",
    ].join("\n");
  }
  if (written.before === written.after) return `Space ${written.space_id} already was as wanted; nothing was written.`;
  return `Space ${written.space_id} was written and read back: ${written.before.slice(0, 12)} → ${written.after.slice(0, 12)}.`;
}

async function confirmed(invocation: Invocation): Promise<boolean> {
  if (!process.stdin.isTTY) {
    invocation.console.err(
      "--exact overwrites every edit made since the run began; without a terminal it needs --yes.\n",
    );
    return false;
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(
    "Restore the whole snapshot and lose every edit made since the run began? [y/N] ",
  );
  prompt.close();
  return /^y(?:es)?$/iu.test(answer.trim());
}
