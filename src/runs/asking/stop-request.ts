import { EnhancerError } from "../../lib/core/errors.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { wordsOf } from "../approval/approval-words.ts";
import { nextCommand } from "../ending/next-command.ts";
import type { OpenRun } from "../open-run.ts";
import type { RunContext } from "../run-context.ts";
import { isLate, outOfTime } from "./time-limit.ts";

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

/**
 * Watches, between the questions of one evaluation, for a stop and for the end of the stage's time. `asking` is awaited before each; once
 * there is a reason to end it lets those under way come to their end, and then throws. `asked` is told of each that ended. The first
 * question is asked however late it is: a stage that is taken up again and again comes on by one at least.
 */
export function stopWatch(run: OpenRun): { readonly asking: () => Promise<void>; readonly asked: () => void } {
  const everyMs = Math.max(shortestMs, lookEveryMs * Math.min(1, run.settings.poll_interval));
  const noneLeft: (() => void)[] = [];
  let looked = run.clock.monotonic();
  let look = Promise.resolve(false);
  let underWay = 0;
  let begun = 0;
  const allEnded = async (): Promise<void> => {
    if (underWay > 0) await new Promise<void>((resolve) => void noneLeft.push(resolve));
  };
  return {
    asking: async () => {
      if (run.clock.monotonic() - looked >= everyMs) {
        looked = run.clock.monotonic();
        look = look.then((already) => already || stopRequested(run));
      }
      if (await look) {
        await allEnded();
        throw stopped(run);
      }
      if (begun > 0 && isLate(run)) {
        await allEnded();
        throw outOfTime(run);
      }
      begun += 1;
      underWay += 1;
    },
    asked: () => {
      underWay -= 1;
      if (underWay === 0) for (const tell of noneLeft.splice(0)) tell();
    },
  };
}
