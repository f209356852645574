import type { Clock } from "../../../lib/core/clock.ts";

export type StopReason =
  | { readonly kind: "canceled" }
  | { readonly kind: "timed out"; readonly seconds: number }
  | { readonly kind: "workspace stopped" };

/** Stops some work once, and knows why; one made inside another stops with it. */
export type StopSwitch = {
  readonly signal: AbortSignal;
  reason(): StopReason | null;
  stop(reason: StopReason): void;
};

export function stopSwitch(outer?: StopSwitch): StopSwitch {
  const controller = new AbortController();
  let own: StopReason | null = null;
  return {
    signal: outer === undefined ? controller.signal : AbortSignal.any([outer.signal, controller.signal]),
    reason: () => own ?? outer?.reason() ?? null,
    stop: (reason) => {
      if (own !== null) return;
      own = reason;
      controller.abort(new Error(`The run was stopped: ${reason.kind}.`));
    },
  };
}

/** Throws the switch after so many seconds of the clock, 0 never; call what it gives back when the work is done. */
export function stopAfter(clock: Clock, seconds: number | undefined, work: StopSwitch): () => void {
  if (seconds === undefined || seconds === 0) return () => {};
  const done = new AbortController();
  const wait = async (): Promise<void> => {
    try {
      await clock.sleep(seconds * 1000, done.signal);
    } catch {
      return;
    }
    if (!done.signal.aborted) work.stop({ kind: "timed out", seconds });
  };
  void wait();
  return () => done.abort(new Error("The work is done."));
}

/** The result and message of work that was stopped. */
export function stoppedEnd(reason: StopReason): { readonly result: string; readonly message: string } {
  return reason.kind === "timed out"
    ? { result: "TIMEDOUT", message: `Timed out after ${String(reason.seconds)} seconds.` }
    : { result: "CANCELED", message: "Run cancelled." };
}
