import { type Clock, systemClock } from "../../src/lib/core/clock.ts";

/** The machine's clock, so many times as fast, begun at the present time. Processes that are to agree on the time share one. */
export function spedUpClock(factor: number): Clock {
  const began = systemClock.monotonic();
  const origin = systemClock.now().getTime();
  const elapsed = (): number => (systemClock.monotonic() - began) * factor;
  return {
    now: () => new Date(origin + elapsed()),
    monotonic: elapsed,
    sleep: (ms, signal) => systemClock.sleep(ms / factor, signal),
  };
}
