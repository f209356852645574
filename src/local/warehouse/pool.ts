/** Connections for reading side by side, and one more on which writers queue. */
type Pool<C> = {
  readonly read: <T>(work: (connection: C) => Promise<T>) => Promise<T>;
  readonly write: <T>(work: (connection: C) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

/** Opens connections as they are needed, at most `size` of them for readers. */
export function openPool<C>(options: {
  readonly size: number;
  readonly open: () => Promise<C>;
  readonly close: (connection: C) => void;
}): Pool<C> {
  const opened = new Set<C>();
  const open = async (): Promise<C> => {
    const connection = await options.open();
    opened.add(connection);
    return connection;
  };
  const readers = lane(options.size, open);
  const writer = lane(1, open);
  return {
    read: readers,
    write: writer,
    close: async () => {
      for (const connection of opened) options.close(connection);
      opened.clear();
      await Promise.resolve();
    },
  };
}

function lane<C>(size: number, open: () => Promise<C>): <T>(work: (connection: C) => Promise<T>) => Promise<T> {
  const idle: C[] = [];
  const waiting: ((connection: C) => void)[] = [];
  let count = 0;
  const acquire = async (): Promise<C> => {
    const ready = idle.pop();
    if (ready !== undefined) return ready;
    if (count < size) {
      count += 1;
      return open();
    }
    return new Promise((resolve) => {
      waiting.push(resolve);
    });
  };
  return async (work) => {
    const connection = await acquire();
    try {
      return await work(connection);
    } finally {
      const next = waiting.shift();
      if (next === undefined) idle.push(connection);
      else next(connection);
    }
  };
}
