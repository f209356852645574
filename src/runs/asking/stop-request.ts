import { EnhancerError } from "../../lib/core/errors.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { wordsOf } from "../approval/approval-words.ts";
import { nextCommand } from "../ending/next-command.ts";
import type { OpenRun } from "../open-run.ts";
import { outOfBudget } from "../budget/out-of-budget.ts";
import type { RunContext } from "../run-context.ts";
import { isLate, outOfTime } from "./time-limit.ts";
import { windowWait } from "./window-wait.ts";

/** Whether a person asked this run to stop since it was last started or taken up. */
export async function stopRequested(
  run: Pick<RunContext, "state" | "settings"> & { readonly run: Pick<RunRow, "run_id"> },
): Promise<boolean> {
  const words = await wordsOf(run, run.run.run_id);
  return words.findLast((row) => row.change_id === null)?.decision === "STOP";
}

/** A person's word that ends a stage between two questions. What was asked is stored, so that `resume` goes on there. */
export function stopped(run: Pick<OpenRun, "run" | "workspaceName">): EnhancerError {
  return new EnhancerError({
    code: "INTERRUPTED",
    message: `Run ${run.run.run_id} was told to stop; everything finished so far is stored`,
    remedy: `Take it up where it was with \`${nextCommand("resume", run.run.run_id, run.workspaceName)}\`.`,
    context: { run_id: run.run.run_id, stopRequested: true },
  });
}

export function isStopped(thrown: unknown): boolean {
  return thrown instanceof EnhancerError && thrown.context["stopRequested"] === true;
}

/** Between two looks for a stop: short beside one question, so that few looks are made. */
const lookEveryMs = 5_000;
const shortestMs = 200;

export type StopWatch = {
  /** Awaited before each question. */
  readonly asking: () => Promise<void>;
  /** Whether a question under way may be put to Genie once more. */
  readonly again: () => boolean;
  /** Told of each that ended. */
  readonly asked: () => void;
};

/**
 * Watches, between the questions of one evaluation, for a stop, for the end of the stage's time and for the limits of the run. Once there is
 * a reason to end, `asking` lets those under way come to their end, and then throws. The first question is asked however late it is: a stage
 * that is taken up again and again comes on by one at least. No question is asked beyond the limits.
 */
export function stopWatch(run: OpenRun): StopWatch {
  const { budget } = run;
  const allowance = budget.allowance();
  const everyMs = Math.max(shortestMs, lookEveryMs * Math.min(1, run.settings.poll_interval));
  const noneLeft: (() => void)[] = [];
  let looked = run.clock.monotonic();
  let look = Promise.resolve(false);
  let underWay = 0;
  let begun = 0;
  const window = windowWait(run);
  const allEnded = async (): Promise<void> => {
    if (underWay > 0) await new Promise<void>((resolve) => void noneLeft.push(resolve));
  };
  return {
    asking: async () => {
      for (let closedMs = 1; closedMs > 0;) {
        if (run.clock.monotonic() - looked >= everyMs) {
          looked = run.clock.monotonic();
          look = look.then((already) => already || stopRequested(run));
        }
        if (await look) {
          await allEnded();
          throw stopped(run);
        }
        closedMs = window.closedMs();
        if ((begun > 0 || closedMs > 0) && isLate(run)) {
          await allEnded();
          throw outOfTime(run);
        }
        if (closedMs > 0) await window.wait(closedMs);
      }
      for (let grant = allowance.take(budget.each()); grant.kind !== "granted"; grant = allowance.take(budget.each())) {
        if (grant.kind === "refused") throw outOfBudget(run, grant.exceeded);
        await allEnded();
      }
      begun += 1;
      underWay += 1;
    },
    again: () => allowance.again(budget.each()),
    asked: () => {
      underWay -= 1;
      allowance.end();
      budget.warn();
      if (underWay === 0) for (const tell of noneLeft.splice(0)) tell();
    },
  };
}
