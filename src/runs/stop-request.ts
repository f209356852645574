import { EnhancerError } from "../lib/core/errors.ts";
import { nextCommand } from "./next-command.ts";
import type { OpenRun } from "./open-run.ts";

/** Whether a person asked this run to stop since it was last started or taken up. */
export async function stopRequested(run: Pick<OpenRun, "state" | "run">): Promise<boolean> {
  const words = await run.state.approvals.list(run.run.run_id);
  const newest = words
    .filter((row) => row.change_id === null)
    .toSorted((one, other) => (one.decided_at ?? "").localeCompare(other.decided_at ?? ""))
    .at(-1);
  return newest?.decision === "STOP";
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
 * Watches for a stop between the questions of one evaluation. `asking` is awaited before each; once a stop is seen it lets those
 * under way come to their end, and then throws. `asked` is told of each that ended.
 */
export function stopWatch(run: OpenRun): { readonly asking: () => Promise<void>; readonly asked: () => void } {
  const everyMs = Math.max(shortestMs, lookEveryMs * Math.min(1, run.settings.poll_interval));
  const noneLeft: (() => void)[] = [];
  let looked = run.clock.monotonic();
  let look = Promise.resolve(false);
  let underWay = 0;
  return {
    asking: async () => {
      if (run.clock.monotonic() - looked >= everyMs) {
        looked = run.clock.monotonic();
        look = look.then((already) => already || stopRequested(run));
      }
      if (await look) {
        if (underWay > 0) await new Promise<void>((resolve) => void noneLeft.push(resolve));
        throw stopped(run);
      }
      underWay += 1;
    },
    asked: () => {
      underWay -= 1;
      if (underWay === 0) for (const tell of noneLeft.splice(0)) tell();
    },
  };
}
