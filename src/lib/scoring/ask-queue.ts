import type { Clock } from "../core/clock.ts";
import type { AskOutcome } from "./ports.ts";

/** An ask whose turn has come. */
export type Turn<A> = {
  readonly ask: A;
  /** Its place among all asks. */
  readonly place: number;
  /** To be waited before it is asked. */
  readonly waitMs: number;
  /** Answers there were when it was first met by an outage; null when it never was. */
  readonly answersAtFirst: number | null;
  /** Answers there were, and when, as its turn came. */
  readonly begun: { readonly answers: number; readonly at: number };
};

export type AskQueue<A> = {
  /** The next ask, or undefined when none waits. */
  readonly next: () => Turn<A> | undefined;
  /** Tells what came of a turn. "again" puts the ask back, behind all that wait. */
  readonly ended: (turn: Turn<A>, outcome: AskOutcome) => "done" | "again";
};

/** So long an outage may last without a question's being lost to it. */
const outagePatienceMs = 10 * 60_000;
/** The port has waited by itself; this only keeps one that did not from being asked without a pause. */
const pauseMs = 1_000;

/**
 * The order of asking. An ask that met an outage goes behind the others, so that one question which alone brings the platform down holds
 * up nobody; it counts as spoilt once others were answered and it still is not, or when nobody was for ten minutes.
 */
export function createAskQueue<A>(asks: readonly A[], clock: Clock): AskQueue<A> {
  type Back = Pick<Turn<A>, "ask" | "place"> & { readonly answersAtFirst: number };
  const back: Back[] = [];
  let taken = 0;
  let takenBack = 0;
  let answers = 0;
  let outageSince: number | null = null;
  const begun = (): Turn<A>["begun"] => ({ answers, at: clock.monotonic() });
  return {
    next: () => {
      const place = taken;
      const ask = asks[place];
      if (ask !== undefined) {
        taken += 1;
        return { ask, place, waitMs: 0, answersAtFirst: null, begun: begun() };
      }
      const again = back[takenBack];
      if (again === undefined) return undefined;
      takenBack += 1;
      return { ...again, waitMs: pauseMs, begun: begun() };
    },
    ended: ({ ask, place, answersAtFirst, begun: beginning }, outcome) => {
      if (outcome.kind !== "infra" || outcome.outage !== true) {
        answers += 1;
        outageSince = null;
        return "done";
      }
      outageSince ??= beginning.at;
      const first = answersAtFirst ?? beginning.answers;
      if (answers > first || clock.monotonic() - outageSince >= outagePatienceMs) return "done";
      back.push({ ask, place, answersAtFirst: first });
      return "again";
    },
  };
}
