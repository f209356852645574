/** Work that goes on beside. */
export type Backlog = {
  /** Adds work that has begun. */
  readonly add: (work: Promise<void>) => void;
  /** Resolves once there is less than the most. */
  readonly room: () => Promise<void>;
  /** Resolves once nothing is left. */
  readonly drained: () => Promise<void>;
};

/** Counts work under way and keeps none of it. A failure is told at once, whether or not anybody waits. */
export function createBacklog(most: number, onFailure: (thrown: unknown) => void): Backlog {
  let underWay = 0;
  const waiting: (() => void)[] = [];
  const ended = (): void => {
    underWay -= 1;
    for (const tell of waiting.splice(0)) tell();
  };
  const isFull = (limit: number): boolean => underWay >= limit;
  const fewerThan = async (limit: number): Promise<void> => {
    while (isFull(limit)) await new Promise<void>((resolve) => void waiting.push(resolve));
  };
  return {
    add: (work) => {
      underWay += 1;
      work.then(ended, (thrown: unknown) => {
        onFailure(thrown);
        ended();
      });
    },
    room: () => fewerThan(most),
    drained: () => fewerThan(1),
  };
}
