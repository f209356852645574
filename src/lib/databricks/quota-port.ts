import type { Clock } from "../core/clock.ts";

/** A text that all runs of a workspace share, changed by one of them at a time. */
export type SharedText = {
  /**
   * Replaces the text by what `compute` makes of it (null where there is none yet), unless somebody else was faster: then `compute` is
   * called again with theirs. Null from `compute` leaves it as it is and writes nothing.
   * @throws EnhancerError when it cannot be reached; whether the change was made is then unknown
   */
  change(compute: (text: string | null) => string | null): Promise<void>;
  /** Milliseconds of the wall clock that all runs go by. */
  now(): Promise<number>;
};

/** A shared text for the runs of this process alone. */
export function textInMemory(clock: Clock): SharedText {
  let text: string | null = null;
  return {
    change: async (compute) => {
      text = compute(text) ?? text;
      await Promise.resolve();
    },
    now: () => Promise.resolve(clock.now().getTime()),
  };
}
