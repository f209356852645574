import type { OpenRun } from "../open-run.ts";
import { closedWords, untilOpen } from "./ask-window.ts";

/**
 * How long a wait for the window goes on before somebody looks again whether the run was told to stop. Longer than beside questions, since
 * each look may start a warehouse that has gone to sleep.
 */
const lookEveryMs = 10 * 60_000;
/** Waits that end so close together are for one opening. */
const sameOpeningMs = 60_000;
/** As long as a run's claim on its space lasts; a night's wait renews it. */
const claimSeconds = 6 * 3600;

export type WindowWait = {
  /** Milliseconds until the window for questions opens; 0 when it is open. */
  readonly closedMs: () => number;
  /** Waits for a part of that, until it is time to look around again. Tells people, once for all who wait. */
  readonly wait: (closedMs: number) => Promise<void>;
};

/** The run's waiting for its `ask_window`, never beyond the end of the stage's time. */
export function windowWait(run: OpenRun): WindowWait {
  const { settings, clock, signal } = run;
  const { ask_window: window, session_time_zone: zone, locale } = settings;
  let toldUntil = 0;
  let claimedAt = clock.monotonic();
  const keepClaim = async (): Promise<void> => {
    if (clock.monotonic() - claimedAt < (claimSeconds * 1000) / 4) return;
    claimedAt = clock.monotonic();
    await run.state.leases.renew(run.lease, claimSeconds);
  };
  return {
    closedMs: () => untilOpen(window, zone, clock.now()),
    wait: async (closedMs) => {
      const opensAt = clock.now().getTime() + closedMs;
      if (window !== null && opensAt - toldUntil > sameOpeningMs) {
        toldUntil = opensAt;
        run.report({ kind: "problem", message: closedWords(window, zone, locale, new Date(opensAt)) });
      }
      const timeLeft = run.deadline === null ? closedMs : run.deadline - clock.monotonic();
      await clock.sleep(Math.max(1, Math.min(closedMs, lookEveryMs, timeLeft)), signal);
      await keepClaim();
    },
  };
}
