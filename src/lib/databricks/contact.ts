/** Whether anybody answers at the workspace's address, shared by all ways to it. */
export type Contact = {
  /** There was an answer, whatever it said. */
  readonly answered: () => void;
  /** Whether there ever was one. */
  readonly isKnown: () => boolean;
  /** Whether to call once more after the address refused us, or could not be reached. */
  readonly mayCallAgain: () => boolean;
};

/** Repeats before the first answer, of all calls together. */
const repeatsWithoutAnswer = 2;

/**
 * A workspace that answered before may be away for a while, and is worth waiting for. An address at which nobody ever answered is more
 * likely wrong: that should be told in seconds.
 */
export function createContact(): Contact {
  let known = false;
  let repeats = 0;
  return {
    answered: () => {
      known = true;
    },
    isKnown: () => known,
    mayCallAgain: () => {
      repeats += 1;
      return known || repeats <= repeatsWithoutAnswer;
    },
  };
}
