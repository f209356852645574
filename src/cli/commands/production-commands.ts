import type { RunRow } from "../../lib/state/tables/runs.ts";
import { findRun } from "../../runs/open-run.ts";
import { areKept, trashClones } from "../../runs/ending/clean-up.ts";
import type { ProductionWrite } from "../../runs/ending/production-write.ts";
import { promote } from "../../runs/ending/promote.ts";
import { rollback } from "../../runs/ending/rollback.ts";
import type { RunContext } from "../../runs/run-context.ts";
import { writeRunFiles } from "../../runs/ending/run-files.ts";
import type { Option } from "../arguments.ts";
import type { Command, ExitCode, Invocation } from "../command.ts";
import { confirm } from "../confirm.ts";
import { holdSpace } from "../hold-space.ts";
import { jobOption, withWorkspace } from "../with-workspace.ts";
import { runOption, wantedRun } from "./run-option.ts";

const commentOption: Option = {
  name: "comment",
  type: "string",
  en: "why, in your own words: it stands in the history",
  ko: "이유(직접 쓴 말이 이력에 남음)",
};

export const promoteCommand: Command = {
  name: "promote",
  usage: "promote [--run ID] [--force] [--comment TEXT]",
  en: "bring what a run proved to production: merged with later edits, guarded, read back",
  ko: "실행이 증명한 것을 운영에 반영(이후 편집과 병합, 보호, 확인)",
  options: [
    runOption,
    jobOption,
    {
      name: "force",
      type: "boolean",
      en: "write also a space in a bundle's folder, which is handed over as a file otherwise",
      ko: "번들 폴더의 스페이스에도 직접 씀(보통은 파일로 넘김)",
    },
    commentOption,
  ],
  takesSettings: true,
  run: (invocation) =>
    onProduction(invocation, async (context, run, actor) => {
      const force = invocation.arguments.options["force"] === true;
      const written = await promote(context, run, { actor, comment: commentOf(invocation), force });
      // Decided: the clones have served, unless a person wants to keep them.
      const isDecided = written.conflicts.length === 0 && written.handed_over === null;
      const isKept = context.settings.cleanup_on_success === "keep" || (await areKept(context, run.run_id));
      if (isDecided && !isKept) await trashClones({ ...context, run, loop: run.iterations_completed ?? 1 });
      return written;
    }),
};

export const rollbackCommand: Command = {
  name: "rollback",
  usage: "rollback [--run ID] [--change ID] [--exact --yes] [--comment TEXT]",
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
    commentOption,
  ],
  takesSettings: true,
  run: async (invocation) => {
    const { change, exact } = invocation.arguments.options;
    if (exact === true && !(await confirm(invocation, exactTexts))) {
      invocation.console.err("Nothing was written.\n");
      return 2;
    }
    const what =
      exact === true
        ? ({ kind: "exact" } as const)
        : typeof change === "string"
          ? ({ kind: "change", changeId: change } as const)
          : ({ kind: "run" } as const);
    return onProduction(invocation, (context, run, actor) =>
      rollback(context, run, { what, actor, comment: commentOf(invocation) }),
    );
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
      return written.conflicts.length === 0 && written.handed_over === null ? 0 : 2;
    });
  });
}

function commentOf({ arguments: { options } }: Invocation): string | null {
  const said = options[commentOption.name];
  return typeof said === "string" && said.trim() !== "" ? said.trim() : null;
}

const exactTexts = {
  question: "Restore the whole snapshot and lose every edit made since the run began?",
  noTerminal: "--exact overwrites every edit made since the run began; without a terminal it needs --yes.",
};

function inWords(written: ProductionWrite): string {
  if (written.conflicts.length > 0) {
    const paths = written.conflicts.map((conflict) => `  ${conflict.path}`);
    return [
      "Nothing was written: people changed the same places in production.",
      ...paths,
      "Settle these in the space, then run the command again.",
    ].join("\n");
  }
  if (written.handed_over !== null) {
    return [
      `Nothing was written: space ${written.space_id} lies in a bundle's folder, and the bundle's next deployment would overwrite it.`,
      `For a review: ${written.handed_over}`,
      "Put that file in the bundle's place, or give --force to write the space all the same.",
    ].join("\n");
  }
  if (written.before === written.after) return `Space ${written.space_id} already was as wanted; nothing was written.`;
  return `Space ${written.space_id} was written and read back: ${written.before.slice(0, 12)} → ${written.after.slice(0, 12)}.${written.guarded_by === "digest" ? " The platform gave no etag: an edit in the very moment of writing would not have been noticed." : ""}`;
}
