import { findRun } from "../../runs/open-run.ts";
import { apply } from "../../stages/apply.ts";
import { orchestrator } from "../../stages/orchestrator.ts";
import { plan } from "../../stages/plan.ts";
import type { Stage } from "../../runs/run-context.ts";
import { score } from "../../stages/score.ts";
import { validate } from "../../stages/validate.ts";
import type { Command, ExitCode } from "../command.ts";
import { settingsOfRun } from "../settings-of-run.ts";
import { withWorkspace } from "../with-workspace.ts";
import { runOption, wantedRun } from "./run-option.ts";

/** One stage of a run as a command. `score` begins a run where none is named. */
function stageCommand(name: string, stage: Stage, en: string, ko: string): Command {
  return {
    name,
    usage: `${name} [--run ID] [settings]`,
    en,
    ko,
    options: [runOption],
    takesSettings: true,
    run: (invocation) =>
      withWorkspace<ExitCode>(invocation, async (context) => {
        const wanted = invocation.arguments.options.run;
        const begins = name === "score" && wanted === undefined;
        const run = begins ? null : await findRun(context, wantedRun(invocation));
        const begun = run === null ? await orchestrator(context, "", 1) : null;
        const runId = run?.run_id ?? begun?.run_id ?? "";
        const settings = run === null ? context.settings : settingsOfRun(invocation.resolved, run);
        const loops = await context.state.iterations.list(runId);
        // An exam that is not fit has ended it; where a limit leaves no room, `resume` with a higher one goes on.
        const began = begun?.task_values ?? {};
        const hasEnded = began["run_status"] === "BLOCKED" || began["out_of_budget"] !== undefined;
        const result =
          begun !== null && hasEnded
            ? { ...begun, stage: name, status: "SKIPPED" as const }
            : await stage({ ...context, settings }, runId, loops.at(-1)?.iteration_number ?? 1);
        if (invocation.json) invocation.console.out(`${JSON.stringify(result)}\n`);
        else {
          const values = Object.entries(result.task_values).map(([key, value]) => `${key} ${String(value)}`);
          const told = result.message === undefined ? "" : `\n${result.message}`;
          invocation.console.out(`${name}: ${result.status} · run ${runId} · ${values.join(" · ")}${told}\n`);
        }
        // It could not do its work: a person has to speak first.
        return "undecided" in result.task_values || hasEnded ? 2 : 0;
      }),
  };
}

export const stageCommands: readonly Command[] = [
  stageCommand(
    "score",
    score,
    "ask and judge the visible exam; begins a run where none is named",
    "공개 시험을 묻고 채점(실행을 지정하지 않으면 새로 시작)",
  ),
  stageCommand("plan", plan, "plan fixes from a run's failures", "실행의 실패에서 수정을 계획"),
  stageCommand(
    "apply",
    apply,
    "write a run's plan to its dev-working clone",
    "실행의 계획을 dev-working 복제본에 적용",
  ),
  stageCommand(
    "validate",
    validate,
    "let the gate decide what of the applied plan stays",
    "적용된 계획에서 무엇을 남길지 게이트가 결정",
  ),
];
